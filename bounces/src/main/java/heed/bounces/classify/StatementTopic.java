package heed.bounces.classify;

/** What a phrase has to be about, to count. */
enum StatementTopic {
    /** Anything. */
    ANY,
    /** The recipient or the recipient's mailbox. */
    RECIPIENT,
    /** The domain of the recipient. */
    DOMAIN
}
