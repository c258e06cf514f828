package heed.cli.bounces;

import heed.bounces.marking.MarkingPause;
import heed.cli.internal.account.AccountSession;
import heed.cli.internal.account.TimeZones;
import heed.cli.internal.console.HeedCommand;
import heed.cli.internal.console.TextTable;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.ExitCode;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;

/** Lists the pauses of marking. */
@Command(
        name = "pauses",
        description = {
            "List the pauses of marking, open and ended.",
            "An open pause waits for `heed bounces confirm` or `heed bounces discard`."
        })
public final class BouncesPausesCommand extends HeedCommand {

    public BouncesPausesCommand(CommandEnvironment environment) {
        super(environment);
    }

    @Override
    protected ExitCode run() {
        try (AccountSession session = AccountSession.open(globalOptions(), environment())) {
            ZoneId zone = session.account().account().zone();
            List<MarkingPause> pauses = session.bounces().read(reading -> reading.listPauses());
            if (globalOptions().json()) {
                console()
                        .writeJson(new PausesAnswer(
                                pauses.stream().map(PauseAnswer::of).toList()));
                return ExitCode.DONE;
            }
            TextTable table = TextTable.of(">Pause", "What", "Ended");
            pauses.forEach(pause -> table.addRow(
                    Long.toString(pause.number()),
                    BounceAlerts.describePause(pause, zone),
                    pause.end()
                            .map(end -> (end.confirmed() ? "confirmed by " : "discarded by ") + end.actor() + " at "
                                    + TimeZones.format(end.endedAt(), zone))
                            .orElse("not yet")));
            console().printTable(table);
            if (pauses.isEmpty()) {
                console().printNote("marking has never been paused.");
            }
        }
        return ExitCode.DONE;
    }

    private record PausesAnswer(List<PauseAnswer> pauses) {}

    /** A pause of marking, as JSON. */
    record PauseAnswer(
            long pause,
            Optional<String> domain,
            String reason,
            Instant since,
            long bounces,
            long mails,
            Optional<Instant> ended,
            Optional<String> real) {
        static PauseAnswer of(MarkingPause pause) {
            return new PauseAnswer(
                    pause.number(),
                    pause.domain(),
                    pause.reason().label(),
                    pause.startedAt(),
                    pause.bounces(),
                    pause.mails(),
                    pause.end().map(MarkingPause.PauseEnd::endedAt),
                    pause.end().map(end -> end.confirmed() ? "yes" : "no"));
        }
    }
}
