package heed.bounces.mailbox;

/** What becomes of messages that were processed. */
public enum CleanupPolicy {
    /** They are moved to a folder beside: {@value MailboxSettings#PROCESSED_FOLDER}. */
    MOVE,
    DELETE
}
