package heed.mail.unsubscribe;

import com.github.jknack.handlebars.EscapingStrategy;
import heed.mail.MailId;
import heed.mail.MailTokens;
import heed.model.store.StoreException;
import heed.model.text.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the requests to unsubscribe links, behind any web server. GET changes nothing, because link scanners send
 * GET: the response is a page with a button. The button and the one-click request of a mail program (RFC 8058) POST the
 * same body, and only that body opts out. The handler never redirects. Thread-safe.
 */
public final class UnsubscribeHandler {
    private static final Logger LOG = LoggerFactory.getLogger(UnsubscribeHandler.class);
    private static final String FIELD = "List-Unsubscribe";
    private static final String ONE_CLICK = "One-Click";
    private static final int MAX_BODY = 10_000;
    private static final String STYLE =
            "body{font:1.1em/1.5 system-ui,sans-serif;max-width:32em;margin:12vh auto 0;padding:0 1.5em;"
                    + "color:#1b1f24;background:#fff}h1{font-size:1.6em}"
                    + "button{font:inherit;padding:.6em 1.4em;border:0;border-radius:.4em;color:#fff;background:#0b57a4;cursor:pointer}"
                    + "button:focus-visible{outline:3px solid #f2a900}";
    /** The hash by which a browser permits the page's style (Content Security Policy Level 3). */
    private static final String STYLE_HASH = Base64.getEncoder().encodeToString(Sha256.hash(STYLE));

    private final MailTokens tokens;
    private final OptOutStore optOuts;
    private final String sender;
    private final Clock clock;

    /**
     * The response to a request, which the web server sends unchanged.
     *
     * @param headers all headers by name, Content-Type among them
     * @param body an HTML page, to be sent in UTF-8
     */
    public record UnsubscribeResponse(int status, Map<String, String> headers, String body) {}

    /**
     * Creates the handler of an account.
     *
     * @param sender the name of the mails' sender, which the page shows
     */
    public UnsubscribeHandler(MailTokens tokens, OptOutStore optOuts, String sender, Clock clock) {
        this.tokens = tokens;
        this.optOuts = optOuts;
        this.sender = sender;
        this.clock = clock;
    }

    /**
     * Answers a request. If the opt-out cannot be stored, the response has status 503 and does not claim success.
     *
     * @param path the path without the query; the part behind the last slash is the mail's token
     * @param body the request's body, as a form or as multipart; empty if there is none
     */
    public UnsubscribeResponse handle(String method, String path, byte[] body) {
        Optional<MailId> mail = tokens.read(MailTokens.Purpose.UNSUBSCRIBE, path.substring(path.lastIndexOf('/') + 1));
        if (mail.isEmpty()) {
            return page(404, "This link is incomplete", "<p>Please use the whole link from the email.</p>");
        }
        return switch (method.toUpperCase(Locale.ROOT)) {
            case "GET", "HEAD" -> confirmationPage();
            case "POST" -> isUnsubscribeRequest(body) ? optOut(mail.get()) : confirmationPage();
            default -> page(405, "This link can be opened only", "", Map.of("Allow", "GET, HEAD, POST"));
        };
    }

    /** Finds the field and its value in a form as well as in a multipart body (RFC 8058, section 3.2). */
    private static boolean isUnsubscribeRequest(byte[] body) {
        if (body.length > MAX_BODY) {
            return false;
        }
        String text = new String(body, StandardCharsets.UTF_8);
        int field = text.indexOf(FIELD);
        return field >= 0 && text.indexOf(ONE_CLICK, field) > 0;
    }

    private UnsubscribeResponse confirmationPage() {
        return page(
                200,
                "Unsubscribe",
                "<p>Stop all emails from " + escapeHtml(sender) + "?</p>"
                        + "<form method=\"post\"><button name=\"" + FIELD + "\" value=\"" + ONE_CLICK
                        + "\">Unsubscribe</button></form>");
    }

    private UnsubscribeResponse optOut(MailId mail) {
        try {
            if (!optOuts.optOut(mail, clock.instant())) {
                return page(404, "This email is no longer known here", "<p>Please reply to the email instead.</p>");
            }
        } catch (StoreException failed) {
            LOG.error("Cannot store the opt-out by mail {}", mail, failed);
            return page(
                    503,
                    "Please try again",
                    "<p>Your request could not be saved. Please try again in a minute.</p>",
                    Map.of("Retry-After", "60"));
        }
        return page(200, "You are unsubscribed", "<p>" + escapeHtml(sender) + " will send you no more emails.</p>");
    }

    private static String escapeHtml(String text) {
        return EscapingStrategy.HTML_ENTITY.escape(text).toString();
    }

    private static UnsubscribeResponse page(int status, String title, String content) {
        return page(status, title, content, Map.of());
    }

    private static UnsubscribeResponse page(
            int status, String title, String content, Map<String, String> extraHeaders) {
        Map<String, String> headers = new TreeMap<>(Map.of(
                "Content-Type", "text/html; charset=utf-8",
                "Cache-Control", "no-store",
                "Content-Security-Policy",
                        "default-src 'none'; style-src 'sha256-" + STYLE_HASH
                                + "'; form-action 'self'; frame-ancestors 'none'",
                "Referrer-Policy", "no-referrer",
                "X-Content-Type-Options", "nosniff",
                "X-Robots-Tag", "noindex"));
        headers.putAll(extraHeaders);
        return new UnsubscribeResponse(
                status,
                headers,
                "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                        + "<meta name=\"viewport\" content=\"width=device-width\"><title>" + title
                        + "</title><style>" + STYLE + "</style></head>\n<body><main><h1>" + title + "</h1>" + content
                        + "</main></body></html>\n");
    }
}
