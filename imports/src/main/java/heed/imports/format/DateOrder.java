package heed.imports.format;

/** The order of day, month and year in a date that is written with numbers. */
public enum DateOrder {
    DAY_FIRST,
    MONTH_FIRST,
    YEAR_FIRST
}
