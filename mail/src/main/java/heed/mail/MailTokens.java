package heed.mail;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Issues and verifies signed tokens that identify a mail of an account in links and addresses that come back from
 * outside. A token is valid for one purpose and one account only. A token has lower-case letters and digits; it is read
 * in any case, because mail servers may change the case. Immutable.
 */
public final class MailTokens {
    private static final int MIN_SECRET_BYTES = 32;
    private static final int MAC_BYTES = 12;
    private static final int TOKEN_LENGTH = (Long.BYTES + MAC_BYTES) * 8 / 5;
    private static final String BASE32_DIGITS = "abcdefghijklmnopqrstuvwxyz234567"; // RFC 4648

    private final SecretKeySpec key;
    private final String account;

    /** The purposes of tokens. The names are part of the signature and must not change. */
    public enum Purpose {
        BOUNCE,
        MESSAGE_ID,
        UNSUBSCRIBE,
        /** Takes back what an unsubscribe link has done. */
        TAKE_BACK
    }

    /**
     * Creates the tokens of an account.
     *
     * @param secret at least 32 bytes, which must stay the same for as long as a link or a bounce may come back
     * @throws IllegalArgumentException if the secret is shorter
     */
    public MailTokens(byte[] secret, String account) {
        if (secret.length < MIN_SECRET_BYTES) {
            throw new IllegalArgumentException("the secret must have at least " + MIN_SECRET_BYTES + " bytes");
        }
        this.key = new SecretKeySpec(secret, "HmacSHA256");
        this.account = account;
    }

    /** Returns the token of the mail for a purpose, which is always the same: 32 characters of base32. */
    public String issue(Purpose purpose, MailId mail) {
        byte[] id = ByteBuffer.allocate(Long.BYTES).putLong(mail.value()).array();
        byte[] token = Arrays.copyOf(id, Long.BYTES + MAC_BYTES);
        System.arraycopy(sign(purpose, id), 0, token, Long.BYTES, MAC_BYTES);
        return encode(token);
    }

    /** Returns the mail that a token of this purpose names; empty if this account did not issue the token. */
    public Optional<MailId> read(Purpose purpose, String token) {
        if (token.length() != TOKEN_LENGTH) {
            return Optional.empty();
        }
        return decode(token.toLowerCase(Locale.ROOT)).flatMap(bytes -> {
            byte[] id = Arrays.copyOf(bytes, Long.BYTES);
            byte[] mac = Arrays.copyOfRange(bytes, Long.BYTES, bytes.length);
            return MessageDigest.isEqual(mac, sign(purpose, id))
                    ? Optional.of(new MailId(ByteBuffer.wrap(id).getLong()))
                    : Optional.empty();
        });
    }

    private byte[] sign(Purpose purpose, byte[] id) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            mac.update((purpose.name() + '\0' + account + '\0').getBytes(StandardCharsets.UTF_8));
            return Arrays.copyOf(mac.doFinal(id), MAC_BYTES);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every Java platform has HmacSHA256", missing);
        }
    }

    /** Encodes in base32 without padding: the number of bytes is a multiple of five. */
    private static String encode(byte[] bytes) {
        StringBuilder text = new StringBuilder(TOKEN_LENGTH);
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
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES + MAC_BYTES);
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
