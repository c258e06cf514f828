package heed.cli.bounces;

import heed.bounces.VerdictKind;
import heed.bounces.marking.Bounce;
import heed.bounces.marking.BounceId;
import heed.bounces.marking.BounceQuery;
import heed.bounces.marking.Quarantined;
import heed.cli.internal.account.AccountSession;
import heed.cli.internal.account.TimeZones;
import heed.cli.internal.console.HeedCommand;
import heed.cli.internal.console.JsonRows;
import heed.cli.internal.console.TerminalText;
import heed.cli.internal.console.TextTable;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.CommandException;
import heed.cli.process.ExitCode;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists what came back. */
@Command(name = "list", description = "List what came back, of whom, and what it says.")
public final class BouncesListCommand extends HeedCommand {
    private static final int MAX_LIMIT = 10_000;

    @Mixin
    private final BounceFilterOptions filter = new BounceFilterOptions();

    @Option(
            names = "--kind",
            paramLabel = "KIND",
            description = "Only those of this kind: failed, delayed, complaint, …")
    private @Nullable String kind;

    @Option(names = "--aside", description = "List the messages that were kept aside for a person instead.")
    private boolean aside;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "100",
            description = "How many are listed (default: ${DEFAULT-VALUE}).")
    private int limit;

    @Option(
            names = "--after",
            paramLabel = "BOUNCE",
            defaultValue = "0",
            description = "Only those after the one with this number.")
    private long after;

    public BouncesListCommand(CommandEnvironment environment) {
        super(environment);
    }

    @Override
    protected ExitCode run() {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw CommandException.invalid("limit", "--limit is from 1 to " + TerminalText.formatNumber(MAX_LIMIT));
        }
        Optional<VerdictKind> only = Optional.ofNullable(kind).map(BouncesListCommand::parseKind);
        try (AccountSession session = AccountSession.open(globalOptions(), environment())) {
            ZoneId zone = session.account().account().zone();
            if (aside) {
                writeQuarantined(session.bounces().read(reading -> reading.listQuarantined(limit)), zone);
                return ExitCode.DONE;
            }
            BounceQuery query = filter.toQuery(session, only);
            List<Bounce> bounces =
                    session.bounces().read(reading -> reading.listBounces(query, new BounceId(after), limit));
            if (globalOptions().json()) {
                console().writeJson(new BouncesAnswer(JsonRows.of(bounces, BounceWords.BounceAnswer::of)));
            } else {
                print(bounces, zone);
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
                        "what comes back is "
                                + Arrays.stream(VerdictKind.values())
                                        .map(VerdictKind::label)
                                        .collect(Collectors.joining(", "))));
    }

    private record BouncesAnswer(JsonRows<BounceWords.BounceAnswer> bounces) {}

    private record QuarantineAnswer(JsonRows<QuarantinedAnswer> aside) {}

    private record QuarantinedAnswer(
            Instant at, Optional<String> uid, Optional<String> messageId, long size, String why) {
        static QuarantinedAnswer of(Quarantined message) {
            return new QuarantinedAnswer(
                    message.quarantinedAt(), message.uid(), message.messageId(), message.size(), message.reason());
        }
    }

    private void print(List<Bounce> bounces, ZoneId zone) {
        if (bounces.isEmpty()) {
            console().printNote("There is no such bounce.");
            return;
        }
        TextTable table = BounceWords.createTable();
        bounces.forEach(bounce -> BounceWords.addRow(table, bounce, zone));
        console().printLines(table.drainLines());
        if (bounces.size() == limit) {
            console()
                    .printNote("There may be more: --after "
                            + bounces.get(limit - 1).id());
        }
    }

    /** The last part of where it lay. */
    private static String fileName(String uid) {
        return uid.substring(uid.lastIndexOf('/') + 1);
    }

    private void writeQuarantined(List<Quarantined> messages, ZoneId zone) {
        if (globalOptions().json()) {
            console().writeJson(new QuarantineAnswer(JsonRows.of(messages, QuarantinedAnswer::of)));
            return;
        }
        TextTable table = TextTable.of("Time", ">Bytes", "Message", "Why");
        messages.forEach(message -> table.addRow(
                TimeZones.format(message.quarantinedAt(), zone),
                TerminalText.formatNumber(message.size()),
                message.messageId()
                        .or(() -> message.uid().map(BouncesListCommand::fileName))
                        .orElse(""),
                message.reason()));
        console().printLines(table.drainLines());
        if (messages.isEmpty()) {
            console().printNote("No message was kept aside.");
        }
    }
}
