package heed.bounces.report;

import static java.util.stream.Collectors.joining;

import heed.bounces.BounceReader;
import heed.bounces.BounceVerdict;
import heed.bounces.Diagnosis;
import heed.bounces.EnhancedStatusCode;
import heed.bounces.ReplyCode;
import heed.bounces.VerdictKind;
import heed.bounces.classify.BounceClassifier;
import heed.bounces.classify.DialogueStep;
import heed.bounces.report.ReportPhrases.PhraseLocation;
import heed.bounces.report.ReportPhrases.PhraseMeaning;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Reads the messages of a bounce mailbox: reports for machines (RFC 3464, RFC 5965, RFC 8098) where there are any, else what
 * is written for people. Immutable.
 */
public final class MimeBounceReader implements BounceReader {
    private static final Pattern PARAGRAPHS = Pattern.compile("\\n\\s*\\n");

    /** A subject that Post.Office and its likes give whatever went wrong. */
    private static final Pattern GENERIC_SUBJECT = Pattern.compile("mail system error", Pattern.CASE_INSENSITIVE);

    private final BounceClassifier classifier;
    private final ReportKindDetector kindDetector;
    private final Consumer<RuntimeException> faultListener;

    public MimeBounceReader(BounceClassifier classifier) {
        this(classifier, fault -> {});
    }

    /** @param faultListener is told of each fault of ours; the message is then {@link VerdictKind#OTHER} */
    public MimeBounceReader(BounceClassifier classifier, Consumer<RuntimeException> faultListener) {
        this.classifier = classifier;
        this.kindDetector = new ReportKindDetector(classifier);
        this.faultListener = faultListener;
    }

    @Override
    public List<BounceVerdict> read(byte[] message) {
        try {
            return verdicts(message);
        } catch (RuntimeException fault) {
            faultListener.accept(fault);
            return List.of(verdict(VerdictKind.OTHER, Optional.empty(), BounceVerdict.MailTrace.NONE));
        }
    }

    private List<BounceVerdict> verdicts(byte[] message) {
        ParsedMail mail = MimeParser.parse(message);
        return forwardedReport(mail).orElseGet(() -> verdicts(mail));
    }

    /** What a report says that somebody else than a mail system passes on; empty if it is none. */
    private Optional<List<BounceVerdict>> forwardedReport(ParsedMail mail) {
        return mail.enclosed()
                .filter(report -> !Authorship.isMailSystem(mail.headers())
                        && report.headers().findFirst("from").isPresent()
                        && Authorship.isMailSystem(report.headers()))
                .map(this::verdicts)
                .filter(verdicts -> verdicts.stream().anyMatch(verdict -> verdict.kind() == VerdictKind.FAILED));
    }

    private List<BounceVerdict> verdicts(ParsedMail mail) {
        FreeFormReport freeForm = FreeFormReport.parse(mail);
        BounceVerdict.MailTrace trace = trace(mail, freeForm.original());
        Optional<List<BounceVerdict>> complaint = complaint(mail, freeForm, trace);
        if (complaint.isPresent()) {
            return complaint.get();
        }
        Optional<StatusReport> displayed =
                mail.part("message/disposition-notification").map(part -> StatusReport.parse(part.text()));
        if (displayed.isPresent()) {
            HeaderFields fields =
                    displayed.get().recipients().stream().findFirst().orElse(HeaderFields.NONE);
            Optional<String> recipient = StatusReport.address(fields, "final-recipient");
            return List.of(
                    isFilterRefusal(
                                    displayed.get().message().lowerCaseValue("disposition")
                                            + fields.lowerCaseValue("disposition"),
                                    freeForm)
                            ? fromFreeForm(mail, freeForm, trace, VerdictKind.FAILED, recipient)
                            : verdict(VerdictKind.DELIVERED, recipient, trace));
        }
        List<BounceVerdict> reported = fromStatusReport(mail, freeForm, trace);
        return reported.isEmpty() ? fromFreeForm(mail, freeForm, trace) : reported;
    }

