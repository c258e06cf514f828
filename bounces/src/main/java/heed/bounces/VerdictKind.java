package heed.bounces;

/** The type of a statement that a message in the bounce mailbox makes about one recipient. */
public enum VerdictKind {
    /** Delivery failed and will not be attempted again: a bounce. */
    FAILED("failed"),
    /** Delivery is still being attempted. This is not a bounce. */
    DELAYED("delayed"),
    /** The mail was delivered, relayed, expanded to a list, or displayed. */
    DELIVERED("delivered"),
    /** The recipient reported the mail as spam (RFC 5965) or asked for no more mail. */
    COMPLAINT("complaint"),
    /** The recipient's mailbox answered automatically (RFC 3834). */
    AUTO_REPLY("auto-reply"),
    /** A filter asks the sender for a confirmation before it delivers the mail. */
    CHALLENGE("challenge"),
    /** The message is not a statement about a mail. */
    OTHER("not about mail");

    private final String label;

    VerdictKind(String label) {
        this.label = label;
    }

    /** Returns the word for this kind in commands and output. */
    public String label() {
        return label;
    }
}
