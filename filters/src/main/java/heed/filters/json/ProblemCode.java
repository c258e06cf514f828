package heed.filters.json;

import java.util.Locale;

/** Every kind of problem, by its stable code ({@link #id()}), with what it means. */
public enum ProblemCode {
    NOT_JSON("The text is not JSON; nothing else could be read."),
    NOT_UTF_8("The file is not UTF-8, or was damaged on its way."),
    TOO_DEEP("Objects and lists, criteria or brackets are nested more than 64 deep."),
    TOO_LARGE("A file, text, list or number of criteria is larger than what is read."),
    BAD_TEXT("Text holds a character that no store can keep: U+0000 or half of a surrogate pair."),
    DUPLICATE_PROPERTY("An object has a property twice."),
    UNKNOWN_PROPERTY("An object has a property that means nothing there."),
    MISSING_PROPERTY("An object lacks a property that it needs."),
    WRONG_TYPE("Something else than this kind of JSON value belongs here."),
    AMBIGUOUS_CRITERIA("One object combines criteria in two ways at once."),
    NO_CRITERIA("A list of criteria is empty where one is needed."),
    UNKNOWN_FIELD("The account has no field of that name."),
    UNKNOWN_OPERATOR("There is no operator of that name."),
    OPERATOR_DOES_NOT_FIT("The operator cannot be asked of fields of that type."),
    WRONG_VALUE("The value is none that the field can have."),
    EMPTY_VALUE("An empty text, null or an empty list stands where a value is needed."),
    UNEXPECTED_VALUE("The operator takes no value."),
    UNKNOWN_COUNTRY("There is no country of that name or code."),
    BAD_TIME_FRAME("The words are not in the grammar of time frames."),
    BAD_FORMULA("The formula does not follow its grammar, or does not fit the numbered criteria."),
    BAD_ID("An id has characters that ids do not have, or is too long."),
    DUPLICATE_ID("Two actions have the same id."),
    MISSING_ID("One of several actions that send email has no id of its own."),
    BAD_NAME("A name is blank, longer than 200 characters or more than one line."),
    NO_ACTIONS("The list of actions is empty."),
    UNKNOWN_ACTION("There is no action type of that name."),
    BAD_TEMPLATE("A message has no words, or something in its words cannot be filled in."),
    FIELD_NOT_SETTABLE("The field cannot be changed by an action."),
    UNKNOWN_RUN_MODE("There is no way to run of that name."),
    MORE_PROBLEMS("There are more problems than are shown."),
    EVERYONE("A warning: the criteria select every prospect."),
    FIELD_SET_TWICE("A warning: two actions set the same field, and the later one decides."),
    MESSAGE("A warning: a message may not say what its author means it to.");

    private final String meaning;

    ProblemCode(String meaning) {
        this.meaning = meaning;
    }

    /** As it is shown and kept: unknown-field. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** One sentence. */
    public String meaning() {
        return meaning;
    }
}
