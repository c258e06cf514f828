package heed.imports.columns;

/** The meaning of a word in a column of a flag: {@code flag-words.tsv}. */
public enum FlagWord {
    YES,
    NO,
    OPTED_OUT,
    BOUNCED,
    /** Neither opted out nor bounced. */
    MAILABLE,
    /** Neither opted out nor bounced, in a column of states. */
    ACTIVE,
    /** Concerns mail, but does not say which of the two flags is meant. */
    DOUBTFUL,
    EMPTY
}
