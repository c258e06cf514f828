package heed.bounces.report;

import heed.bounces.VerdictKind;
import heed.bounces.report.ReportPhrases.PhraseMeaning;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads feedback reports: RFC 5965, and the forms that providers used before it. */
final class ComplaintReader {
    private ComplaintReader() {}

    /**
     * A feedback report.
     *
     * @param kind {@link VerdictKind#COMPLAINT}, or {@link VerdictKind#OTHER} for a report of a failed authentication or of a
     *     mail that is not spam
     * @param recipients the addresses that received the mail; empty if the report hides them
     */
    record FeedbackReport(VerdictKind kind, Set<String> recipients) {}

    /**
     * Returns the feedback report in a message; empty if there is none.
     *
     * @param original the headers of the returned mail
     */
    static Optional<FeedbackReport> findIn(ParsedMail mail, HeaderFields original) {
        return mail.part("message/feedback-report")
                .map(ParsedMail.MailPart::text)
                .or(() -> mail.findTextWithField("feedback-type:"))
                .map(text -> StatusReport.parse(text).message())
                .filter(fields -> fields.findFirst("feedback-type").isPresent())
                .or(() -> hasComplaintSubject(mail) ? Optional.of(HeaderFields.NONE) : Optional.empty())
                .map(fields -> new FeedbackReport(kind(fields), recipients(fields, original)));
    }

    private static VerdictKind kind(HeaderFields fields) {
        String type = fields.lowerCaseValue("feedback-type");
        return type.startsWith("auth") || type.startsWith("not-spam") || type.startsWith("dmarc")
                ? VerdictKind.OTHER
                : VerdictKind.COMPLAINT;
    }

    /** Whether a message encloses a mail and has a subject that calls it a complaint. */
    private static boolean hasComplaintSubject(ParsedMail mail) {
        return !mail.originals().isEmpty()
                && ReportPhrases.inSubject(mail.headers()).include(PhraseMeaning.COMPLAINT);
    }

    /** Returns the recipients in the fields of the report, else those in the headers of the returned mail. */
    private static Set<String> recipients(HeaderFields report, HeaderFields original) {
        Set<String> recipients =
                new LinkedHashSet<>(report.addresses("original-rcpt-to", "removal-recipient", "redacted-address"));
        for (String name : List.of("x-hmxmroriginalrecipient", "to")) {
            if (recipients.isEmpty()) {
                original.findFirst(name).ifPresent(value -> recipients.addAll(AddressScanner.findAll(value)));
            }
        }
        return recipients;
    }
}
