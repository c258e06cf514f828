package heed.smtp.bounce;

import heed.mail.bounce.BounceClassifier;
import heed.mail.bounce.PhraseBook;
import heed.mail.bounce.ReplyCode;
import heed.mail.bounce.VerdictKind;
import heed.smtp.bounce.ReportPhrases.Place;
import heed.smtp.bounce.ReportPhrases.Saying;
import java.util.Set;

/** Tells a bounce that is written for people from a delay notice, an auto-reply, a challenge and all else. Immutable. */
final class Kinds {
    private final BounceClassifier classifier;

    Kinds(BounceClassifier classifier) {
        this.classifier = classifier;
    }

    VerdictKind of(Incoming mail, FreeForm written) {
        Headers headers = mail.headers();
        PhraseBook.Reading subject =
                ReportPhrases.STANDARD.read(headers.first("subject").orElse(""));
        PhraseBook.Reading body = ReportPhrases.STANDARD.read(written.said());
        boolean failedSubject = ReportPhrases.STANDARD.says(Saying.FAILED, Place.SUBJECT, subject);
        boolean failedBody = ReportPhrases.STANDARD.says(Saying.FAILED, Place.BODY, body);
        boolean answeredBody = ReportPhrases.STANDARD.says(Saying.AUTO_REPLY, Place.BODY, body);
        boolean named = headers.first("x-failed-recipients").isPresent();
        boolean automatic = Writer.automatic(headers);
        boolean daemon = Writer.daemon(headers)
                || (!automatic && headers.word("return-path").replace(" ", "").equals("<>"));
        boolean answeredSubject = ReportPhrases.STANDARD.says(Saying.AUTO_REPLY, Place.SUBJECT, subject)
                && (automatic || !failedSubject || !failedBody);
        boolean refuses = (automatic || Writer.list(headers))
                && ReportPhrases.STANDARD.says(Saying.FINAL, Place.BODY, body)
                && !answeredBody
                && ofAnother(headers, written);
        if (!named && !Writer.daemon(headers) && (answeredSubject || (automatic && !failedSubject && !refuses))) {
            return VerdictKind.AUTO_REPLY;
        }
        if (!named && (written.ofOurs() || tells(headers, written, subject))) {
            return VerdictKind.OTHER;
        }
        if (Writer.daemon(headers) && confirms(subject, failedBody, written)) {
            return VerdictKind.DELIVERED;
        }
        boolean returned = !written.original().fields().isEmpty();
        boolean personal = Writer.personal(mail);
        boolean delayed = ReportPhrases.STANDARD.says(Saying.DELAYED, Place.BODY, body)
                || (ReportPhrases.STANDARD.says(Saying.DELAYED, Place.SUBJECT, subject)
                        && !ReportPhrases.STANDARD.says(Saying.FINAL, Place.BODY, body));
        boolean concerns =
                !written.recipients().isEmpty() || written.addressee().isPresent();
        if (delayed && (daemon || named || (failedSubject && !personal && (returned || concerns)))) {
            return VerdictKind.DELAYED;
        }
        boolean sure = daemon || named;
        boolean cites = ReplyCode.at(written.said()) >= 0;
        boolean saysWhy = failedBody || cites || saysWhy(headers, written);
        boolean reports = failedSubject
                && !personal
                && !(ReportPhrases.STANDARD.says(Saying.PERSON, Place.BODY, body) && !returned)
                && (returned || (saysWhy && !Writer.answers(headers) && (concerns || Writer.list(headers))));
        boolean returns = failedBody && returned && !personal && !answeredBody;
        boolean tellsOfOne = failedBody || cites || (saysWhy && (returned || concerns));
        if (named || (daemon && (failedSubject || tellsOfOne)) || reports || returns || refuses) {
            return VerdictKind.FAILED;
        }
        if (!sure && ReportPhrases.STANDARD.says(Saying.CHALLENGE, Place.BODY, body)) {
            return VerdictKind.CHALLENGE;
        }
        return answeredBody ? VerdictKind.AUTO_REPLY : VerdictKind.OTHER;
    }

    /** Whether a mail system says that a mail arrived or was passed on, and nothing else. */
    private static boolean confirms(PhraseBook.Reading subject, boolean failedBody, FreeForm written) {
        return !failedBody
                && ReportPhrases.STANDARD.says(Saying.DELIVERED, Place.SUBJECT, subject)
                && ReplyCode.at(written.said()) < 0;
    }

    /** Whether the addresses that it names are not the writer's own. */
    private static boolean ofAnother(Headers headers, FreeForm written) {
        Set<String> writers = Set.copyOf(Addresses.of(headers.first("from").orElse("") + " "
                + headers.first("reply-to").orElse("")));
        return !written.recipients().isEmpty()
                && written.recipients().keySet().stream().noneMatch(writers::contains);
    }

    /** Whether it tells of mail in general, or answers a letter: it returns none, names no recipient and cites no server. */
    private static boolean tells(Headers headers, FreeForm written, PhraseBook.Reading subject) {
        return written.original().fields().isEmpty()
                && (ReportPhrases.STANDARD.says(Saying.SUMMARY, Place.SUBJECT, subject)
                        || (Writer.converses(headers)
                                && written.recipients().isEmpty()
                                && ReplyCode.at(written.said()) < 0));
    }

    /** Whether the words that are no code give a reason that mail fails for. */
    private boolean saysWhy(Headers headers, FreeForm written) {
        String words = written.said() + "\n" + headers.first("subject").orElse("");
        return switch (classifier.diagnose(words).evidence()) {
            case GENERAL_TEXT, PROVIDER_TEXT -> true;
            case VAGUE_TEXT, STATUS_CODE, SMTP_REPLY, NONE -> false;
        };
    }
}
