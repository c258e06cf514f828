package heed.bounces;

/** What a message in the bounce mailbox says about one recipient. */
public enum VerdictKind {
    /** The mail was given up: a bounce. */
    FAILED("failed"),
    /** It is still being tried. Not a bounce. */
    DELAYED("delayed"),
    /** It arrived, was relayed or expanded, or was displayed. */
    DELIVERED("delivered"),
    /** The recipient called it spam (RFC 5965), or asks to be left alone. */
    COMPLAINT("complaint"),
    /** The recipient's mailbox answered by itself (RFC 3834). */
    AUTO_REPLY("auto-reply"),
    /** A filter asks the sender to prove something before it delivers. */
    CHALLENGE("challenge"),
    /** It is not about a mail of ours that we could find. */
    OTHER("not about mail");

    private final String label;

    VerdictKind(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
