package heed.mail;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The reply of a mail server. Immutable.
 *
 * @param stage the command that the server replied to: MAIL FROM concerns the sender, RCPT TO the recipient, and the
 *     end of data the message
 * @param code the SMTP reply code
 * @param enhanced the enhanced status code (RFC 3463), such as "5.1.1"; empty if no line starts with one
 * @param text all lines without the codes, joined to one line of at most {@value #MAX_TEXT_LENGTH} characters. The text
 *     may contain the recipient's address and does not belong in a log
 */
public record SmtpReply(Stage stage, int code, Optional<String> enhanced, String text) {
    private static final int MAX_TEXT_LENGTH = 500;
    private static final Pattern ENHANCED = Pattern.compile("^([245]\\.\\d{1,3}\\.\\d{1,3})(?=\\s|$)\\s*");

    /** The commands of a mail transaction. */
    public enum Stage {
        MAIL_FROM,
        RCPT_TO,
        DATA,
        END_OF_DATA
    }

    /**
     * Parses a reply.
     *
     * @param response the lines as the server wrote them, with or without the reply code before each line
     */
    public static SmtpReply of(Stage stage, int code, String response) {
        StringBuilder text = new StringBuilder();
        Optional<String> enhanced = Optional.empty();
        for (String line : response.split("[\\r\\n]+", -1)) {
            String remainder = line.startsWith(Integer.toString(code)) ? line.substring(3) : line;
            remainder = remainder.startsWith("-") || remainder.startsWith(" ") ? remainder.substring(1) : remainder;
            Matcher status = ENHANCED.matcher(remainder);
            if (status.find()) {
                enhanced = enhanced.or(() -> Optional.of(status.group(1)));
                remainder = remainder.substring(status.end());
            }
            String clean = remainder.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
            if (!clean.isEmpty()) {
                text.append(text.isEmpty() ? "" : " ").append(clean);
            }
        }
        int end = Math.min(text.length(), MAX_TEXT_LENGTH);
        if (end > 0 && Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        return new SmtpReply(stage, code, enhanced, text.substring(0, end));
    }

    /** Returns the reply for display: reply code, enhanced status code, text. */
    public String format() {
        return code + enhanced.map(status -> " " + status).orElse("") + (text.isEmpty() ? "" : " " + text);
    }

    /** Returns the codes and the stage, without the text, which may contain an address. */
    @Override
    public String toString() {
        return code + enhanced.map(status -> " " + status).orElse("") + " to " + stage;
    }
}
