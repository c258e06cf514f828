package heed.bounces.report;

import static java.util.stream.Collectors.joining;

import heed.bounces.BounceReader;
import heed.bounces.BounceVerdict;
import heed.bounces.EnhancedStatusCode;
import heed.bounces.PersonalMail;
import heed.bounces.ReplyCode;
import heed.bounces.VerdictKind;
import heed.bounces.classify.BounceClassifier;
import heed.bounces.report.CauseFinder.FailureCause;
import heed.bounces.report.ReportPhrases.PhraseMeaning;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Reads the messages of a bounce mailbox. Reports for machines (RFC 3464, RFC 5965, RFC 8098) take precedence over the text for
 * people, because they are unambiguous. Immutable.
 */
public final class MimeBounceReader implements BounceReader {
    private static final int MAX_RETURN_PATHS = 20;
    private static final int MAX_MESSAGE_ID = 400;

    private final BounceClassifier classifier;
    private final ReportKindDetector kindDetector;
    private final Consumer<RuntimeException> faultListener;

    /** A message and the parts of it that every verdict needs. */
    private record Report(
            ParsedMail mail,
            FreeFormReport freeForm,
            BounceVerdict.MailTrace trace,
            LazyValue<VerdictKind> kind,
            CauseFinder causes) {}

    /** Creates a reader that ignores its own faults; a message that causes one is {@link VerdictKind#OTHER}. */
    public MimeBounceReader(BounceClassifier classifier) {
        this(classifier, fault -> {});
    }

    /**
     * Creates a reader that reports its own faults.
     *
     * @param faultListener receives each fault of this code; the message is then {@link VerdictKind#OTHER}, unless the listener
     *     throws
     */
    public MimeBounceReader(BounceClassifier classifier, Consumer<RuntimeException> faultListener) {
        this.classifier = classifier;
        this.kindDetector = new ReportKindDetector(classifier);
        this.faultListener = faultListener;
    }

    @Override
    public List<BounceVerdict> read(byte[] message) {
        try {
            ParsedMail mail = MimeParser.parse(message);
            return forwardedVerdicts(mail).orElseGet(() -> verdicts(mail));
        } catch (RuntimeException fault) {
            faultListener.accept(fault);
            return List.of(verdict(VerdictKind.OTHER, Optional.empty(), BounceVerdict.MailTrace.NONE, false));
        }
    }

    @Override
    public Optional<PersonalMail> readPersonalMail(byte[] message) {
        try {
            return Optional.of(PersonalMailReader.read(MimeParser.parse(message)));
        } catch (RuntimeException fault) {
            faultListener.accept(fault);
            return Optional.empty();
        }
    }

    /** Returns the verdicts of a bounce that somebody other than a mail system forwarded; empty if the message is none. */
    private Optional<List<BounceVerdict>> forwardedVerdicts(ParsedMail mail) {
        return mail.enclosed()
                .filter(report -> !Authorship.isMailSystem(mail.headers())
                        && report.headers().findFirst("from").isPresent()
                        && Authorship.isMailSystem(report.headers()))
                .map(this::verdicts)
                .filter(verdicts -> verdicts.stream().anyMatch(verdict -> verdict.kind() == VerdictKind.FAILED));
    }

    /** Reads the message as the first of these that it is: a complaint, a disposition, a status report, a text for people. */
    private List<BounceVerdict> verdicts(ParsedMail mail) {
        FreeFormReport freeForm = FreeFormReport.parse(mail);
        Report report = new Report(
                mail,
                freeForm,
                trace(mail, freeForm.original()),
                new LazyValue<>(() -> kindDetector.detect(mail, freeForm)),
                new CauseFinder(classifier, mail, freeForm));
        return complaintVerdicts(report)
                .or(() -> dispositionVerdicts(report))
                .or(() -> Optional.of(statusVerdicts(report)).filter(verdicts -> !verdicts.isEmpty()))
                .orElseGet(() -> freeFormVerdicts(report));
    }

