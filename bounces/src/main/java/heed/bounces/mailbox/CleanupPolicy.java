package heed.bounces.mailbox;

/** What happens to processed messages. */
public enum CleanupPolicy {
    /** Processed messages are moved to the folder {@value MailboxSettings#PROCESSED_FOLDER}. */
    MOVE,
    /** Processed messages are deleted. */
    DELETE
}
