package heed.cli.automations;

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
    /** The most runs, the latest, of which it is said what is left. */
    private static final int MAX_NOTED = 20;

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
            boolean mailUnsent,
            Instant started,
            Optional<Instant> finished,
            Optional<Instant> undone,
            @JsonUnwrapped RunOutput.TallyAnswer tally) {
        static ListedRunAnswer of(ListedRun listed) {
            Run run = listed.run;
            return new ListedRunAnswer(
                    run.id().value(),
                    run.automation(),
                    run.version(),
                    RunStateWords.state(listed.activity),
                    listed.mailPaused,
                    listed.mailUnsent,
                    run.startedAt(),
                    run.finishedAt(),
                    run.undoneAt(),
                    RunOutput.TallyAnswer.of(run.tally()));
        }
    }

    /** A run with what `heed runs` says of it. */
    private record ListedRun(Run run, RunActivity activity, boolean mailPaused, boolean mailUnsent) {
        String state() {
            String mail = mailPaused ? ", mail paused" : mailUnsent ? ", mail not sent" : "";
            return RunStateWords.state(activity) + mail;
        }
    }

    @Override
    protected ExitCode run() {
        try (AccountSession session = AccountSession.open(globalOptions(), environment())) {
            Engine engine = Engines.create(session, environment());
            Set<RunId> paused = session.mail().outbox().pausedRuns();
            Set<RunId> unsettled = session.mail().outbox().findUnsettledRuns();
            List<ListedRun> runs = session.account().read(StoreReading::listRuns).stream()
                    .map(run -> new ListedRun(
                            run, engine.activity(run), paused.contains(run.id()), unsettled.contains(run.id())))
                    .toList();
            if (globalOptions().json()) {
                console()
                        .writeJson(new RunsAnswer(
                                runs.stream().map(ListedRunAnswer::of).toList()));
            } else if (runs.isEmpty()) {
                console().printNote("No automation has run yet.");
            } else {
                printTable(runs, session.account().account().zone());
                printNotes(runs, session);
            }
        }
        return ExitCode.DONE;
    }

    private void printTable(List<ListedRun> runs, ZoneId zone) {
        TextTable table =
                TextTable.of(">Run", "Automation", "State", "Started", ">Affected", ">Applied", ">Skipped", ">Failed");
        for (ListedRun listed : runs) {
            Run run = listed.run;
            table.addRow(
                    run.id().toString(),
                    run.automation(),
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
            if (listed.activity == RunActivity.STOPPED || listed.activity == RunActivity.UNDO_STOPPED) {
                console()
                        .printNote("note: run " + id + " has not ended, and no process works on it; `"
                                + (listed.activity == RunActivity.STOPPED
                                        ? globalOptions().suggestMailCommand("resume", id)
                                        : globalOptions().suggest("undo", id))
                                + "` continues it.");
            } else if (listed.mailUnsent) {
                openMail.describe(id).forEach(line -> console().printNote("note: run " + id + ": " + line + "."));
            }
        }
    }
}
