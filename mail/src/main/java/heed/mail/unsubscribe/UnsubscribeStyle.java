package heed.mail.unsubscribe;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * The style sheet that an account adds to its unsubscribe pages. It can contain images only as data, so that a page loads nothing
 * from elsewhere, and it cannot end the page's style element. Immutable.
 *
 * @param css the style sheet, with line feeds as line ends
 */
public record UnsubscribeStyle(String css) {
    /** How long a style sheet can be, in bytes of UTF-8. */
    public static final int MAX_BYTES = 64 * 1024;

    private static final Pattern IMAGE_DATA =
            Pattern.compile("(?i)^\\s*[\"']?\\s*data:image/(png|jpeg|gif|webp|svg\\+xml)[;,]");
    private static final Pattern URL = Pattern.compile("(?i)url\\(");
    private static final Pattern FETCHING = Pattern.compile("(?i)@import|image-set\\(|@font-face");

    /**
     * Creates a style.
     *
     * @throws IllegalArgumentException with a message for the author, if the style sheet cannot be used
     */
    public UnsubscribeStyle {
        css = css.replace("\r\n", "\n").replace('\r', '\n'); // as a browser reads it before it checks the hash
        if (css.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            throw new IllegalArgumentException("the style sheet is larger than 64 KiB");
        }
        if (css.indexOf('<') >= 0 || css.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("the style sheet contains the character \"<\"; write a media query as"
                    + " (max-width: 600px), and an image as base64 data");
        }
        if (css.indexOf('\\') >= 0) {
            throw new IllegalArgumentException(
                    "the style sheet contains a backslash; write the character itself instead of its escape");
        }
        if (FETCHING.matcher(css).find()) {
            throw new IllegalArgumentException(
                    "the style sheet contains @import, @font-face or image-set(): the page loads nothing");
        }
        var urls = URL.matcher(css);
        while (urls.find()) {
            if (!IMAGE_DATA.matcher(css.substring(urls.end())).find()) {
                throw new IllegalArgumentException(
                        "the style sheet loads an image from elsewhere; write it as" + " url(data:image/png;base64,…)");
            }
        }
    }
}
