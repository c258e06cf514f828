package heed.mail.unsubscribe;

import heed.mail.MailMark;
import heed.mail.MailTokens;
import java.net.URI;

/**
 * Creates the signed link by which the recipient of one mail unsubscribes. {@link UnsubscribeHandler} answers the
 * links. Immutable.
 */
public final class UnsubscribeLinks {
    private final MailTokens tokens;
    private final String base;

    /**
     * Creates the links of an account.
     *
     * @param publicBase the URL by which {@link UnsubscribeHandler} is reached from the internet, with its path if it
     *     has one
     * @throws IllegalArgumentException if the URL is not valid as a base ({@link #isValidBase})
     */
    public UnsubscribeLinks(MailTokens tokens, URI publicBase) {
        if (!isValidBase(publicBase)) {
            throw new IllegalArgumentException("a public base URL must look like https://mail.example.com/heed");
        }
        this.tokens = tokens;
        String ascii = publicBase.toASCIIString();
        this.base = ascii.endsWith("/") ? ascii : ascii + "/";
    }

    /**
     * Returns whether links can start with the URL: an https URL (RFC 8058, section 3.1), or an http URL of this
     * machine for tests, without a query, a fragment or a user.
     */
    public static boolean isValidBase(URI url) {
        String host = url.getHost();
        if (host == null || url.getQuery() != null || url.getFragment() != null || url.getUserInfo() != null) {
            return false;
        }
        boolean local = host.equals("localhost") || host.equals("[::1]") || host.startsWith("127.");
        return "https".equalsIgnoreCase(url.getScheme()) || ("http".equalsIgnoreCase(url.getScheme()) && local);
    }

    /** Returns a link that shows the form of all links and belongs to no mail. */
    public URI example() {
        return URI.create(base + "unsubscribe/example");
    }

    /** Returns the link of the mail, which is always the same. */
    public URI link(MailMark mail) {
        return URI.create(base + "unsubscribe/" + tokens.issue(MailTokens.Purpose.UNSUBSCRIBE, mail));
    }
}
