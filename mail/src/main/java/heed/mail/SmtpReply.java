package heed.mail;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a mail server answered.
 *
 * @param stage what it answered to: the end of data is about the message, MAIL FROM about the sender, RCPT TO about the
 *     recipient
 * @param code the SMTP reply code
 * @param enhanced the enhanced status code, "5.1.1", if the text starts with one
 * @param text all lines without the codes, in one line of at most {@value #MAX_TEXT_LENGTH} characters. May hold the address:
 *     not for logs
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

    /** Reads a reply as a server wrote it, with or without its reply code before each line. */
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

    /** As it is shown: code, enhanced code, text. */
    public String format() {
        return code + enhanced.map(status -> " " + status).orElse("") + (text.isEmpty() ? "" : " " + text);
    }

    @Override
    public String toString() {
        return code + enhanced.map(status -> " " + status).orElse("") + " to " + stage;
    }
}
