package heed.mail;

/** What a store keeps of one account's mail. Thread-safe. */
public interface AccountMail {
    Outbox outbox();

    Attempts attempts();

    OptOuts optOuts();

    /** The account's own random secret of 32 bytes, by which its links and marks are signed: always the same. */
    byte[] secret();
}
