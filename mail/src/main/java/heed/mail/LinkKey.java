package heed.mail;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A key that signs the links, return paths and Message-IDs of an account, and encrypts the addresses in them. An account can
 * have several: the newest signs, and the older ones are still honoured for a time. Immutable.
 */
public final class LinkKey {
    /** The highest number of a key. */
    static final int MAX_NUMBER = 15;
    /** The bytes that an encryption starts from: one block of AES. */
    static final int IV_BYTES = 16;

    private static final int MIN_BYTES = 32;
    private static final String MAC = "HmacSHA256";

    private final byte[] secret;
    private final int number;
    private final SecretKeySpec firstFormat;
    private final SecretKeySpec signing;
    private final SecretKeySpec encryption;

    private LinkKey(byte[] secret) {
        this.secret = secret;
        this.firstFormat = new SecretKeySpec(secret, MAC);
        this.signing = new SecretKeySpec(derive("signing"), MAC);
        this.encryption = new SecretKeySpec(derive("encryption"), "AES");
        this.number = 1 + (derive("number")[0] & 0xff) % MAX_NUMBER;
    }

    /**
     * Creates a key.
     *
     * @param secret at least 32 random bytes
     * @throws IllegalArgumentException if the secret is shorter
     */
    public static LinkKey of(byte[] secret) {
        if (secret.length < MIN_BYTES) {
            throw new IllegalArgumentException("a key must have at least " + MIN_BYTES + " bytes");
        }
        return new LinkKey(secret.clone());
    }

    /** Creates a key of 32 random bytes. */
    public static LinkKey random() {
        byte[] random = new byte[MIN_BYTES];
        new SecureRandom().nextBytes(random);
        return new LinkKey(random);
    }

    /** Returns the key that is written in hexadecimal digits, at least 64; empty if the text is none. */
    public static Optional<LinkKey> parse(String hex) {
        boolean valid = hex.length() >= 2 * MIN_BYTES && hex.length() % 2 == 0 && hex.matches("[0-9a-fA-F]+");
        return valid
                ? Optional.of(new LinkKey(HexFormat.of().parseHex(hex.toLowerCase(Locale.ROOT))))
                : Optional.empty();
    }

    /** Returns the secret in hexadecimal digits. It does not belong in a log. */
    public String hex() {
        return HexFormat.of().formatHex(secret);
    }

    /**
     * Returns the number by which a token names the key, from 1 to {@value #MAX_NUMBER}. It follows from the secret, so that
     * all stores and files agree on it. Two keys can have the same number.
     */
    int number() {
        return number;
    }

    private byte[] derive(String purpose) {
        return mac(firstFormat, "link key".getBytes(StandardCharsets.UTF_8), purpose.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns a signature, as the first format of tokens has it. */
    byte[] signFirstFormat(byte[] context, byte[] data) {
        return mac(firstFormat, context, data);
    }

    /** Returns a signature of 32 bytes. */
    byte[] sign(byte[]... parts) {
        return mac(signing, parts);
    }

    /** Encrypts data, or decrypts it: the two are one operation (AES-256 in counter mode). */
    byte[] crypt(byte[] iv, byte[] data) {
        try {
            Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, encryption, new IvParameterSpec(iv));
            return cipher.doFinal(data);
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every Java platform has AES", missing);
        }
    }

    private static byte[] mac(SecretKeySpec key, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(key);
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every Java platform has " + MAC, missing);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LinkKey key && MessageDigest.isEqual(secret, key.secret);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(secret);
    }

    /** Returns no part of the secret: it does not belong in a log. */
    @Override
    public String toString() {
        return "link key";
    }
}
