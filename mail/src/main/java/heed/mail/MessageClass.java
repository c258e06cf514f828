package heed.mail;

/** What a message is for. Email Opt Out and Bounced stop both; marketing mail also says how to unsubscribe. */
public enum MessageClass {
    MARKETING("marketing"),
    TRANSACTIONAL("transactional");

    private final String id;

    MessageClass(String id) {
        this.id = id;
    }

    /** The word for it in definitions and stores. */
    public String id() {
        return id;
    }
}
