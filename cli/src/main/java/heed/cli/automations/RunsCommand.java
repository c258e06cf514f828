package heed.cli.automations;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import heed.cli.internal.account.AccountSession;
import heed.cli.internal.account.TimeZones;
import heed.cli.internal.console.HeedCommand;
import heed.cli.internal.console.TerminalText;
import heed.cli.internal.console.TextTable;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.ExitCode;
import heed.model.run.Run;
import heed.model.run.RunId;
import heed.model.store.StoreReading;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;

/** {@code heed runs}: the runs of an account. */
@Command(name = "runs", description = "List the runs of the account in the order in which they started.")
public final class RunsCommand extends HeedCommand {
    public RunsCommand(CommandEnvironment environment) {
        super(environment);
    }

    private record RunsAnswer(List<ListedRunAnswer> runs) {}

    private record ListedRunAnswer(
            long run,
            String automation,
            int version,
            String state,
            boolean mailPaused,
            Instant started,
            Optional<Instant> finished,
            Optional<Instant> undone,
            @JsonUnwrapped RunOutput.TallyAnswer tally) {
        static ListedRunAnswer of(Run run, Set<RunId> paused, Instant now) {
            return new ListedRunAnswer(
                    run.id().value(),
                    run.automation(),
                    run.version(),
                    RunStateWords.state(run, now),
                    paused.contains(run.id()),
                    run.startedAt(),
                    run.finishedAt(),
                    run.undoneAt(),
                    RunOutput.TallyAnswer.of(run.tally()));
        }
    }

    @Override
    protected ExitCode run() {
        List<Run> runs;
        Set<RunId> paused;
        ZoneId zone;
        try (AccountSession session = AccountSession.open(globalOptions(), environment())) {
            runs = session.account().read(StoreReading::listRuns);
            paused = session.mail().outbox().pausedRuns();
            zone = session.account().account().zone();
        }
        Instant now = environment().clock().instant();
        if (globalOptions().json()) {
            console()
                    .writeJson(new RunsAnswer(runs.stream()
                            .map(run -> ListedRunAnswer.of(run, paused, now))
                            .toList()));
        } else if (runs.isEmpty()) {
            console().printNote("No automation has run yet.");
        } else {
            TextTable table = TextTable.of(
                    ">Run", "Automation", "State", "Started", ">Affected", ">Applied", ">Skipped", ">Failed");
            for (Run run : runs) {
                table.addRow(
                        run.id().toString(),
                        run.automation(),
                        RunStateWords.state(run, now) + (paused.contains(run.id()) ? ", mail paused" : ""),
                        TimeZones.format(run.startedAt(), zone),
                        TerminalText.formatNumber(run.tally().affected()),
                        TerminalText.formatNumber(run.tally().applied()),
                        TerminalText.formatNumber(run.tally().skipped()),
                        TerminalText.formatNumber(run.tally().failed()));
            }
            console().printTable(table);
        }
        return ExitCode.DONE;
    }
}
