package heed.mail;

import java.net.URI;
import java.util.Locale;

/** Signed links by which the recipient of one mail unsubscribes; {@link UnsubscribeHandler} answers them. Immutable. */
public final class UnsubscribeLinks {
    private final MailTokens tokens;
    private final String base;

    /**
     * @param publicBase where {@link UnsubscribeHandler} is reached from outside, with its path if it has one
     * @throws IllegalArgumentException if that is not an http or https address, or has a query or fragment
     */
    public UnsubscribeLinks(MailTokens tokens, URI publicBase) {
        String scheme =
                publicBase.getScheme() == null ? "" : publicBase.getScheme().toLowerCase(Locale.ROOT);
        boolean web = scheme.equals("https") || scheme.equals("http");
        if (!web || publicBase.getHost() == null || publicBase.getQuery() != null || publicBase.getFragment() != null) {
            throw new IllegalArgumentException("a public base URL is like https://mail.example.com/heed");
        }
        this.tokens = tokens;
        String ascii = publicBase.toASCIIString();
        this.base = ascii.endsWith("/") ? ascii : ascii + "/";
    }

    /** What such a link looks like; it is nobody's. */
    public URI example() {
        return URI.create(base + "unsubscribe/example");
    }

    public URI link(MailId mail) {
        return URI.create(base + "unsubscribe/" + tokens.issue(MailTokens.Purpose.UNSUBSCRIBE, mail));
    }
}
