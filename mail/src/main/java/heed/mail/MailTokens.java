package heed.mail;

import heed.model.prospect.EmailAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Issues and verifies signed tokens that identify a mail of an account in links and addresses that come back from
 * outside. A token is valid for one purpose and one account only. A token has lower-case letters and digits; it is read
 * in any case, because mail servers may change the case. Thread-safe.
 *
 * <p>A token of a return path has 20 bytes, for which the 64 characters of a local part (RFC 5321, section 4.5.3.1.1) have
 * room: the number of the key in 4 bits, the number of the mail in 40, its nonce in 36, and a signature of 80 bits. The
 * other tokens also have the mail's address, padded to one of a few lengths and encrypted; their signature is the
 * initialization vector of the encryption, as in SIV (RFC 5297), so that the token of a mail is always the same.
 *
 * <p>Tokens of earlier versions have the mail's id and a signature only; their key number is 0. They name only mails without
 * a nonce.
 */
public final class MailTokens {
    private static final int ID_BITS = 40;
    private static final int HEADER_BYTES = (4 + ID_BITS + MailNonce.BITS) / Byte.SIZE;
    private static final int RETURN_PATH_MAC_BYTES = 10;
    private static final int FIRST_FORMAT_MAC_BYTES = 12;
    private static final int SHORT_BYTES = HEADER_BYTES + RETURN_PATH_MAC_BYTES;
    private static final int ADDRESS_START = HEADER_BYTES + LinkKey.IV_BYTES;

    /** The lengths of tokens with an address, in bytes: for addresses of up to 33, 63, 123, 258 and 763 bytes in UTF-8. */
    private static final List<Integer> LONG_BYTES = List.of(60, 90, 150, 285, 790);
    /** The longest token of a Message-ID, because a line has at most 998 characters (RFC 5322, section 2.1.1). */
    private static final int MAX_MESSAGE_ID_BYTES = 285;

    private static final List<Integer> LENGTHS = List.of(32, 96, 144, 240, 456, 1264);
    private static final String BASE32_DIGITS = "abcdefghijklmnopqrstuvwxyz234567"; // RFC 4648

    private final String account;
    private final long idFloor;
    private final Supplier<List<LinkKey>> source;
    private volatile List<LinkKey> keys;

    /** The purposes of tokens. The names are part of the signature and must not change. */
    public enum Purpose {
        /** A return path, the only one without the address. */
        BOUNCE,
        MESSAGE_ID,
        UNSUBSCRIBE,
        /** Takes back what an unsubscribe link has done. */
        TAKE_BACK
    }

    /**
     * Creates the tokens of an account.
     *
     * @param idFloor the number just below the id of the account's first mail
     * @param keys reads the keys of the account: at least one, the one that signs first
     */
    public MailTokens(String account, long idFloor, Supplier<List<LinkKey>> keys) {
        this.account = account;
        this.idFloor = idFloor;
        this.source = keys;
        this.keys = keys.get();
    }

    /** Returns the numbers of characters that a token can have, in ascending order. */
    public static List<Integer> lengths() {
        return LENGTHS;
    }

    /**
     * Reads the keys again, because another process may have changed them.
     *
     * @return whether they have changed
     */
    public boolean refresh() {
        List<LinkKey> current = source.get();
        boolean changed = !current.equals(keys);
        keys = current;
        return changed;
    }

    /**
     * Returns the token of the mail for a purpose, which is always the same as long as one key signs.
     *
     * @throws IllegalArgumentException if the id is not in the account's range
     */
    public String issue(Purpose purpose, MailMark mark) {
        LinkKey key = keys.get(0);
        byte[] header = header(key, mark);
        if (purpose == Purpose.BOUNCE) {
            byte[] mac = Arrays.copyOf(key.sign(context(purpose), header), RETURN_PATH_MAC_BYTES);
            return encode(concatenate(header, mac));
        }
        byte[] address = pad(mark.address().map(EmailAddress::value).orElse(""));
        if (purpose == Purpose.MESSAGE_ID && ADDRESS_START + address.length > MAX_MESSAGE_ID_BYTES) {
            address = pad("");
        }
        byte[] mac = Arrays.copyOf(key.sign(context(purpose), header, address), LinkKey.IV_BYTES);
        return encode(concatenate(header, mac, key.crypt(mac, address)));
    }

    /** Returns what a token of this purpose says; empty if this account did not issue the token, or not with one of its keys. */
    public Optional<MailMark> read(Purpose purpose, String token) {
        if (!LENGTHS.contains(token.length())) {
            return Optional.empty();
        }
        return decode(token.toLowerCase(Locale.ROOT))
                .flatMap(bytes -> keys.stream()
                        .flatMap(key -> read(key, purpose, bytes).stream())
                        .findFirst());
    }

