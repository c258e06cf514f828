package heed.smtp;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Pattern;
import org.apache.james.jdkim.DKIMSigner;
import org.apache.james.jdkim.exceptions.FailException;

/**
 * Signs mails for a domain (DKIM, RFC 6376), so that a receiver detects a change of the sender, the content or the
 * unsubscribe link in transit. Immutable.
 */
public final class DkimSigning {
    private static final Pattern DNS_NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?");
    private static final String SIGNED_HEADERS = "From:To:Reply-To:Subject:Date:Message-ID:MIME-Version:Content-Type:"
            + "Content-Transfer-Encoding:List-Unsubscribe:List-Unsubscribe-Post";

    private final String template;
    private final PrivateKey key;

    /**
     * Creates a signer.
     *
     * @param domain the domain that signs
     * @param selector the name of the public key: it is published at {@code SELECTOR._domainkey.DOMAIN} in the DNS
     * @param key an RSA key
     * @throws IllegalArgumentException if the domain or the selector is not a DNS name in ASCII, or the key is not RSA
     */
    public DkimSigning(String domain, String selector, PrivateKey key) {
        if (!DNS_NAME.matcher(domain).matches() || !DNS_NAME.matcher(selector).matches()) {
            throw new IllegalArgumentException("a DKIM domain and selector must be DNS names in ASCII");
        }
        if (!key.getAlgorithm().equals("RSA")) {
            throw new IllegalArgumentException("a DKIM key must be an RSA key");
        }
        this.template = "v=1; a=rsa-sha256; c=relaxed/relaxed; d=" + domain + "; s=" + selector + "; h="
                + SIGNED_HEADERS + "; bh=; b=;";
        this.key = key;
    }

    /**
     * Parses a private RSA key in PEM form, as {@code openssl genpkey} writes it.
     *
     * @throws IllegalArgumentException if the text is not a private RSA key; the message does not contain the text
     */
    public static PrivateKey parseKey(String pem) {
        try {
            String base64 = pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
            return KeyFactory.getInstance("RSA")
                    .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
        } catch (GeneralSecurityException | IllegalArgumentException wrong) {
            throw new IllegalArgumentException("not a private RSA key in PKCS #8 (BEGIN PRIVATE KEY)");
        }
    }

    /** Returns the DKIM-Signature header of a message, with its line end. */
    byte[] signatureHeader(byte[] message) {
        try {
            String header = new DKIMSigner(template, key).sign(new ByteArrayInputStream(message));
            return (header.replace("; ", ";\r\n\t") + "\r\n").getBytes(StandardCharsets.US_ASCII);
        } catch (IOException | FailException impossible) {
            throw new IllegalStateException("a message in memory can be signed", impossible);
        }
    }

    /** Returns a constant: the key does not belong in a log. */
    @Override
    public String toString() {
        return "DKIM signing";
    }
}
