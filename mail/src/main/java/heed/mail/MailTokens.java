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
 * Signed names of an account's mails, for links and addresses that come back from outside. A token of one purpose or
 * account is none of another. It is of lower-case letters and digits, and read in any case, since mail servers may change
 * it. Immutable.
 */
public final class MailTokens {
    private static final int MIN_SECRET_BYTES = 32;
    private static final int MAC_BYTES = 12;
    private static final int TOKEN_LENGTH = (Long.BYTES + MAC_BYTES) * 8 / 5;
    private static final String BASE32_DIGITS = "abcdefghijklmnopqrstuvwxyz234567"; // RFC 4648

    private final SecretKeySpec key;
    private final String account;

    /** What a token is for. */
    public enum Purpose {
        BOUNCE,
        MESSAGE_ID,
        UNSUBSCRIBE
    }

    /** @param secret at least 32 bytes that stay the same for as long as mails may come back */
    public MailTokens(byte[] secret, String account) {
        if (secret.length < MIN_SECRET_BYTES) {
            throw new IllegalArgumentException("the secret has at least " + MIN_SECRET_BYTES + " bytes");
        }
        this.key = new SecretKeySpec(secret, "HmacSHA256");
        this.account = account;
    }

    public String issue(Purpose purpose, MailId mail) {
        byte[] id = ByteBuffer.allocate(Long.BYTES).putLong(mail.value()).array();
        byte[] token = Arrays.copyOf(id, Long.BYTES + MAC_BYTES);
        System.arraycopy(sign(purpose, id), 0, token, Long.BYTES, MAC_BYTES);
        return encode(token);
    }

    /** The mail that a token of this purpose names; empty if we did not issue it. */
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
            throw new IllegalStateException("every Java has HmacSHA256", missing);
        }
    }

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

    /** The secret is nobody's to read. */
    @Override
    public String toString() {
        return "mail tokens of " + account;
    }
}
