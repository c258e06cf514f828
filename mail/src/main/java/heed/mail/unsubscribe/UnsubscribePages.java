package heed.mail.unsubscribe;

import com.github.jknack.handlebars.EscapingStrategy;
import heed.mail.unsubscribe.UnsubscribeHandler.UnsubscribeResponse;
import heed.model.prospect.EmailAddress;
import heed.model.text.Sha256;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The pages of an account's unsubscribe links, in the reader's language and the account's style. Immutable. */
final class UnsubscribePages {
    private static final String BASE_STYLE =
            ":root{color-scheme:light dark;--accent:#0b57a4;--accent-text:#fff;--text:#1b1f24;--background:#fff;--quiet:#57606a}"
                    + "@media (prefers-color-scheme:dark){:root{--accent:#8ab4f8;--accent-text:#10151c;--text:#e6e9ed;"
                    + "--background:#14181d;--quiet:#a5adb8}}"
                    + "*{box-sizing:border-box}"
                    + "body{font:1.1em/1.5 system-ui,sans-serif;max-width:34em;margin:0 auto;padding:max(2rem,10vh) 1.25rem 2rem;"
                    + "color:var(--text);background:var(--background);overflow-wrap:break-word}"
                    + "h1{font-size:1.6em;line-height:1.25;margin:0 0 .6em}"
                    + "button{font:inherit;min-height:48px;padding:.6em 1.4em;border:2px solid var(--accent);border-radius:.4em;"
                    + "color:var(--accent-text);background:var(--accent);cursor:pointer}"
                    + "button.quiet{color:var(--accent);background:transparent}"
                    + "button:focus-visible{outline:3px solid #f2a900;outline-offset:2px}"
                    + ".hint{margin-top:2.5em;color:var(--quiet)}"
                    + "footer{margin-top:3em;color:var(--quiet);font-size:.85em}"
                    + "@media (max-width:480px){button{width:100%}}";

    private final PageNames names;
    private final Optional<UnsubscribeStyle> style;
    private final String contentSecurityPolicy;

    UnsubscribePages(PageNames names, Optional<UnsubscribeStyle> style) {
        this.names = names;
        this.style = style;
        this.contentSecurityPolicy = "default-src 'none'; style-src " + hash(BASE_STYLE)
                + style.map(own -> " " + hash(own.css())).orElse("")
                + (style.isPresent() ? "; img-src data:" : "")
                + "; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
    }

    /** Returns the source by which a browser permits a style (Content Security Policy Level 3). */
    private static String hash(String css) {
        return "'sha256-" + Base64.getEncoder().encodeToString(Sha256.hash(css)) + "'";
    }

    /** A page in one language. */
    final class Page {
        private final PageTexts texts;
        private final String key;
        private final String address;
        private final StringBuilder forms = new StringBuilder();

        private Page(PageTexts texts, String key, Optional<EmailAddress> recipient) {
            this.texts = texts;
            this.key = key;
            this.address = recipient.map(MaskedAddress::of).orElse("");
        }

        /** Adds a button that posts to the address of the page itself. */
        Page withButton(String textKey) {
            forms.append("<form method=\"post\"><button>")
                    .append(escape(texts.get(textKey)))
                    .append("</button></form>");
            return this;
        }

        /** Adds a hint and a button that posts to another token. */
        Page withTakeBack(String token) {
            forms.append("<div class=\"hint\"><p>")
                    .append(escape(texts.get("back-hint")))
                    .append("</p><form method=\"post\" action=\"")
                    .append(token)
                    .append("\"><button class=\"quiet\">")
                    .append(escape(texts.get("back-button")))
                    .append("</button></form></div>");
            return this;
        }

        UnsubscribeResponse respond(int status, Map<String, String> extraHeaders) {
            Map<String, String> headers = new TreeMap<>(Map.of(
                    "Content-Type", "text/html; charset=utf-8",
                    "Content-Language", texts.language(),
                    "Cache-Control", "no-store",
                    "Content-Security-Policy", contentSecurityPolicy,
                    "Referrer-Policy", "no-referrer",
                    "Vary", "Accept-Language",
                    "X-Content-Type-Options", "nosniff",
                    "X-Robots-Tag", "noindex"));
            headers.putAll(extraHeaders);
            return new UnsubscribeResponse(status, headers, html());
        }

        private String html() {
            String title = escape(texts.get(key + "-title"));
            return "<!DOCTYPE html>\n<html lang=\"" + texts.language() + "\" dir=\"" + texts.direction()
                    + "\"><head><meta charset=\"utf-8\">"
                    + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>" + title
                    + "</title><style>" + BASE_STYLE + "</style>"
                    + style.map(own -> "<style>" + own.css() + "</style>").orElse("")
                    + "</head>\n<body><main><h1>" + title + "</h1><p>" + fill(texts.get(key + "-text")) + "</p>" + forms
                    + "</main>" + footer() + "</body></html>\n";
        }

        private String footer() {
            return names.account()
                    .map(name -> "<footer><bdi>" + escape(name) + "</bdi></footer>")
                    .orElse("");
        }

        /** Fills in the names, each isolated from the direction of the text around it. */
        private String fill(String text) {
            String shown =
                    address.isEmpty() ? escape(texts.get("your")) : "<bdi dir=\"ltr\">" + escape(address) + "</bdi>";
            return escape(text)
                    .replace("{address}", shown)
                    .replace("{sender}", "<bdi>" + escape(names.sender()) + "</bdi>");
        }
    }

    /**
     * Returns a page.
     *
     * @param key the beginning of the names of its texts
     * @param recipient the address that the page is about; empty if it is unknown
     */
    Page page(Optional<String> acceptLanguage, String key, Optional<EmailAddress> recipient) {
        return new Page(PageTexts.forReader(acceptLanguage), key, recipient);
    }

    private static String escape(String text) {
        return EscapingStrategy.HTML_ENTITY.escape(text).toString();
    }
}