    /** RFC 5429, 2.2: what a recipient's filter refuses is reported as deleted by itself, with words that say so. */
    private static boolean isFilterRefusal(String disposition, FreeFormReport freeForm) {
        return disposition.contains("automatic-action")
                && disposition.contains("deleted")
                && ReportPhrases.STANDARD.contains(
                        PhraseMeaning.FAILED, PhraseLocation.BODY, ReportPhrases.STANDARD.match(freeForm.text()));
    }

    private BounceVerdict verdict(VerdictKind kind, Optional<String> recipient, BounceVerdict.MailTrace trace) {
        return new BounceVerdict(
                kind,
                recipient,
                Optional.empty(),
                Optional.empty(),
                BounceVerdict.DeliveryReport.NONE,
                trace,
                classifier.version());
    }

    private static BounceVerdict.MailTrace trace(ParsedMail mail, HeaderFields original) {
        Set<String> paths = new LinkedHashSet<>();
        for (String name : List.of("delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "to")) {
            mail.headers().values(name).forEach(value -> paths.addAll(AddressScanner.findAll(value)));
        }
        for (String name : List.of("return-path", "errors-to", "sender", "from")) {
            original.values(name).forEach(value -> paths.addAll(AddressScanner.findAll(value)));
        }
        Optional<String> id =
                original.findFirst("message-id").filter(value -> value.indexOf('@') > 0 && value.length() <= 400);
        return new BounceVerdict.MailTrace(id, paths.stream().limit(20).toList());
    }

    /**
     * RFC 5965, and what was sent before it: the recipient called it spam. A report of a failed authentication or of what is
     * no spam is no complaint.
     */
    private Optional<List<BounceVerdict>> complaint(
            ParsedMail mail, FreeFormReport freeForm, BounceVerdict.MailTrace trace) {
        Optional<HeaderFields> report = mail.part("message/feedback-report")
                .map(part -> StatusReport.parse(part.text()).message())
                .or(() -> findInText(mail, "feedback-type:")
                        .map(text -> StatusReport.parse(text).message()))
                .filter(fields -> fields.findFirst("feedback-type").isPresent())
                .or(() -> isComplaint(mail) ? Optional.of(HeaderFields.NONE) : Optional.empty());
        return report.map(fields -> {
            String type = fields.lowerCaseValue("feedback-type");
            VerdictKind kind = type.startsWith("auth") || type.startsWith("not-spam") || type.startsWith("dmarc")
                    ? VerdictKind.OTHER
                    : VerdictKind.COMPLAINT;
            List<BounceVerdict> verdicts = complainants(fields, freeForm.original()).stream()
                    .map(address -> verdict(kind, Optional.of(address), trace))
                    .toList();
            return verdicts.isEmpty() ? List.of(verdict(kind, Optional.empty(), trace)) : verdicts;
        });
    }

    /** Whether it encloses a message under a subject that calls it a complaint. */
    private static boolean isComplaint(ParsedMail mail) {
        return !mail.originals().isEmpty()
                && ReportPhrases.STANDARD.contains(
                        PhraseMeaning.COMPLAINT,
                        PhraseLocation.SUBJECT,
                        ReportPhrases.STANDARD.match(
                                mail.headers().findFirst("subject").orElse("")));
    }

    private static Set<String> complainants(HeaderFields report, HeaderFields original) {
        Set<String> complainants = new LinkedHashSet<>();
        for (String name : List.of("original-rcpt-to", "removal-recipient", "redacted-address")) {
            report.values(name).forEach(value -> complainants.addAll(AddressScanner.findAll(value)));
        }
        for (String name : List.of("x-hmxmroriginalrecipient", "to")) {
            if (complainants.isEmpty()) {
                original.findFirst(name).ifPresent(value -> complainants.addAll(AddressScanner.findAll(value)));
            }
        }
        return complainants;
    }

    private static Optional<String> findInText(ParsedMail mail, String field) {
        return mail.parts().stream()
                .filter(part -> !part.isReturned())
                .map(ParsedMail.MailPart::text)
                .filter(text -> startsLine(text, field))
                .findFirst();
    }

    private static boolean startsLine(String text, String field) {
        int at = -1;
        do {
            at = at < 0 ? 0 : text.indexOf('\n', at) + 1;
            int from = at;
            while (from < text.length() && (text.charAt(from) == ' ' || text.charAt(from) == '\t')) {
                from++;
            }
            if (text.regionMatches(true, from, field, 0, field.length())) {
                return true;
            }
        } while (text.indexOf('\n', at) >= 0);
        return false;
    }

    /** RFC 3464: what a report for machines says; empty if there is none that names a recipient. */
    private List<BounceVerdict> fromStatusReport(
            ParsedMail mail, FreeFormReport freeForm, BounceVerdict.MailTrace trace) {
        String fields = mail.parts("message/delivery-status").stream()
                .map(ParsedMail.MailPart::text)
                .collect(joining("\n\n"));
        Optional<StatusReport> report = Optional.of(fields)
                .filter(text -> !text.isEmpty())
                .or(() -> findInText(mail, "final-recipient:"))
                .map(StatusReport::parse);
        if (report.isEmpty()) {
            return SesNotification.findIn(freeForm.text())
                    .map(notice -> notice.recipients().stream()
                            .map(group -> notice.kind() == VerdictKind.COMPLAINT
                                    ? verdict(
                                            VerdictKind.COMPLAINT,
                                            StatusReport.address(group, "final-recipient"),
                                            trace)
                                    : fromStatusReport(
                                            mail,
                                            freeForm,
                                            trace,
                                            notice.recipients().size(),
                                            HeaderFields.NONE,
                                            group))
                            .toList())
                    .orElse(List.of());
        }
        List<BounceVerdict> verdicts = new ArrayList<>();
        List<HeaderFields> recipients = report.orElseThrow().recipients();
        for (HeaderFields recipient : recipients) {
            verdicts.add(fromStatusReport(
                    mail,
                    freeForm,
                    trace,
                    recipients.size(),
                    report.orElseThrow().message(),
                    recipient));
        }
        return verdicts;
    }

    private BounceVerdict fromStatusReport(
            ParsedMail mail,
            FreeFormReport freeForm,
            BounceVerdict.MailTrace trace,
            int recipients,
            HeaderFields message,
            HeaderFields recipient) {
        VerdictKind kind = StatusReport.kind(recipient, () -> kindDetector.detect(mail, freeForm));
        Optional<String> last = StatusReport.address(recipient, "final-recipient");
        Optional<String> originally = StatusReport.address(recipient, "original-recipient");
        Optional<String> recipientAddress = last.filter(MimeBounceReader::isRoutable)
                .or(() -> originally.filter(MimeBounceReader::isRoutable))
                .or(() -> freeForm.addressee().filter(address -> recipients == 1 && isRoutable(address)))
                .or(() -> last.filter(address -> address.indexOf('@') > 0))
                .or(() -> originally.filter(address -> address.indexOf('@') > 0))
                .or(() -> StatusReport.address(recipient, "x-actual-recipient"))
                .or(() -> freeForm.recipients().keySet().stream().findFirst())
                .or(freeForm::addressee)
                .or(() -> last);
        String text = StatusReport.diagnostic(recipient);
        Optional<String> remote = StatusReport.serverName(recipient, "remote-mta");
        Optional<String> reporting = StatusReport.serverName(message, "reporting-mta");
        String servers = remote.orElse("") + " " + reporting.orElse("") + " "
                + mail.headers().lowerCaseValue("from");
        Optional<EnhancedStatusCode> status = StatusReport.status(recipient);
        String diagnosticText =
                text.isEmpty() ? "" : text + dialogueText(text, textAbout(recipientAddress, freeForm, recipients));
        List<String> texts = new ArrayList<>();
        replyIn(diagnosticText).ifPresent(texts::add);
        texts.add(diagnosticText);
        Classification classification =
                classify(status, servers, texts, () -> textsFor(recipientAddress, freeForm, mail));
        boolean diagnosed = kind == VerdictKind.FAILED || kind == VerdictKind.DELAYED;
        return new BounceVerdict(
                kind,
                recipientAddress,
                originally.filter(address -> !Optional.of(address).equals(recipientAddress)),
                diagnosed ? Optional.of(classification.diagnosis) : Optional.empty(),
                report(
                        classification.status,
                        reporting,
                        remote,
                        diagnosticText.endsWith(classification.text) && !diagnosticText.isEmpty()
                                ? diagnosticText
                                : telling(classification, servers)),
                trace,
                classifier.version());
    }

    /** Of a text that is too long to be kept, the paragraph that gives the same diagnosis; all of it if none does. */
    private String telling(Classification classification, String servers) {
        if (classification.text.length() <= BounceVerdict.DeliveryReport.MAX_TEXT_LENGTH) {
            return classification.text;
        }
        return PARAGRAPHS
                .splitAsStream(classification.text)
                .filter(part -> classifier
                        .diagnose(classification.status, ReplyCode.findIn(part), servers, part)
                        .equals(classification.diagnosis))
                .findFirst()
                .orElse(classification.text);
    }

    /** Whether it can be an address of the Internet; a mail system's own names have no dot behind the @. */
    private static boolean isRoutable(String address) {
        int at = address.lastIndexOf('@');
        return at > 0 && address.indexOf('.', at) > 0;
    }

    private record Classification(Diagnosis diagnosis, Optional<EnhancedStatusCode> status, String text) {}

    /** The diagnosis of the first text whose words say it, else of the first whose codes do. */
    private Classification classify(
            Optional<EnhancedStatusCode> field, String servers, List<String> own, Supplier<List<String>> more) {
        List<String> texts = new ArrayList<>(own);
        Optional<Classification> vague = Optional.empty();
        Optional<EnhancedStatusCode> status = field;
        for (int i = 0; i < texts.size() || i == own.size(); i++) {
            if (i == own.size()) {
                texts.addAll(more.get());
            }
            String text = texts.get(i);
            status = BounceClassifier.preferSpecificStatus(status, text);
            Diagnosis diagnosis = classifier.diagnose(status, Optional.empty(), servers, text);
            Classification classification = new Classification(diagnosis, status, text);
            if (telling(diagnosis, status)) {
                return classification;
            }
            if (vague.isEmpty() || vague.get().diagnosis.evidence() == Diagnosis.Evidence.NONE) {
                vague = Optional.of(classification);
            }
        }
        return vague.orElseThrow();
    }

    /** What the report for people says of a recipient; empty if it says it of several. */
    private static String textAbout(Optional<String> recipient, FreeFormReport freeForm, int recipients) {
        return recipient.map(freeForm.recipients()::get).orElse(recipients == 1 ? freeForm.text() : "");
    }

    /** The step of the dialogue that a server answered, where only the report for people tells it. */
    private static String dialogueText(String diagnostic, String about) {
        return DialogueStep.findIn(diagnostic).isPresent()
                ? ""
                : DialogueStep.findIn(about)
                        .map(step -> " " + step.postfixText())
                        .orElse("");
    }

    /** What is said of a recipient: the server's reply, the words about the recipient, all words. */
    private static List<String> textsFor(Optional<String> recipient, FreeFormReport freeForm, ParsedMail mail) {
        String about = recipient.map(freeForm.recipients()::get).orElse(freeForm.text());
        List<String> levels = new ArrayList<>();
        replyIn(about).ifPresent(reply -> levels.add(reply + dialogueText(reply, about)));
        levels.add(about);
        replyIn(freeForm.text()).ifPresent(levels::add);
        levels.add(freeForm.text() + "\n"
                + mail.headers()
                        .findFirst("subject")
                        .filter(subject -> !GENERIC_SUBJECT.matcher(subject).lookingAt())
                        .orElse(""));
        return levels;
    }

    /** What a server answered, from its code to the end of the paragraph. */
    private static Optional<String> replyIn(String words) {
        int start = ReplyCode.indexIn(words);
        if (start < 0) {
            return Optional.empty();
        }
        int end = words.indexOf("\n\n", start);
        return Optional.of(words.substring(start, end < 0 ? words.length() : end));
    }

    private static BounceVerdict.DeliveryReport report(
            Optional<EnhancedStatusCode> status, Optional<String> reporting, Optional<String> remote, String text) {
        String line = LineNormalizer.unfold(text);
        String shortened = line.length() > BounceVerdict.DeliveryReport.MAX_TEXT_LENGTH
                ? line.substring(0, BounceVerdict.DeliveryReport.MAX_TEXT_LENGTH)
                : line;
        return new BounceVerdict.DeliveryReport(status, ReplyCode.findIn(text), reporting, remote, shortened);
    }

    /** Whether a text or a code of one meaning decided. */
    private static boolean telling(Diagnosis diagnosis, Optional<EnhancedStatusCode> status) {
        return switch (diagnosis.evidence()) {
            case GENERAL_TEXT, PROVIDER_TEXT -> true;
            case STATUS_CODE ->
                status.filter(code -> code.detail() != 0 && !code.matches(7, 1)).isPresent();
            case VAGUE_TEXT, SMTP_REPLY, NONE -> false;
        };
    }

    /** What is written for people says. */
    private List<BounceVerdict> fromFreeForm(ParsedMail mail, FreeFormReport freeForm, BounceVerdict.MailTrace trace) {
        VerdictKind kind = kindDetector.detect(mail, freeForm);
        if (kind == VerdictKind.DELIVERED && !freeForm.recipients().isEmpty()) {
            return freeForm.recipients().keySet().stream()
                    .map(recipient -> verdict(kind, Optional.of(recipient), trace))
                    .toList();
        }
        if (kind != VerdictKind.FAILED && kind != VerdictKind.DELAYED) {
            Optional<String> recipient = switch (kind) {
                case OTHER -> Optional.empty();
                case DELIVERED -> guessRecipient(mail, freeForm);
                case FAILED, DELAYED, COMPLAINT, AUTO_REPLY, CHALLENGE -> sender(mail);
            };
            return List.of(verdict(kind, recipient, trace));
        }
        List<BounceVerdict> verdicts = new ArrayList<>();
        freeForm.recipients()
                .forEach((recipient, words) ->
                        verdicts.add(fromFreeForm(mail, freeForm, trace, kind, Optional.of(recipient))));
        if (verdicts.isEmpty()) {
            verdicts.add(fromFreeForm(mail, freeForm, trace, kind, guessRecipient(mail, freeForm)));
        }
        return verdicts;
    }

    private static Optional<String> sender(ParsedMail mail) {
        return mail.headers()
                .findFirst("from")
                .flatMap(value -> AddressScanner.findAll(value).stream().findFirst());
    }

    /** Whom the returned message was for, where the report names nobody. */
    private static Optional<String> guessRecipient(ParsedMail mail, FreeFormReport freeForm) {
        return freeForm.addressee()
                .or(() -> mail.headers()
                        .findFirst("subject")
                        .flatMap(value -> AddressScanner.findAll(value).stream().findFirst()))
                .or(() -> sender(mail)
                        .flatMap(address -> freeForm.findLocalMailbox().map(name -> name + domain(address))))
                .or(() -> sender(mail)
                        .map(AddressScanner::toListAddress)
                        .filter(address ->
                                !AddressScanner.isRoleAddress(address) && !AddressScanner.isListAddress(address)));
    }

    private static String domain(String address) {
        return address.substring(address.lastIndexOf('@'));
    }

    private BounceVerdict fromFreeForm(
            ParsedMail mail,
            FreeFormReport freeForm,
            BounceVerdict.MailTrace trace,
            VerdictKind kind,
            Optional<String> recipient) {
        String servers = mail.headers().lowerCaseValue("from");
        Classification classification =
                classify(Optional.empty(), servers, List.of(), () -> textsFor(recipient, freeForm, mail));
        return new BounceVerdict(
                kind,
                recipient,
                Optional.empty(),
                Optional.of(classification.diagnosis),
                report(classification.status, Optional.empty(), Optional.empty(), telling(classification, servers)),
                trace,
                classifier.version());
    }
}
