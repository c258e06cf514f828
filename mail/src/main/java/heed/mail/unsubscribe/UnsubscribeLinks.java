package heed.mail.unsubscribe;

import heed.mail.MailId;
import heed.mail.MailTokens;
import java.net.URI;

/** Signed links by which the recipient of one mail unsubscribes; {@link UnsubscribeHandler} answers them. Immutable. */
public final class UnsubscribeLinks {
    private final MailTokens tokens;
    private final String base;

    /**
     * @param publicBase where {@link UnsubscribeHandler} is reached from outside, with its path if it has one
     * @throws IllegalArgumentException if that is no base ({@link #isValidBase})
     */
    public UnsubscribeLinks(MailTokens tokens, URI publicBase) {
        if (!isValidBase(publicBase)) {
            throw new IllegalArgumentException("a public base URL is like https://mail.example.com/heed");
        }
        this.tokens = tokens;
        String ascii = publicBase.toASCIIString();
        this.base = ascii.endsWith("/") ? ascii : ascii + "/";
    }

    /**
     * Whether links can start with it: an https address (RFC 8058, 3.1), or an http one of this machine for trying them
     * out, without query, fragment and user.
     */
    public static boolean isValidBase(URI url) {
        String host = url.getHost();
        if (host == null || url.getQuery() != null || url.getFragment() != null || url.getUserInfo() != null) {
            return false;
        }
        boolean local = host.equals("localhost") || host.equals("[::1]") || host.startsWith("127.");
        return "https".equalsIgnoreCase(url.getScheme()) || ("http".equalsIgnoreCase(url.getScheme()) && local);
    }

    /** What such a link looks like; it is nobody's. */
    public URI example() {
        return URI.create(base + "unsubscribe/example");
    }

    public URI link(MailId mail) {
        return URI.create(base + "unsubscribe/" + tokens.issue(MailTokens.Purpose.UNSUBSCRIBE, mail));
    }
}
