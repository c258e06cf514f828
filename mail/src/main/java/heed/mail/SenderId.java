package heed.mail;

/**
 * The identity of one sender of mail: a delivery, or a program that sends single mails. A mail that a sender has reserved
 * or transmits is held by it.
 *
 * @param value no other sender has ever had it; without spaces and dots
 */
public record SenderId(String value) {
    private static final char NUMBER_SEPARATOR = '.';

    public SenderId {
        if (value.indexOf(' ') >= 0 || value.indexOf(NUMBER_SEPARATOR) >= 0) {
            throw new IllegalArgumentException("a sender's id has no space and no dot: " + value);
        }
    }

    /** Returns the id of a delivery instance of the sender, of which it can have one after the other. */
    public String instance(int number) {
        return value + NUMBER_SEPARATOR + number;
    }

    /** Returns the sender of a delivery instance. */
    public static SenderId ofInstance(String instance) {
        int end = instance.indexOf(NUMBER_SEPARATOR);
        return new SenderId(end < 0 ? instance : instance.substring(0, end));
    }

    @Override
    public String toString() {
        return value;
    }
}
