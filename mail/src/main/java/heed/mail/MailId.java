package heed.mail;

/** Names one mail, one message to one prospect or address, in its account's outbox. */
public record MailId(long value) implements Comparable<MailId> {
    /** Before every mail: where reading in order starts. */
    public static final MailId START = new MailId(0);

    @Override
    public int compareTo(MailId other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
