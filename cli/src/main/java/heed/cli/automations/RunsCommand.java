package heed.cli.automations;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import heed.cli.internal.account.AccountSession;
import heed.cli.internal.account.Engines;
import heed.cli.internal.account.TimeZones;
import heed.cli.internal.console.HeedCommand;
import heed.cli.internal.console.TerminalText;
import heed.cli.internal.console.TextTable;
import heed.cli.mail.OpenMail;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.ExitCode;
import heed.engine.Engine;
import heed.engine.run.RunActivity;
import heed.model.run.ImportCount;
import heed.model.run.Run;
import heed.model.run.RunId;
import heed.model.store.StoreReading;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;

/** {@code heed runs}: the runs of an account. */
@Command(
        name = "runs",
        description = {
            "List the runs of the account in the order in which they started: of automations, and imports of files.",
            "Of an import, the rows are counted: those that created or updated something are applied, those that changed"
                    + " nothing are skipped, and those that were rejected have failed."
        })
public final class RunsCommand extends HeedCommand {
    /** The most runs, the latest, of which it is said what is left. */
    private static final int MAX_NOTED = 20;

    public RunsCommand(CommandEnvironment environment) {
        super(environment);
    }

    private record RunsAnswer(List<ListedRunAnswer> runs) {}

    private record ListedRunAnswer(
            long run,
            String kind,
            String automation,
            int version,
            String state,
            boolean mailPaused,
            boolean mailUnsent,
            Instant started,
            Optional<Instant> finished,
            Optional<Instant> undone,
            @JsonUnwrapped RunOutput.TallyAnswer tally,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Long> imported) {
        static ListedRunAnswer of(ListedRun listed) {
            Run run = listed.run;
            return new ListedRunAnswer(
                    run.id().value(),
                    run.kind().label(),
                    run.subject(),
                    run.version(),
                    RunStateWords.state(listed.activity),
                    listed.mailPaused,
                    listed.mailUnsent,
                    run.startedAt(),
                    run.finishedAt(),
                    run.undoneAt(),
                    RunOutput.TallyAnswer.of(run.tally()),
                    ImportCounts.toJson(listed.imported));
        }
    }

    /**
     * A run with what `heed runs` says of it.
     *
     * @param imported the counts of an import; empty for an automation
     */
    private record ListedRun(
            Run run, Map<ImportCount, Long> imported, RunActivity activity, boolean mailPaused, boolean mailUnsent) {
        String state() {
            return RunStateWords.state(activity, mailPaused, mailUnsent);
        }
    }

    @Override
    protected ExitCode run() {
        try (AccountSession session = AccountSession.open(globalOptions(), environment())) {
            Engine engine = Engines.create(session, environment());
            Map<RunId, Map<ImportCount, Long>> imported = session.account().read(StoreReading::countImported);
            Set<RunId> paused = session.mail().outbox().pausedRuns();
            Set<RunId> unsettled = session.mail().outbox().findUnsettledRuns();
            List<ListedRun> runs = session.account().read(StoreReading::listRuns).stream()
                    .map(run -> new ListedRun(
                            withRows(run, imported),
                            imported.getOrDefault(run.id(), Map.of()),
                            engine.activity(run),
                            paused.contains(run.id()),
                            unsettled.contains(run.id())))
                    .toList();
            if (globalOptions().json()) {
                console()
                        .writeJson(new RunsAnswer(
                                runs.stream().map(ListedRunAnswer::of).toList()));
            } else if (runs.isEmpty()) {
                console().printNote("no automation has run yet.");
            } else {
                printTable(runs, session.account().account().zone());
                printNotes(runs, session);
            }
        }
        return ExitCode.DONE;
    }

    private static Run withRows(Run run, Map<RunId, Map<ImportCount, Long>> imported) {
        return run.kind() == Run.Kind.AUTOMATION
                ? run
                : run.withTally(ImportCount.toTally(imported.getOrDefault(run.id(), Map.of())));
    }

    private void printTable(List<ListedRun> runs, ZoneId zone) {
        TextTable table = TextTable.of(
                ">Run",
                "Kind",
                "Automation or file",
                "State",
                "Started",
                ">Affected",
                ">Applied",
                ">Skipped",
                ">Failed");
        for (ListedRun listed : runs) {
            Run run = listed.run;
            table.addRow(
                    run.id().toString(),
                    run.kind().label(),
                    run.subject(),
                    listed.state(),
                    TimeZones.format(run.startedAt(), zone),
                    TerminalText.formatNumber(run.tally().affected()),
                    TerminalText.formatNumber(run.tally().applied()),
                    TerminalText.formatNumber(run.tally().skipped()),
                    TerminalText.formatNumber(run.tally().failed()));
        }
        console().printTable(table);
    }

    /** Prints, for the latest runs that are not done, what is left of each and which command continues it. */
    private void printNotes(List<ListedRun> runs, AccountSession session) {
        OpenMail openMail = new OpenMail(session, environment().clock().instant());
        for (ListedRun listed : runs.subList(Math.max(0, runs.size() - MAX_NOTED), runs.size())) {
            RunId id = listed.run.id();
            if (listed.activity == RunActivity.STOPPED && listed.run.kind() != Run.Kind.AUTOMATION) {
                console().printNote("run " + id + " has not ended. " + ImportCounts.HOW_TO_COMPLETE);
            } else if (listed.activity == RunActivity.STOPPED || listed.activity == RunActivity.UNDO_STOPPED) {
                console()
                        .printNote("run " + id + " has not ended, and no process works on it; `"
                                + (listed.activity == RunActivity.STOPPED
                                        ? globalOptions().suggestMailCommand("resume", id)
                                        : globalOptions().suggest("undo", id))
                                + "` continues it.");
            }
            boolean stopped = listed.activity == RunActivity.STOPPED || listed.activity == RunActivity.UNDO_STOPPED;
            if (listed.mailUnsent && (!stopped || listed.mailPaused)) {
                openMail.describe(id).forEach(line -> console().printNote("run " + id + ": " + line + "."));
            }
        }
    }
}
