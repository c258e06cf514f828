package heed.smtp.bounce;

import static java.util.stream.Collectors.joining;

import heed.mail.bounce.BounceClassifier;
import heed.mail.bounce.BounceReader;
import heed.mail.bounce.BounceVerdict;
import heed.mail.bounce.Diagnosis;
import heed.mail.bounce.DialogueStep;
import heed.mail.bounce.EnhancedStatusCode;
import heed.mail.bounce.ReplyCode;
import heed.mail.bounce.VerdictKind;
import heed.smtp.bounce.ReportPhrases.Place;
import heed.smtp.bounce.ReportPhrases.Saying;
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
    private static final Pattern HEADING = Pattern.compile("mail system error", Pattern.CASE_INSENSITIVE);

    private final BounceClassifier classifier;
    private final Kinds kinds;
    private final Consumer<RuntimeException> faults;

    public MimeBounceReader(BounceClassifier classifier) {
        this(classifier, fault -> {});
    }

    /** @param faults is told of each fault of ours; the message is then {@link VerdictKind#OTHER} */
    public MimeBounceReader(BounceClassifier classifier, Consumer<RuntimeException> faults) {
        this.classifier = classifier;
        this.kinds = new Kinds(classifier);
        this.faults = faults;
    }

    @Override
    public List<BounceVerdict> read(byte[] message) {
        try {
            return verdicts(message);
        } catch (RuntimeException fault) {
            faults.accept(fault);
            return List.of(plain(VerdictKind.OTHER, Optional.empty(), BounceVerdict.Trace.NONE));
        }
    }

    private List<BounceVerdict> verdicts(byte[] message) {
        Incoming mail = MimeWalk.through(message);
        return passedOn(mail).orElseGet(() -> verdicts(mail));
    }

    /** What a report says that somebody else than a mail system passes on; empty if it is none. */
    private Optional<List<BounceVerdict>> passedOn(Incoming mail) {
        return mail.enclosed()
                .filter(report -> !Writer.daemon(mail.headers())
                        && report.headers().first("from").isPresent()
                        && Writer.daemon(report.headers()))
                .map(this::verdicts)
                .filter(verdicts -> verdicts.stream().anyMatch(verdict -> verdict.kind() == VerdictKind.FAILED));
    }

    private List<BounceVerdict> verdicts(Incoming mail) {
        FreeForm written = FreeForm.of(mail);
        BounceVerdict.Trace trace = trace(mail, written.original());
        Optional<List<BounceVerdict>> complaint = complaint(mail, written, trace);
        if (complaint.isPresent()) {
            return complaint.get();
        }
        Optional<StatusReport> displayed =
                mail.part("message/disposition-notification").map(part -> StatusReport.of(part.text()));
        if (displayed.isPresent()) {
            Headers fields = displayed.get().recipients().stream().findFirst().orElse(Headers.NONE);
            Optional<String> who = StatusReport.address(fields, "final-recipient");
            return List.of(
                    refused(displayed.get().message().word("disposition") + fields.word("disposition"), written)
                            ? told(mail, written, trace, VerdictKind.FAILED, who)
                            : plain(VerdictKind.DELIVERED, who, trace));
        }
        List<BounceVerdict> reported = reported(mail, written, trace);
        return reported.isEmpty() ? told(mail, written, trace) : reported;
    }

    /** RFC 5429, 2.2: what a recipient's filter refuses is reported as deleted by itself, with words that say so. */
    private static boolean refused(String disposition, FreeForm written) {
        return disposition.contains("automatic-action")
                && disposition.contains("deleted")
                && ReportPhrases.STANDARD.says(Saying.FAILED, Place.BODY, ReportPhrases.STANDARD.read(written.said()));
    }

    private BounceVerdict plain(VerdictKind kind, Optional<String> recipient, BounceVerdict.Trace trace) {
        return new BounceVerdict(
                kind,
                recipient,
                Optional.empty(),
                Optional.empty(),
                BounceVerdict.Report.NONE,
                trace,
                classifier.version());
    }

    private static BounceVerdict.Trace trace(Incoming mail, Headers original) {
        Set<String> paths = new LinkedHashSet<>();
        for (String name : List.of("delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "to")) {
            mail.headers().all(name).forEach(value -> paths.addAll(Addresses.of(value)));
        }
        for (String name : List.of("return-path", "errors-to", "sender", "from")) {
            original.all(name).forEach(value -> paths.addAll(Addresses.of(value)));
        }
        Optional<String> id =
                original.first("message-id").filter(value -> value.indexOf('@') > 0 && value.length() <= 400);
        return new BounceVerdict.Trace(id, paths.stream().limit(20).toList());
    }

    /**
     * RFC 5965, and what was sent before it: the recipient called it spam. A report of a failed authentication or of what is
     * no spam is no complaint.
     */
    private Optional<List<BounceVerdict>> complaint(Incoming mail, FreeForm written, BounceVerdict.Trace trace) {
        Optional<Headers> report = mail.part("message/feedback-report")
                .map(part -> StatusReport.of(part.text()).message())
                .or(() -> inText(mail, "feedback-type:")
                        .map(text -> StatusReport.of(text).message()))
                .filter(fields -> fields.first("feedback-type").isPresent())
                .or(() -> complains(mail) ? Optional.of(Headers.NONE) : Optional.empty());
        return report.map(fields -> {
            String type = fields.word("feedback-type");
            VerdictKind kind = type.startsWith("auth") || type.startsWith("not-spam") || type.startsWith("dmarc")
                    ? VerdictKind.OTHER
                    : VerdictKind.COMPLAINT;
            List<BounceVerdict> verdicts = complaining(fields, written.original()).stream()
                    .map(one -> plain(kind, Optional.of(one), trace))
                    .toList();
            return verdicts.isEmpty() ? List.of(plain(kind, Optional.empty(), trace)) : verdicts;
        });
    }

    /** Whether it encloses a message under a subject that calls it a complaint. */
    private static boolean complains(Incoming mail) {
        return !mail.originals().isEmpty()
                && ReportPhrases.STANDARD.says(
                        Saying.COMPLAINT,
                        Place.SUBJECT,
                        ReportPhrases.STANDARD.read(
                                mail.headers().first("subject").orElse("")));
    }

    private static Set<String> complaining(Headers report, Headers original) {
        Set<String> who = new LinkedHashSet<>();
        for (String name : List.of("original-rcpt-to", "removal-recipient", "redacted-address")) {
            report.all(name).forEach(value -> who.addAll(Addresses.of(value)));
        }
        for (String name : List.of("x-hmxmroriginalrecipient", "to")) {
            if (who.isEmpty()) {
                original.first(name).ifPresent(value -> who.addAll(Addresses.of(value)));
            }
        }
        return who;
    }

    private static Optional<String> inText(Incoming mail, String field) {
        return mail.parts().stream()
                .filter(part -> !part.returned())
                .map(Incoming.Part::text)
                .filter(text -> starts(text, field))
                .findFirst();
    }

    private static boolean starts(String text, String field) {
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
    private List<BounceVerdict> reported(Incoming mail, FreeForm written, BounceVerdict.Trace trace) {
        String fields = mail.parts("message/delivery-status").stream()
                .map(Incoming.Part::text)
                .collect(joining("\n\n"));
        Optional<StatusReport> report = Optional.of(fields)
                .filter(text -> !text.isEmpty())
                .or(() -> inText(mail, "final-recipient:"))
                .map(StatusReport::of);
        if (report.isEmpty()) {
            return SesNotice.in(written.said())
                    .map(notice -> notice.recipients().stream()
                            .map(one -> notice.kind() == VerdictKind.COMPLAINT
                                    ? plain(VerdictKind.COMPLAINT, StatusReport.address(one, "final-recipient"), trace)
                                    : reported(
                                            mail,
                                            written,
                                            trace,
                                            notice.recipients().size(),
                                            Headers.NONE,
                                            one))
                            .toList())
                    .orElse(List.of());
        }
        List<BounceVerdict> verdicts = new ArrayList<>();
        List<Headers> recipients = report.orElseThrow().recipients();
        for (Headers recipient : recipients) {
            verdicts.add(reported(
                    mail,
                    written,
                    trace,
                    recipients.size(),
                    report.orElseThrow().message(),
                    recipient));
        }
        return verdicts;
    }

    private BounceVerdict reported(
            Incoming mail,
            FreeForm written,
            BounceVerdict.Trace trace,
            int recipients,
            Headers message,
            Headers recipient) {
        VerdictKind kind = StatusReport.kind(recipient, () -> kinds.of(mail, written));
        Optional<String> last = StatusReport.address(recipient, "final-recipient");
        Optional<String> originally = StatusReport.address(recipient, "original-recipient");
        Optional<String> who = last.filter(MimeBounceReader::routable)
                .or(() -> originally.filter(MimeBounceReader::routable))
                .or(() -> written.addressee().filter(address -> recipients == 1 && routable(address)))
                .or(() -> last.filter(address -> address.indexOf('@') > 0))
                .or(() -> originally.filter(address -> address.indexOf('@') > 0))
                .or(() -> StatusReport.address(recipient, "x-actual-recipient"))
                .or(() -> written.recipients().keySet().stream().findFirst())
                .or(written::addressee)
                .or(() -> last);
        String text = StatusReport.diagnostic(recipient);
        Optional<String> remote = StatusReport.server(recipient, "remote-mta");
        Optional<String> reporting = StatusReport.server(message, "reporting-mta");
        String servers = remote.orElse("") + " " + reporting.orElse("") + " "
                + mail.headers().word("from");
        Optional<EnhancedStatusCode> status = StatusReport.status(recipient);
        String said = text.isEmpty() ? "" : text + step(text, about(who, written, recipients));
        List<String> texts = new ArrayList<>();
        reply(said).ifPresent(texts::add);
        texts.add(said);
        Decided decided = decide(status, servers, texts, () -> levels(who, written, mail));
        boolean diagnosed = kind == VerdictKind.FAILED || kind == VerdictKind.DELAYED;
        return new BounceVerdict(
                kind,
                who,
                originally.filter(address -> !Optional.of(address).equals(who)),
                diagnosed ? Optional.of(decided.why) : Optional.empty(),
                report(
                        decided.status,
                        reporting,
                        remote,
                        said.endsWith(decided.text) && !said.isEmpty() ? said : telling(decided, servers)),
                trace,
                classifier.version());
    }

    /** Of a text that is too long to be kept, the paragraph that gives the same diagnosis; all of it if none does. */
    private String telling(Decided decided, String servers) {
        if (decided.text.length() <= BounceVerdict.Report.LONGEST) {
            return decided.text;
        }
        return PARAGRAPHS
                .splitAsStream(decided.text)
                .filter(part -> classifier
                        .diagnose(decided.status, ReplyCode.in(part), servers, part)
                        .equals(decided.why))
                .findFirst()
                .orElse(decided.text);
    }

    /** Whether it can be an address of the Internet; a mail system's own names have no dot behind the @. */
    private static boolean routable(String address) {
        int at = address.lastIndexOf('@');
        return at > 0 && address.indexOf('.', at) > 0;
    }

    private record Decided(Diagnosis why, Optional<EnhancedStatusCode> status, String text) {}

    /** The diagnosis of the first text whose words say it, else of the first whose codes do. */
    private Decided decide(
            Optional<EnhancedStatusCode> field, String servers, List<String> own, Supplier<List<String>> more) {
        List<String> texts = new ArrayList<>(own);
        Optional<Decided> vague = Optional.empty();
        Optional<EnhancedStatusCode> status = field;
        for (int i = 0; i < texts.size() || i == own.size(); i++) {
            if (i == own.size()) {
                texts.addAll(more.get());
            }
            String text = texts.get(i);
            status = BounceClassifier.status(status, text);
            Diagnosis why = classifier.diagnose(status, Optional.empty(), servers, text);
            Decided decided = new Decided(why, status, text);
            if (telling(why, status)) {
                return decided;
            }
            if (vague.isEmpty() || vague.get().why.evidence() == Diagnosis.Evidence.NONE) {
                vague = Optional.of(decided);
            }
        }
        return vague.orElseThrow();
    }

    /** What the report for people says of a recipient; empty if it says it of several. */
    private static String about(Optional<String> who, FreeForm written, int recipients) {
        return who.map(written.recipients()::get).orElse(recipients == 1 ? written.said() : "");
    }

    /** The step of the dialogue that a server answered, where only the report for people tells it. */
    private static String step(String diagnostic, String about) {
        return DialogueStep.in(diagnostic).isPresent()
                ? ""
                : DialogueStep.in(about).map(step -> " " + step.words()).orElse("");
    }

    /** What is said of a recipient: the server's reply, the words about the recipient, all words. */
    private static List<String> levels(Optional<String> who, FreeForm written, Incoming mail) {
        String about = who.map(written.recipients()::get).orElse(written.said());
        List<String> levels = new ArrayList<>();
        reply(about).ifPresent(reply -> levels.add(reply + step(reply, about)));
        levels.add(about);
        reply(written.said()).ifPresent(levels::add);
        levels.add(written.said() + "\n"
                + mail.headers()
                        .first("subject")
                        .filter(subject -> !HEADING.matcher(subject).lookingAt())
                        .orElse(""));
        return levels;
    }

    /** What a server answered, from its code to the end of the paragraph. */
    private static Optional<String> reply(String words) {
        int start = ReplyCode.at(words);
        if (start < 0) {
            return Optional.empty();
        }
        int end = words.indexOf("\n\n", start);
        return Optional.of(words.substring(start, end < 0 ? words.length() : end));
    }

    private static BounceVerdict.Report report(
            Optional<EnhancedStatusCode> status, Optional<String> reporting, Optional<String> remote, String text) {
        String line = Lines.unfolded(text);
        String shortened =
                line.length() > BounceVerdict.Report.LONGEST ? line.substring(0, BounceVerdict.Report.LONGEST) : line;
        return new BounceVerdict.Report(status, ReplyCode.in(text), reporting, remote, shortened);
    }

    /** Whether a text or a code of one meaning decided. */
    private static boolean telling(Diagnosis why, Optional<EnhancedStatusCode> status) {
        return switch (why.evidence()) {
            case GENERAL_TEXT, PROVIDER_TEXT -> true;
            case STATUS_CODE ->
                status.filter(code -> code.detail() != 0 && !code.is(7, 1)).isPresent();
            case VAGUE_TEXT, SMTP_REPLY, NONE -> false;
        };
    }

    /** What is written for people says. */
    private List<BounceVerdict> told(Incoming mail, FreeForm written, BounceVerdict.Trace trace) {
        VerdictKind kind = kinds.of(mail, written);
        if (kind == VerdictKind.DELIVERED && !written.recipients().isEmpty()) {
            return written.recipients().keySet().stream()
                    .map(who -> plain(kind, Optional.of(who), trace))
                    .toList();
        }
        if (kind != VerdictKind.FAILED && kind != VerdictKind.DELAYED) {
            Optional<String> who = switch (kind) {
                case OTHER -> Optional.empty();
                case DELIVERED -> guessed(mail, written);
                case FAILED, DELAYED, COMPLAINT, AUTO_REPLY, CHALLENGE -> sender(mail);
            };
            return List.of(plain(kind, who, trace));
        }
        List<BounceVerdict> verdicts = new ArrayList<>();
        written.recipients().forEach((who, words) -> verdicts.add(told(mail, written, trace, kind, Optional.of(who))));
        if (verdicts.isEmpty()) {
            verdicts.add(told(mail, written, trace, kind, guessed(mail, written)));
        }
        return verdicts;
    }

    private static Optional<String> sender(Incoming mail) {
        return mail.headers()
                .first("from")
                .flatMap(value -> Addresses.of(value).stream().findFirst());
    }

    /** Whom the returned message was for, where the report names nobody. */
    private static Optional<String> guessed(Incoming mail, FreeForm written) {
        return written.addressee()
                .or(() -> mail.headers()
                        .first("subject")
                        .flatMap(value -> Addresses.of(value).stream().findFirst()))
                .or(() -> sender(mail).flatMap(address -> written.local().map(name -> name + domain(address))))
                .or(() -> sender(mail)
                        .map(Addresses::list)
                        .filter(address -> !Addresses.official(address) && !Addresses.ofList(address)));
    }

    private static String domain(String address) {
        return address.substring(address.lastIndexOf('@'));
    }

    private BounceVerdict told(
            Incoming mail, FreeForm written, BounceVerdict.Trace trace, VerdictKind kind, Optional<String> who) {
        String servers = mail.headers().word("from");
        Decided decided = decide(Optional.empty(), servers, List.of(), () -> levels(who, written, mail));
        return new BounceVerdict(
                kind,
                who,
                Optional.empty(),
                Optional.of(decided.why),
                report(decided.status, Optional.empty(), Optional.empty(), telling(decided, servers)),
                trace,
                classifier.version());
    }
}