    private Optional<MailMark> read(LinkKey key, Purpose purpose, byte[] token) {
        int number = (token[0] & 0xff) >> 4;
        boolean isShort = token.length == SHORT_BYTES;
        if (number == 0) {
            return isShort ? readFirstFormat(key, purpose, token) : Optional.empty();
        }
        if (number != key.number() || isShort != (purpose == Purpose.BOUNCE)) {
            return Optional.empty();
        }
        byte[] header = Arrays.copyOf(token, HEADER_BYTES);
        if (isShort) {
            byte[] mac = Arrays.copyOfRange(token, HEADER_BYTES, token.length);
            return isSignature(mac, key.sign(context(purpose), header))
                    ? Optional.of(mark(header, Optional.empty()))
                    : Optional.empty();
        }
        byte[] mac = Arrays.copyOfRange(token, HEADER_BYTES, ADDRESS_START);
        byte[] address = key.crypt(mac, Arrays.copyOfRange(token, ADDRESS_START, token.length));
        return isSignature(mac, key.sign(context(purpose), header, address))
                ? Optional.of(mark(header, EmailAddress.parse(unpad(address))))
                : Optional.empty();
    }

    private Optional<MailMark> readFirstFormat(LinkKey key, Purpose purpose, byte[] token) {
        byte[] id = Arrays.copyOf(token, Long.BYTES);
        byte[] mac = Arrays.copyOfRange(token, Long.BYTES, Long.BYTES + FIRST_FORMAT_MAC_BYTES);
        return isSignature(mac, key.signFirstFormat(context(purpose), id))
                ? Optional.of(
                        new MailMark(new MailId(ByteBuffer.wrap(id).getLong()), Optional.empty(), Optional.empty()))
                : Optional.empty();
    }

    private static boolean isSignature(byte[] mac, byte[] signature) {
        return MessageDigest.isEqual(mac, Arrays.copyOf(signature, mac.length));
    }

    private byte[] context(Purpose purpose) {
        return (purpose.name() + '\0' + account + '\0').getBytes(StandardCharsets.UTF_8);
    }

    /** Returns the number of the key, the number of the mail and its nonce, or 0 for none. */
    private byte[] header(LinkKey key, MailMark mark) {
        long number = mark.mail().value() - idFloor - 1;
        if (number < 0 || number >>> ID_BITS != 0) {
            throw new IllegalArgumentException("mail " + mark.mail() + " is not in the range of account " + account);
        }
        long nonce = mark.nonce().map(MailNonce::value).orElse(0L);
        // 80 bits: 4 + 40 bits and the upper 20 of the nonce, then the lower 16 of the nonce.
        return ByteBuffer.allocate(HEADER_BYTES)
                .putLong(((long) key.number() << 60) | (number << 20) | (nonce >>> 16))
                .putShort((short) nonce)
                .array();
    }

    private MailMark mark(byte[] header, Optional<EmailAddress> address) {
        ByteBuffer bytes = ByteBuffer.wrap(header);
        long upper = bytes.getLong();
        long number = (upper >>> 20) & ((1L << ID_BITS) - 1);
        long nonce = ((upper & 0xfffff) << 16) | (bytes.getShort() & 0xffff);
        return new MailMark(
                new MailId(idFloor + 1 + number),
                nonce == 0 ? Optional.empty() : Optional.of(new MailNonce(nonce)),
                address);
    }

    /** Returns an address with zero bytes behind it, which no address contains. */
    private static byte[] pad(String address) {
        byte[] bytes = address.getBytes(StandardCharsets.UTF_8);
        int length = LONG_BYTES.stream()
                .filter(size -> size - ADDRESS_START > bytes.length)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the address is too long"));
        return Arrays.copyOf(bytes, length - ADDRESS_START);
    }

    private static String unpad(byte[] padded) {
        int end = 0;
        while (end < padded.length && padded[end] != 0) {
            end++;
        }
        return new String(padded, 0, end, StandardCharsets.UTF_8);
    }

    private static byte[] concatenate(byte[]... parts) {
        ByteBuffer all = ByteBuffer.allocate(
                Arrays.stream(parts).mapToInt(part -> part.length).sum());
        for (byte[] part : parts) {
            all.put(part);
        }
        return all.array();
    }

    /** Encodes in base32 without padding: the number of bytes is a multiple of five. */
    private static String encode(byte[] bytes) {
        StringBuilder text = new StringBuilder(bytes.length * Byte.SIZE / 5);
        long bits = 0;
        int count = 0;
        for (byte b : bytes) {
            bits = (bits << 8) | (b & 0xff);
            for (count += 8; count >= 5; count -= 5) {
                text.append(BASE32_DIGITS.charAt((int) (bits >> (count - 5)) & 31));
            }
        }
        return text.toString();
    }

    private static Optional<byte[]> decode(String text) {
        ByteBuffer bytes = ByteBuffer.allocate(text.length() * 5 / Byte.SIZE);
        long bits = 0;
        int count = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = BASE32_DIGITS.indexOf(text.charAt(i));
            if (digit < 0) {
                return Optional.empty();
            }
            bits = (bits << 5) | digit;
            count += 5;
            if (count >= 8) {
                count -= 8;
                bytes.put((byte) (bits >> count));
            }
        }
        return Optional.of(bytes.array());
    }

    /** Returns the account only: the secret does not belong in a log. */
    @Override
    public String toString() {
        return "mail tokens of " + account;
    }
}
