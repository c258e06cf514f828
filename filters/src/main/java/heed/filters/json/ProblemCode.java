package heed.filters.json;

import java.util.Locale;

/** The kinds of problems. Each has a stable code ({@link #id()}). */
public enum ProblemCode {
    /** The text is not JSON; nothing else could be read. */
    NOT_JSON,
    /** The file is not UTF-8, or was damaged in transit. */
    NOT_UTF_8,
    /** Objects, lists, criteria or brackets are nested more than 64 levels deep. */
    TOO_DEEP,
    /** A file, a text, a list or the number of criteria exceeds its limit. */
    TOO_LARGE,
    /** A text contains a character that no store accepts: U+0000 or half of a surrogate pair. */
    BAD_TEXT,
    /** An object has a property twice. */
    DUPLICATE_PROPERTY,
    /** An object has a property that is not known there. */
    UNKNOWN_PROPERTY,
    /** An object lacks a property that it needs. */
    MISSING_PROPERTY,
    /** Another kind of JSON value is expected here. */
    WRONG_TYPE,
    /** One object combines criteria in two ways at once. */
    AMBIGUOUS_CRITERIA,
    /** A list of criteria is empty where one is needed. */
    NO_CRITERIA,
    /** The account has no field of that name. */
    UNKNOWN_FIELD,
    /** There is no operator of that name. */
    UNKNOWN_OPERATOR,
    /** The operator cannot be used with fields of that type. */
    OPERATOR_DOES_NOT_FIT,
    /** The field cannot have that value. */
    WRONG_VALUE,
    /** An empty text, null or an empty list is used where a value is needed. */
    EMPTY_VALUE,
    /** The operator takes no value. */
    UNEXPECTED_VALUE,
    /** There is no country of that name or code. */
    UNKNOWN_COUNTRY,
    /** The text does not follow the grammar of time frames. */
    BAD_TIME_FRAME,
    /** The formula does not follow its grammar, or does not fit the numbered criteria. */
    BAD_FORMULA,
    /** An id contains characters that are not allowed in ids, or is too long. */
    BAD_ID,
    /** Two actions have the same id. */
    DUPLICATE_ID,
    /** One of several actions that send email has no id of its own. */
    MISSING_ID,
    /** A name is blank, longer than 200 characters or more than one line. */
    BAD_NAME,
    /** The list of actions is empty. */
    NO_ACTIONS,
    /** There is no action type of that name. */
    UNKNOWN_ACTION,
    /** A message has no text, or a placeholder in its text cannot be filled in. */
    BAD_TEMPLATE,
    /** The path of a file is absolute, or leads out of the definition's folder. */
    BAD_PATH,
    /** A file that the definition names does not exist, or cannot be read. */
    NO_FILE,
    /** The field cannot be changed by an action. */
    FIELD_NOT_SETTABLE,
    /** There is no run mode of that name. */
    UNKNOWN_RUN_MODE,
    /** There are more problems than are shown. */
    MORE_PROBLEMS,
    /** A warning: the criteria select every prospect. */
    EVERYONE,
    /** A warning: two actions set the same field, and the later one decides. */
    FIELD_SET_TWICE,
    /** A warning: a text that is compared as one value looks like several values. */
    LOOKS_LIKE_A_LIST,
    /** A warning: a message may not read as its author intends. */
    MESSAGE;

    /** Returns the code as it is shown and stored: unknown-field. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
