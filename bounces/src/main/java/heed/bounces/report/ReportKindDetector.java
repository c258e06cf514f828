package heed.bounces.report;

import heed.bounces.BounceKind;
import heed.bounces.Diagnosis;
import heed.bounces.ReplyCode;
import heed.bounces.VerdictKind;
import heed.bounces.classify.BounceClassifier;
import heed.bounces.report.ReportPhrases.FoundPhrases;
import heed.bounces.report.ReportPhrases.PhraseMeaning;
import java.util.Set;

/** Distinguishes a bounce that is written for people from a delay notice, an auto-reply, a challenge and other mail. Immutable. */
final class ReportKindDetector {
    private final BounceClassifier classifier;

    ReportKindDetector(BounceClassifier classifier) {
        this.classifier = classifier;
    }

    /** Returns the kind of a report for people. The order of the checks matters: the first that applies decides. */
    VerdictKind detect(ParsedMail mail, FreeFormReport freeForm) {
        HeaderFields headers = mail.headers();
        FoundPhrases subject = ReportPhrases.inSubject(headers);
        FoundPhrases body = ReportPhrases.inBody(freeForm.text());
        boolean failedSubject = subject.include(PhraseMeaning.FAILED);
        boolean failedBody = body.include(PhraseMeaning.FAILED);
        boolean autoReplyBody = body.include(PhraseMeaning.AUTO_REPLY);
        boolean declaresFailure = headers.findFirst("x-failed-recipients").isPresent();
        boolean automatic = Authorship.isAutomatic(headers);
        boolean signedByMailSystem = Authorship.isMailSystem(headers);
        // An empty return path marks a mail system's message (RFC 5321, 4.5.5), and an automatic answer too (RFC 3834).
        boolean fromMailSystem = signedByMailSystem || (!automatic && Authorship.hasEmptyReturnPath(headers));

        // An automatic reply of a person's mailbox. Mail systems mark their bounces as automatic too, and so do lists
        // that
        // refuse a mail. Such a refusal is final and names somebody else than its writer.
        boolean autoReplySubject =
                subject.include(PhraseMeaning.AUTO_REPLY) && (automatic || !failedSubject || !failedBody);
        boolean refuses = (automatic || Authorship.isMailingList(headers))
                && body.include(PhraseMeaning.FINAL)
                && !autoReplyBody
                && namesOthers(headers, freeForm);
        if (!declaresFailure
                && !signedByMailSystem
                && (autoReplySubject || (automatic && !failedSubject && !refuses))) {
            return VerdictKind.AUTO_REPLY;
        }

        // A notice about no single mail, such as a full-mailbox warning or a daily summary.
        if (!declaresFailure && (freeForm.aboutOwnMailbox() || isGeneralNotice(headers, freeForm, subject))) {
            return VerdictKind.OTHER;
        }
        if (signedByMailSystem && confirmsDelivery(subject, body, failedBody, freeForm)) {
            return VerdictKind.DELIVERED;
        }

        // A delay. Its text often has the words of a failure as well, so it is checked before a failure. A subject
        // alone is not enough where the text rules out another attempt or says that the failure is permanent.
        boolean enclosesOriginal = !freeForm.original().fields().isEmpty();
        boolean personal = Authorship.isPersonal(mail);
        boolean delayed = body.include(PhraseMeaning.DELAYED)
                || (subject.include(PhraseMeaning.DELAYED)
                        && !body.include(PhraseMeaning.FINAL)
                        && !isPermanent(freeForm.text()));
        boolean namesRecipient =
                !freeForm.recipients().isEmpty() || freeForm.addressee().isPresent();
        if (delayed
                && (fromMailSystem
                        || declaresFailure
                        || (failedSubject && !personal && (enclosesOriginal || namesRecipient)))) {
            return VerdictKind.DELAYED;
        }

        // A failure. From a mail system, few words are enough, and none if the form is that of a report and it names a
        // recipient: it may be in any language. Any other writer must return the mail, or give a reason and name a
        // recipient, because people also write and ask about bounces.
        boolean quotesReply = ReplyCode.indexIn(freeForm.text()) >= 0;
        boolean givesReason = failedBody || quotesReply || givesReason(headers, freeForm);
        boolean announcesFailure = failedSubject
                && !personal
                && !(body.include(PhraseMeaning.PERSON) && !enclosesOriginal)
                && (enclosesOriginal
                        || (givesReason
                                && !Authorship.isAnswer(headers)
                                && !Authorship.hasPersonalName(headers)
                                && (namesRecipient || Authorship.isMailingList(headers))));
        boolean returnsMail = failedBody && enclosesOriginal && !personal && !autoReplyBody;
        boolean describesFailure = failedBody || quotesReply || (givesReason && (enclosesOriginal || namesRecipient));
        if (declaresFailure
                || (fromMailSystem && (failedSubject || describesFailure))
                || (signedByMailSystem && namesRecipient && Authorship.isAutomaticByForm(mail))
                || announcesFailure
                || returnsMail
                || refuses) {
            return VerdictKind.FAILED;
        }

        if (!fromMailSystem && body.include(PhraseMeaning.CHALLENGE)) {
            return VerdictKind.CHALLENGE;
        }
        return autoReplyBody ? VerdictKind.AUTO_REPLY : VerdictKind.OTHER;
    }

    /** Whether a text says that a failure is permanent. */
    private boolean isPermanent(String text) {
        Diagnosis diagnosis = classifier.diagnose(text);
        return diagnosis.kind() == BounceKind.HARD && diagnosis.evidence() != Diagnosis.Evidence.STATUS_CODE;
    }

    /** Whether a mail system reports that a mail was delivered or relayed, and no failure. */
    private static boolean confirmsDelivery(
            FoundPhrases subject, FoundPhrases body, boolean failedBody, FreeFormReport freeForm) {
        return !failedBody
                && (subject.include(PhraseMeaning.DELIVERED) || body.include(PhraseMeaning.DELIVERED))
                && ReplyCode.indexIn(freeForm.text()) < 0;
    }

    /** Whether the report names failed recipients, and none of them is its writer. */
    private static boolean namesOthers(HeaderFields headers, FreeFormReport freeForm) {
        Set<String> writers = Set.copyOf(AddressScanner.findAll(headers.findFirst("from")
                        .orElse("") + " " + headers.findFirst("reply-to").orElse("")));
        return !freeForm.recipients().isEmpty()
                && freeForm.recipients().keySet().stream().noneMatch(writers::contains);
    }

    /**
     * Whether the message is a summary of many mails, or an answer in a conversation that names no recipient and quotes no
     * server. Neither returns a mail.
     */
    private static boolean isGeneralNotice(HeaderFields headers, FreeFormReport freeForm, FoundPhrases subject) {
        return freeForm.original().fields().isEmpty()
                && (subject.include(PhraseMeaning.SUMMARY)
                        || (Authorship.continuesConversation(headers)
                                && freeForm.recipients().isEmpty()
                                && ReplyCode.indexIn(freeForm.text()) < 0));
    }

    /** Whether the words of the message, apart from codes and vague words, give a reason for a failure. */
    private boolean givesReason(HeaderFields headers, FreeFormReport freeForm) {
        String words = freeForm.text() + "\n" + headers.findFirst("subject").orElse("");
        return switch (classifier.diagnose(words).evidence()) {
            case GENERAL_TEXT, PROVIDER_TEXT -> true;
            case VAGUE_TEXT, STATUS_CODE, SMTP_REPLY, NONE -> false;
        };
    }
}
