package heed.cli.prospects;

import heed.filters.json.QuotedText;
import heed.imports.format.FormatOptions;
import heed.imports.text.InvalidImportException;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Option;

/** The options that say how cells are read: the formats of columns, and what tags do to those of a prospect. */
final class FormatArguments {
    @Option(
            names = "--date-format",
            paramLabel = "[COLUMN=]FORMAT",
            description = "The format of dates, such as dd/MM/yyyy, MM/dd/yyyy or dd.MM.yy, of one column or of all"
                    + " (default: the only one that reads all cells of a column). Can be repeated.")
    private List<String> dateFormats = List.of();

    @Option(
            names = "--decimal",
            paramLabel = "[COLUMN=]MARK",
            description = "The decimal mark of numbers: , or . (default: the only one that reads all cells of a"
                    + " column). Can be repeated.")
    private List<String> decimals = List.of();

    @Option(
            names = "--tag-separator",
            paramLabel = "[COLUMN=]CHARACTER",
            description = "The character between tags: ; or , or | (default: the only one that a column has). Can be"
                    + " repeated.")
    private List<String> tagSeparators = List.of();

    @Option(
            names = "--tags",
            paramLabel = "add|replace",
            description = "Add the tags of a row to those that its prospect has, or replace them (default: replace).")
    private String tags = "replace";

    /**
     * Returns whether tags are added to those that prospects have.
     *
     * @throws InvalidImportException if --tags has another value than add or replace
     */
    boolean addsTags() {
        return switch (tags.toLowerCase(Locale.ROOT)) {
            case "add" -> true;
            case "replace" -> false;
            default ->
                throw new InvalidImportException("tags", "--tags must be add or replace, not " + QuotedText.of(tags));
        };
    }

    /** @throws InvalidImportException if a value is no format, or is given twice for the same column */
    FormatOptions options() {
        return new FormatOptions(dateFormats, decimals, tagSeparators);
    }
}
