package heed.smtp.bounce;

import heed.mail.bounce.BounceClassifier;
import heed.mail.bounce.PhraseBook;
import heed.mail.bounce.ReplyCode;
import heed.mail.bounce.VerdictKind;
import heed.smtp.bounce.ReportPhrases.Place;
import heed.smtp.bounce.ReportPhrases.Saying;

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
        if (!named && !Writer.daemon(headers) && (answeredSubject || (automatic && !failedSubject))) {
            return VerdictKind.AUTO_REPLY;
        }
        if (!named && written.ofOurs()) {
            return VerdictKind.OTHER;
        }
        boolean returned = !written.original().fields().isEmpty();
        boolean personal = Writer.personal(mail);
        boolean delayed = ReportPhrases.STANDARD.says(Saying.DELAYED, Place.BODY, body)
                || (ReportPhrases.STANDARD.says(Saying.DELAYED, Place.SUBJECT, subject)
                        && !ReportPhrases.STANDARD.says(Saying.FINAL, Place.BODY, body));
        if (delayed && (daemon || named || (failedSubject && !personal))) {
            return VerdictKind.DELAYED;
        }
        boolean sure = daemon || named;
        boolean saysWhy = failedBody || ReplyCode.at(written.said()) >= 0 || saysWhy(headers, written);
        if (named
                || (daemon && (failedSubject || saysWhy))
                || (failedSubject
                        && !personal
                        && (returned
                                || (saysWhy
                                        && !Writer.answers(headers)
                                        && (!written.recipients().isEmpty()
                                                || written.addressee().isPresent()
                                                || Writer.list(headers)))))
                || (failedBody && returned && !personal && !answeredBody)) {
            return VerdictKind.FAILED;
        }
        if (!sure && ReportPhrases.STANDARD.says(Saying.CHALLENGE, Place.BODY, body)) {
            return VerdictKind.CHALLENGE;
        }
        return answeredBody ? VerdictKind.AUTO_REPLY : VerdictKind.OTHER;
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
