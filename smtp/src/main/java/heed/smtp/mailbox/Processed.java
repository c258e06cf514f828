package heed.smtp.mailbox;

/** What becomes of messages that were processed. */
public enum Processed {
    /** They are moved to a folder beside: {@value ServerSettings#PROCESSED}. */
    MOVED,
    DELETED
}