    private static BounceVerdict.MailTrace trace(ParsedMail mail, HeaderFields original) {
        Set<String> paths = new LinkedHashSet<>(
                mail.headers().addresses("delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "to"));
        paths.addAll(original.addresses("return-path", "errors-to", "sender", "from"));
        Optional<String> id = original.findFirst("message-id")
                .filter(value -> value.indexOf('@') > 0 && value.length() <= MAX_MESSAGE_ID);
        return new BounceVerdict.MailTrace(
                id, paths.stream().limit(MAX_RETURN_PATHS).toList());
    }

    private Optional<List<BounceVerdict>> complaintVerdicts(Report report) {
        return ComplaintReader.findIn(report.mail, report.freeForm.original()).map(feedback -> {
            List<BounceVerdict> verdicts = feedback.recipients().stream()
                    .map(address -> verdict(feedback.kind(), Optional.of(address), report))
                    .toList();
            return verdicts.isEmpty() ? List.of(verdict(feedback.kind(), Optional.empty(), report)) : verdicts;
        });
    }

    /** RFC 8098: a mail that was displayed was delivered. */
    private Optional<List<BounceVerdict>> dispositionVerdicts(Report report) {
        return report.mail.part("message/disposition-notification").map(part -> {
            StatusReport notification = StatusReport.parse(part.text());
            HeaderFields fields = notification.recipients().stream().findFirst().orElse(HeaderFields.NONE);
            Optional<String> recipient = StatusReport.address(fields, "final-recipient");
            String disposition =
                    notification.message().lowerCaseValue("disposition") + fields.lowerCaseValue("disposition");
            return List.of(
                    isFilterRefusal(disposition, report.freeForm)
                            ? freeFormVerdict(report, VerdictKind.FAILED, recipient)
                            : verdict(VerdictKind.DELIVERED, recipient, report));
        });
    }

    /** RFC 5429, 2.2: a mail that the recipient's filter refuses is reported as deleted automatically, with a text that says so. */
    private static boolean isFilterRefusal(String disposition, FreeFormReport freeForm) {
        return disposition.contains("automatic-action")
                && disposition.contains("deleted")
                && ReportPhrases.inBody(freeForm.text()).include(PhraseMeaning.FAILED);
    }

    /** Returns the verdicts of a report for machines (RFC 3464, Amazon SES); empty if there is none that names a recipient. */
    private List<BounceVerdict> statusVerdicts(Report report) {
        String fields = report.mail.parts("message/delivery-status").stream()
                .map(ParsedMail.MailPart::text)
                .collect(joining("\n\n"));
        // Some mail systems write the fields into a part of another type.
        Optional<StatusReport> statusReport = Optional.of(fields)
                .filter(text -> !text.isEmpty())
                .or(() -> report.mail.findTextWithField("final-recipient:"))
                .map(StatusReport::parse);
        if (statusReport.isPresent()) {
            List<HeaderFields> recipients = statusReport.get().recipients();
            return recipients.stream()
                    .map(recipient -> statusVerdict(
                            report, recipients.size(), statusReport.get().message(), recipient))
                    .toList();
        }
        return SesNotification.findIn(report.freeForm.text())
                .map(notification -> sesVerdicts(report, notification))
                .orElse(List.of());
    }

    private List<BounceVerdict> sesVerdicts(Report report, SesNotification notification) {
        List<HeaderFields> recipients = notification.recipients();
        return recipients.stream()
                .map(recipient -> notification.kind() == VerdictKind.COMPLAINT
                        ? verdict(VerdictKind.COMPLAINT, StatusReport.address(recipient, "final-recipient"), report)
                        : statusVerdict(report, recipients.size(), HeaderFields.NONE, recipient))
                .toList();
    }

    private BounceVerdict statusVerdict(
            Report report, int recipientCount, HeaderFields message, HeaderFields recipient) {
        VerdictKind kind = StatusReport.kind(recipient, report.kind);
        Optional<String> address = findAddress(report.freeForm, recipientCount, recipient);
        Optional<String> remote = StatusReport.serverName(recipient, "remote-mta");
        Optional<String> reporting = StatusReport.serverName(message, "reporting-mta");
        String servers = remote.orElse("") + " " + reporting.orElse("") + " "
                + report.mail.headers().lowerCaseValue("from");
        FailureCause cause = report.causes.findInFields(recipient, address, recipientCount, servers);
        boolean diagnosed = kind == VerdictKind.FAILED || kind == VerdictKind.DELAYED;
        return new BounceVerdict(
                kind,
                address,
                StatusReport.address(recipient, "original-recipient")
                        .filter(original -> !Optional.of(original).equals(address)),
                diagnosed ? Optional.of(cause.diagnosis()) : Optional.empty(),
                deliveryReport(cause.status(), reporting, remote, cause.text()),
                report.trace,
                Authorship.isAutomaticByForm(report.mail),
                classifier.version());
    }

    /**
     * Returns the address of a recipient. An address that can exist in the Internet is preferred: systems behind a gateway report
     * internal names such as "ann@server", and the sent address is then in another field or in the returned mail.
     */
    private static Optional<String> findAddress(FreeFormReport freeForm, int recipientCount, HeaderFields recipient) {
        Optional<String> last = StatusReport.address(recipient, "final-recipient");
        Optional<String> original = StatusReport.address(recipient, "original-recipient");
        return last.filter(MimeBounceReader::isRoutable)
                .or(() -> original.filter(MimeBounceReader::isRoutable))
                .or(() -> freeForm.addressee().filter(address -> recipientCount == 1 && isRoutable(address)))
                .or(() -> last.filter(address -> address.indexOf('@') > 0))
                .or(() -> original.filter(address -> address.indexOf('@') > 0))
                .or(() -> StatusReport.address(recipient, "x-actual-recipient"))
                .or(() -> freeForm.recipients().keySet().stream().findFirst())
                .or(freeForm::addressee)
                .or(() -> last);
    }

    /** Whether an address can exist in the Internet; the internal names of mail systems have no dot behind the @. */
    private static boolean isRoutable(String address) {
        int at = address.lastIndexOf('@');
        return at > 0 && address.indexOf('.', at) > 0;
    }

    /** Returns the verdicts of a text for people. */
    private List<BounceVerdict> freeFormVerdicts(Report report) {
        VerdictKind kind = report.kind.get();
        Set<String> recipients = report.freeForm.recipients().keySet();
        return switch (kind) {
            case FAILED, DELAYED -> {
                List<BounceVerdict> verdicts = new ArrayList<>();
                recipients.forEach(address -> verdicts.add(freeFormVerdict(report, kind, Optional.of(address))));
                if (verdicts.isEmpty()) {
                    verdicts.add(freeFormVerdict(report, kind, guessRecipient(report)));
                }
                yield verdicts;
            }
            case DELIVERED ->
                recipients.isEmpty()
                        ? List.of(verdict(kind, guessRecipient(report), report))
                        : recipients.stream()
                                .map(address -> verdict(kind, Optional.of(address), report))
                                .toList();
            case COMPLAINT, AUTO_REPLY, CHALLENGE ->
                List.of(verdict(kind, report.mail.headers().findAddress("from"), report));
            case OTHER -> List.of(verdict(kind, Optional.empty(), report));
        };
    }

    /** Returns the likely recipient of the returned mail, for a report that names none. */
    private static Optional<String> guessRecipient(Report report) {
        HeaderFields headers = report.mail.headers();
        Optional<String> sender = headers.findAddress("from");
        return report.freeForm
                .addressee()
                .or(() -> headers.findAddress("subject"))
                // A mailbox without a domain is one of the system that writes.
                .or(() -> sender.flatMap(address -> report.freeForm
                        .findLocalMailbox()
                        .map(name -> name + address.substring(address.lastIndexOf('@')))))
                // The manager of a mailing list reports a mail to the list.
                .or(() -> sender.map(AddressScanner::toListAddress)
                        .filter(address ->
                                !AddressScanner.isRoleAddress(address) && !AddressScanner.isListAddress(address)));
    }

    /** Returns the verdict of a text for people on one recipient. */
    private BounceVerdict freeFormVerdict(Report report, VerdictKind kind, Optional<String> address) {
        FailureCause cause =
                report.causes.findInText(address, report.mail.headers().lowerCaseValue("from"));
        return new BounceVerdict(
                kind,
                address,
                Optional.empty(),
                Optional.of(cause.diagnosis()),
                deliveryReport(cause.status(), Optional.empty(), Optional.empty(), cause.text()),
                report.trace,
                Authorship.isAutomaticByForm(report.mail),
                classifier.version());
    }

    /** Returns a verdict without a diagnosis. */
    private BounceVerdict verdict(VerdictKind kind, Optional<String> recipient, Report report) {
        return verdict(kind, recipient, report.trace, Authorship.isAutomaticByForm(report.mail));
    }

    private BounceVerdict verdict(
            VerdictKind kind, Optional<String> recipient, BounceVerdict.MailTrace trace, boolean automatic) {
        return new BounceVerdict(
                kind,
                recipient,
                Optional.empty(),
                Optional.empty(),
                BounceVerdict.DeliveryReport.NONE,
                trace,
                automatic,
                classifier.version());
    }

    private static BounceVerdict.DeliveryReport deliveryReport(
            Optional<EnhancedStatusCode> status, Optional<String> reporting, Optional<String> remote, String text) {
        String line = LineNormalizer.unfold(text);
        String shortened = line.length() > BounceVerdict.DeliveryReport.MAX_TEXT_LENGTH
                ? line.substring(0, BounceVerdict.DeliveryReport.MAX_TEXT_LENGTH)
                : line;
        return new BounceVerdict.DeliveryReport(status, ReplyCode.findIn(text), reporting, remote, shortened);
    }
}
