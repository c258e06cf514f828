package heed.filters.json;

import java.util.Locale;

/** The kinds of problems. Each has a stable code ({@link #id()}) and a meaning. */
public enum ProblemCode {
    NOT_JSON("The text is not JSON; nothing else could be read."),
    NOT_UTF_8("The file is not UTF-8, or was damaged in transit."),
    TOO_DEEP("Objects, lists, criteria or brackets are nested more than 64 levels deep."),
    TOO_LARGE("A file, a text, a list or the number of criteria exceeds its limit."),
    BAD_TEXT("A text contains a character that no store accepts: U+0000 or half of a surrogate pair."),
    DUPLICATE_PROPERTY("An object has a property twice."),
    UNKNOWN_PROPERTY("An object has a property that is not known there."),
    MISSING_PROPERTY("An object lacks a property that it needs."),
    WRONG_TYPE("Another kind of JSON value is expected here."),
    AMBIGUOUS_CRITERIA("One object combines criteria in two ways at once."),
    NO_CRITERIA("A list of criteria is empty where one is needed."),
    UNKNOWN_FIELD("The account has no field of that name."),
    UNKNOWN_OPERATOR("There is no operator of that name."),
    OPERATOR_DOES_NOT_FIT("The operator cannot be used with fields of that type."),
    WRONG_VALUE("The field cannot have that value."),
    EMPTY_VALUE("An empty text, null or an empty list is used where a value is needed."),
    UNEXPECTED_VALUE("The operator takes no value."),
    UNKNOWN_COUNTRY("There is no country of that name or code."),
    BAD_TIME_FRAME("The text does not follow the grammar of time frames."),
    BAD_FORMULA("The formula does not follow its grammar, or does not fit the numbered criteria."),
    BAD_ID("An id contains characters that are not allowed in ids, or is too long."),
    DUPLICATE_ID("Two actions have the same id."),
    MISSING_ID("One of several actions that send email has no id of its own."),
    BAD_NAME("A name is blank, longer than 200 characters or more than one line."),
    NO_ACTIONS("The list of actions is empty."),
    UNKNOWN_ACTION("There is no action type of that name."),
    BAD_TEMPLATE("A message has no text, or a placeholder in its text cannot be filled in."),
    FIELD_NOT_SETTABLE("The field cannot be changed by an action."),
    UNKNOWN_RUN_MODE("There is no run mode of that name."),
    MORE_PROBLEMS("There are more problems than are shown."),
    EVERYONE("A warning: the criteria select every prospect."),
    FIELD_SET_TWICE("A warning: two actions set the same field, and the later one decides."),
    MESSAGE("A warning: a message may not read as its author intends.");

    private final String meaning;

    ProblemCode(String meaning) {
        this.meaning = meaning;
    }

    /** Returns the code as it is shown and stored: unknown-field. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns the meaning in one sentence. */
    public String meaning() {
        return meaning;
    }
}
