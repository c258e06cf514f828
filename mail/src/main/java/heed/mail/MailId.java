package heed.mail;

/** The identity of one mail in its account's outbox: one message to one prospect or address. */
public record MailId(long value) implements Comparable<MailId> {
    /** Lies before every mail: the start of a listing by id. */
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
