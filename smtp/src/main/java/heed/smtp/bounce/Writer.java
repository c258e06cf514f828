package heed.smtp.bounce;

import java.util.regex.Pattern;

/** Who wrote a message, by its headers: a mail system, a machine that answers, a person. */
final class Writer {
    private static final Pattern ANSWER =
            Pattern.compile("(?:re|aw|sv|vs|antw|antwort|res|rif|odp|ynt|ha|回复|答复|返信)(?:\\[\\d+\\])?\\s?[:：].*");

    private static final Pattern FORWARD =
            Pattern.compile("(?:fwd?|wg|tr|rv|enc|doorst|vb|vl|i|pd|ilt|转发|轉寄)\\s?[:：].*");

    private Writer() {}

    /** Whether a mail system signed it. */
    static boolean daemon(Headers headers) {
        String from = headers.word("from");
        return from.contains("mailer-daemon")
                || from.contains("postmaster")
                || from.contains("post_master")
                || from.contains("mail delivery")
                || from.contains("system administrator")
                || from.contains("mail-daemon")
                || from.contains("maildaemon")
                || from.contains("mdaemon")
                || from.contains("microsoftexchange")
                || from.contains("mailer daemon")
                || from.contains("<>")
                || from.isEmpty()
                || from.contains("mail system")
                || from.contains("mail router")
                || from.contains("mailrouter")
                || from.contains("network mailer");
    }

    /** Whether the manager of a mailing list signed it. */
    static boolean list(Headers headers) {
        return Addresses.of(headers.first("from").orElse("")).stream().anyMatch(Addresses::ofList);
    }

    /** RFC 3834 and what was used before it. */
    static boolean automatic(Headers headers) {
        return headers.word("auto-submitted").startsWith("auto-replied")
                || headers.first("x-autoreply").isPresent()
                || headers.first("x-autorespond").isPresent()
                || headers.word("x-auto-response-suppress").contains("autoreply")
                || headers.word("precedence").contains("auto_reply")
                || headers.word("precedence").contains("auto-reply");
    }

    /** Whether a person answers or passes something on, or writes to many; a list that passes on a report encloses a mail. */
    static boolean personal(Incoming mail) {
        Headers headers = mail.headers();
        return (headers.first("list-unsubscribe").isPresent()
                        && mail.originals().isEmpty())
                || converses(headers)
                || headers.word("subject").startsWith("fw")
                || FORWARD.matcher(headers.word("subject")).matches();
    }

    /** Whether it goes on with an exchange of letters. */
    static boolean converses(Headers headers) {
        return headers.first("in-reply-to").isPresent() && answers(headers);
    }

    /** Whether its subject is that of an answer. */
    static boolean answers(Headers headers) {
        return ANSWER.matcher(headers.word("subject")).matches();
    }
}
