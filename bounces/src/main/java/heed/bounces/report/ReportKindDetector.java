package heed.bounces.report;

import heed.bounces.ReplyCode;
import heed.bounces.VerdictKind;
import heed.bounces.classify.BounceClassifier;
import heed.bounces.classify.PhraseBook;
import heed.bounces.report.ReportPhrases.PhraseLocation;
import heed.bounces.report.ReportPhrases.PhraseMeaning;
import java.util.Set;

/** Tells a bounce that is written for people from a delay notice, an auto-reply, a challenge and all else. Immutable. */
final class ReportKindDetector {
    private final BounceClassifier classifier;

    ReportKindDetector(BounceClassifier classifier) {
        this.classifier = classifier;
    }

    VerdictKind detect(ParsedMail mail, FreeFormReport freeForm) {
        HeaderFields headers = mail.headers();
        PhraseBook.PhraseMatches subject =
                ReportPhrases.STANDARD.match(headers.findFirst("subject").orElse(""));
        PhraseBook.PhraseMatches body = ReportPhrases.STANDARD.match(freeForm.text());
        boolean failedSubject = ReportPhrases.STANDARD.contains(PhraseMeaning.FAILED, PhraseLocation.SUBJECT, subject);
        boolean failedBody = ReportPhrases.STANDARD.contains(PhraseMeaning.FAILED, PhraseLocation.BODY, body);
        boolean answeredBody = ReportPhrases.STANDARD.contains(PhraseMeaning.AUTO_REPLY, PhraseLocation.BODY, body);
        boolean namesFailedRecipients = headers.findFirst("x-failed-recipients").isPresent();
        boolean automatic = Authorship.isAutomatic(headers);
        boolean mailSystem = Authorship.isMailSystem(headers)
                || (!automatic
                        && headers.lowerCaseValue("return-path")
                                .replace(" ", "")
                                .equals("<>"));
        boolean answeredSubject =
                ReportPhrases.STANDARD.contains(PhraseMeaning.AUTO_REPLY, PhraseLocation.SUBJECT, subject)
                        && (automatic || !failedSubject || !failedBody);
        boolean refuses = (automatic || Authorship.isMailingList(headers))
                && ReportPhrases.STANDARD.contains(PhraseMeaning.FINAL, PhraseLocation.BODY, body)
                && !answeredBody
                && namesOthers(headers, freeForm);
        if (!namesFailedRecipients
                && !Authorship.isMailSystem(headers)
                && (answeredSubject || (automatic && !failedSubject && !refuses))) {
            return VerdictKind.AUTO_REPLY;
        }
        if (!namesFailedRecipients && (freeForm.aboutOwnMailbox() || isGeneralNotice(headers, freeForm, subject))) {
            return VerdictKind.OTHER;
        }
        if (Authorship.isMailSystem(headers) && confirmsDelivery(subject, failedBody, freeForm)) {
            return VerdictKind.DELIVERED;
        }
        boolean enclosesOriginal = !freeForm.original().fields().isEmpty();
        boolean personal = Authorship.isPersonal(mail);
        boolean delayed = ReportPhrases.STANDARD.contains(PhraseMeaning.DELAYED, PhraseLocation.BODY, body)
                || (ReportPhrases.STANDARD.contains(PhraseMeaning.DELAYED, PhraseLocation.SUBJECT, subject)
                        && !ReportPhrases.STANDARD.contains(PhraseMeaning.FINAL, PhraseLocation.BODY, body));
        boolean namesRecipient =
                !freeForm.recipients().isEmpty() || freeForm.addressee().isPresent();
        if (delayed
                && (mailSystem
                        || namesFailedRecipients
                        || (failedSubject && !personal && (enclosesOriginal || namesRecipient)))) {
            return VerdictKind.DELAYED;
        }
        boolean fromMailSystem = mailSystem || namesFailedRecipients;
        boolean cites = ReplyCode.indexIn(freeForm.text()) >= 0;
        boolean givesReason = failedBody || cites || givesReason(headers, freeForm);
        boolean reports = failedSubject
                && !personal
                && !(ReportPhrases.STANDARD.contains(PhraseMeaning.PERSON, PhraseLocation.BODY, body)
                        && !enclosesOriginal)
                && (enclosesOriginal
                        || (givesReason
                                && !Authorship.isAnswer(headers)
                                && (namesRecipient || Authorship.isMailingList(headers))));
        boolean returns = failedBody && enclosesOriginal && !personal && !answeredBody;
        boolean tellsOfOne = failedBody || cites || (givesReason && (enclosesOriginal || namesRecipient));
        if (namesFailedRecipients || (mailSystem && (failedSubject || tellsOfOne)) || reports || returns || refuses) {
            return VerdictKind.FAILED;
        }
        if (!fromMailSystem && ReportPhrases.STANDARD.contains(PhraseMeaning.CHALLENGE, PhraseLocation.BODY, body)) {
            return VerdictKind.CHALLENGE;
        }
        return answeredBody ? VerdictKind.AUTO_REPLY : VerdictKind.OTHER;
    }

    /** Whether a mail system says that a mail arrived or was passed on, and nothing else. */
    private static boolean confirmsDelivery(
            PhraseBook.PhraseMatches subject, boolean failedBody, FreeFormReport freeForm) {
        return !failedBody
                && ReportPhrases.STANDARD.contains(PhraseMeaning.DELIVERED, PhraseLocation.SUBJECT, subject)
                && ReplyCode.indexIn(freeForm.text()) < 0;
    }

    /** Whether the addresses that it names are not the writer's own. */
    private static boolean namesOthers(HeaderFields headers, FreeFormReport freeForm) {
        Set<String> writers = Set.copyOf(AddressScanner.findAll(headers.findFirst("from")
                        .orElse("") + " " + headers.findFirst("reply-to").orElse("")));
        return !freeForm.recipients().isEmpty()
                && freeForm.recipients().keySet().stream().noneMatch(writers::contains);
    }

    /** Whether it tells of mail in general, or answers a letter: it returns none, names no recipient and cites no server. */
    private static boolean isGeneralNotice(
            HeaderFields headers, FreeFormReport freeForm, PhraseBook.PhraseMatches subject) {
        return freeForm.original().fields().isEmpty()
                && (ReportPhrases.STANDARD.contains(PhraseMeaning.SUMMARY, PhraseLocation.SUBJECT, subject)
                        || (Authorship.continuesConversation(headers)
                                && freeForm.recipients().isEmpty()
                                && ReplyCode.indexIn(freeForm.text()) < 0));
    }

    /** Whether the words that are no code give a reason that mail fails for. */
    private boolean givesReason(HeaderFields headers, FreeFormReport freeForm) {
        String words = freeForm.text() + "\n" + headers.findFirst("subject").orElse("");
        return switch (classifier.diagnose(words).evidence()) {
            case GENERAL_TEXT, PROVIDER_TEXT -> true;
            case VAGUE_TEXT, STATUS_CODE, SMTP_REPLY, NONE -> false;
        };
    }
}
