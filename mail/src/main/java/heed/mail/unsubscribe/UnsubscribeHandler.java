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
 * Answers unsubscribe links, for any web server: method, path and body in, an answer out. GET changes nothing, for link
 * scanners do GET: it shows a page with a button. The button and a mail program's one-click (RFC 8058) POST the same body,
 * and that opts out. It never redirects. Thread-safe.
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
    /** By which a browser knows that the style is ours (Content Security Policy Level 3). */
    private static final String STYLE_HASH = Base64.getEncoder().encodeToString(Sha256.hash(STYLE));

    private final MailTokens tokens;
    private final OptOutStore optOuts;
    private final String sender;
    private final Clock clock;

    /**
     * An answer to give as it is.
     *
     * @param headers by name, Content-Type among them
     * @param body UTF-8
     */
    public record UnsubscribeResponse(int status, Map<String, String> headers, String body) {}

    /** @param sender who sends the mails, as the page names them */
    public UnsubscribeHandler(MailTokens tokens, OptOutStore optOuts, String sender, Clock clock) {
        this.tokens = tokens;
        this.optOuts = optOuts;
        this.sender = sender;
        this.clock = clock;
    }

    /**
     * Answers a request.
     *
     * @param path without the query; what comes after its last slash names the mail
     * @param body as it came, form or multipart; empty if there is none
     */
    public UnsubscribeResponse handle(String method, String path, byte[] body) {
        Optional<MailId> mail = tokens.read(MailTokens.Purpose.UNSUBSCRIBE, path.substring(path.lastIndexOf('/') + 1));
        if (mail.isEmpty()) {
            return page(404, "This link is not complete", "<p>Please use the whole link from the email.</p>");
        }
        return switch (method.toUpperCase(Locale.ROOT)) {
            case "GET", "HEAD" -> confirmationPage();
            case "POST" -> isUnsubscribeRequest(body) ? optOut(mail.get()) : confirmationPage();
            default -> page(405, "This link can be opened only", "", Map.of("Allow", "GET, HEAD, POST"));
        };
    }

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
                return page(404, "This email is not known here any more", "<p>Please answer the email instead.</p>");
            }
        } catch (StoreException failed) {
            LOG.error("The opt-out by mail {} could not be kept", mail, failed);
            return page(
                    503,
                    "Please try again",
                    "<p>Your wish could not be kept just now. Please try again in a minute.</p>",
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
