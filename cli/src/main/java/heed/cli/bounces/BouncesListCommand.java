package heed.cli.bounces;

import heed.bounces.PersonalMail;
import heed.bounces.VerdictKind;
import heed.bounces.marking.Bounce;
import heed.bounces.marking.BounceId;
import heed.bounces.marking.BounceQuery;
import heed.bounces.marking.Quarantined;
import heed.cli.internal.account.AccountSession;
import heed.cli.internal.account.TimeZones;
import heed.cli.internal.console.HeedCommand;
import heed.cli.internal.console.JsonRows;
import heed.cli.internal.console.LimitOption;
import heed.cli.internal.console.TerminalText;
import heed.cli.internal.console.TextTable;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.CommandException;
import heed.cli.process.ExitCode;
import heed.filters.json.QuotedText;
import heed.model.prospect.EmailAddress;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists the recorded bounces and other messages that came back. */
@Command(name = "list", description = "List bounces, delays, complaints and other messages that came back.")
public final class BouncesListCommand extends HeedCommand {
    @Mixin
    private final BounceFilterOptions filter = new BounceFilterOptions();

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            description =
                    "Only this kind: failed (a bounce), delayed, delivered, complaint, auto-reply, challenge or \"not"
                            + " about mail\".")
    private @Nullable String kind;

    @Option(
            names = "--aside",
            description =
                    "List instead the messages that are no report and were set aside for a person: who wrote them, and"
                            + " what.")
    private boolean aside;

    @Mixin
    private final LimitOption limit = new LimitOption();

    @Option(
            names = "--after",
            paramLabel = "BOUNCE",
            defaultValue = "0",
            description =
                    "Only bounces with a greater number than this, to continue a list (default: ${DEFAULT-VALUE}).")
    private long after;

    public BouncesListCommand(CommandEnvironment environment) {
        super(environment);
    }

    @Override
    protected ExitCode run() {
        int maxRows = limit.require();
        Optional<VerdictKind> only = Optional.ofNullable(kind).map(BouncesListCommand::parseKind);
        try (AccountSession session = AccountSession.open(globalOptions(), environment())) {
            ZoneId zone = session.account().account().zone();
            if (aside) {
                writeQuarantined(session.bounces().read(reading -> reading.listQuarantined(maxRows)), zone);
                return ExitCode.DONE;
            }
            BounceQuery query = filter.toQuery(session, only);
            List<Bounce> bounces =
                    session.bounces().read(reading -> reading.listBounces(query, new BounceId(after), maxRows));
            if (globalOptions().json()) {
                console().writeJson(new BouncesAnswer(JsonRows.of(bounces, BounceWords.BounceAnswer::of)));
            } else {
                print(bounces, maxRows, zone);
                BounceAlerts.printActivePauses(console(), session);
            }
        }
        return ExitCode.DONE;
    }

    private static VerdictKind parseKind(String label) {
        return Arrays.stream(VerdictKind.values())
                .filter(verdictKind -> verdictKind.label().equals(label))
                .findFirst()
                .orElseThrow(() -> CommandException.invalid(
                        "kind",
                        "--kind must be one of "
                                + Arrays.stream(VerdictKind.values())
                                        .map(VerdictKind::label)
                                        .map(QuotedText::of)
                                        .collect(Collectors.joining(", "))
                                + "; not " + QuotedText.of(label)));
    }

    private record BouncesAnswer(JsonRows<BounceWords.BounceAnswer> bounces) {}

    private record QuarantineAnswer(JsonRows<QuarantinedAnswer> aside) {}

    private record QuarantinedAnswer(
            long number,
            Instant at,
            Optional<String> uid,
            Optional<String> messageId,
            long size,
            String why,
            Optional<String> sender,
            Optional<String> subject,
            Optional<String> excerpt,
            boolean asksOptOut) {
        static QuarantinedAnswer of(Quarantined message) {
            return new QuarantinedAnswer(
                    message.number(),
                    message.quarantinedAt(),
                    message.uid(),
                    message.messageId(),
                    message.size(),
                    message.reason(),
                    message.personal().flatMap(PersonalMail::sender).map(EmailAddress::value),
                    message.personal().map(PersonalMail::subject),
                    message.personal().map(PersonalMail::excerpt),
                    message.personal().filter(PersonalMail::asksOptOut).isPresent());
        }
    }

    private void print(List<Bounce> bounces, int maxRows, ZoneId zone) {
        if (bounces.isEmpty()) {
            console().printNote("no bounces found.");
            return;
        }
        TextTable table = BounceWords.createTable();
        bounces.forEach(bounce -> BounceWords.addRow(table, bounce, zone));
        console().printTable(table);
        BounceWords.printUnbelievedComplaint(console(), globalOptions(), bounces);
        if (bounces.size() == maxRows) {
            console()
                    .printNote("there may be more. To list them: "
                            + globalOptions()
                                    .suggestSame()
                                    .withOption(
                                            "--after", bounces.get(maxRows - 1).id()));
        }
    }

    private static String describe(Quarantined message) {
        return message.personal()
                .map(personal -> (personal.asksOptOut() ? "asks for no more mail: " : "")
                        + Stream.of(personal.subject(), personal.excerpt().replace('\n', ' '))
                                .filter(text -> !text.isBlank())
                                .collect(Collectors.joining(" | ")))
                .filter(text -> !text.isBlank())
                .orElseGet(() -> message.reason() + ": "
                        + message.messageId()
                                .or(() -> message.uid().map(BouncesListCommand::fileName))
                                .orElse(""));
    }

    /** Returns the last part of a message's path in the mailbox. */
    private static String fileName(String uid) {
        return uid.substring(uid.lastIndexOf('/') + 1);
    }

    private void writeQuarantined(List<Quarantined> messages, ZoneId zone) {
        if (globalOptions().json()) {
            console().writeJson(new QuarantineAnswer(JsonRows.of(messages, QuarantinedAnswer::of)));
            return;
        }
        TextTable table = TextTable.of(">Number", "Time", "From", "Subject and first lines")
                .keepLastColumnUncut();
        messages.forEach(message -> table.addRow(
                TerminalText.formatNumber(message.number()),
                TimeZones.format(message.quarantinedAt(), zone),
                message.personal()
                        .flatMap(PersonalMail::sender)
                        .map(EmailAddress::value)
                        .orElse("(unknown)"),
                describe(message)));
        console().printTable(table);
        List<Quarantined> asking = messages.stream()
                .filter(message ->
                        message.personal().filter(PersonalMail::asksOptOut).isPresent())
                .toList();
        if (!messages.isEmpty()) {
            console().printSeparator();
            console()
                    .printNote("to opt a sender out: "
                            + globalOptions()
                                    .suggest(
                                            "bounces",
                                            "opt-out",
                                            (asking.isEmpty() ? messages : asking)
                                                    .get(0)
                                                    .number()));
            console()
                    .printNote("to file a message without that: "
                            + globalOptions()
                                    .suggest(
                                            "bounces",
                                            "file",
                                            messages.get(messages.size() - 1).number()));
        }
        if (messages.isEmpty()) {
            console().printNote("no messages were set aside.");
        }
    }
}
