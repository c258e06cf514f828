package heed.mail;

import java.security.SecureRandom;

/**
 * A random number that a mail gets when it is queued. The ids of mails come from a counter, and a store that was restored
 * from a backup counts again: the nonce tells two mails with one id apart.
 *
 * @param value from 1 to {@link #MAX}
 */
public record MailNonce(long value) {
    /** The number of bits of a nonce: as many as a return path has room for. */
    static final int BITS = 36;
    /** The highest nonce. */
    public static final long MAX = (1L << BITS) - 1;

    private static final RandomSource SOURCE = new RandomSource();

    /** @throws IllegalArgumentException if the value is out of range */
    public MailNonce {
        if (value < 1 || value > MAX) {
            throw new IllegalArgumentException("a nonce is from 1 to " + MAX);
        }
    }

    /** Returns a new nonce from a cryptographically strong generator. Thread-safe. */
    public static MailNonce random() {
        return SOURCE.next();
    }

    /** Returns the nonce in hexadecimal digits. */
    @Override
    public String toString() {
        return Long.toHexString(value);
    }

    /** Takes random bytes in batches, because each call of the generator is slow. */
    private static final class RandomSource {
        private static final int BATCH_BYTES = 8 << 10;

        private final SecureRandom random = new SecureRandom();
        private final byte[] batch = new byte[BATCH_BYTES];
        private int used = BATCH_BYTES;

        synchronized MailNonce next() {
            long value;
            do {
                value = 0;
                for (int bits = 0; bits < BITS; bits += Byte.SIZE) {
                    value = (value << Byte.SIZE) | (nextByte() & 0xff);
                }
                value &= MAX;
            } while (value == 0);
            return new MailNonce(value);
        }

        private byte nextByte() {
            if (used == BATCH_BYTES) {
                random.nextBytes(batch);
                used = 0;
            }
            return batch[used++];
        }
    }
}
