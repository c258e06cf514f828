package heed.mail;

/**
 * The purpose of a message. Email Opt Out and Bounced stop both classes; marketing mail also needs an unsubscribe link.
 */
public enum MessageClass {
    MARKETING("marketing"),
    TRANSACTIONAL("transactional");

    private final String id;

    MessageClass(String id) {
        this.id = id;
    }

    /** Returns the word for the class in definitions and stores. */
    public String id() {
        return id;
    }
}
