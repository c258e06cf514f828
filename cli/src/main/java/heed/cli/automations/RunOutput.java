package heed.cli.automations;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import heed.cli.internal.account.FreedAddressWords;
import heed.cli.internal.account.SendCountWords;
import heed.cli.internal.account.TimeZones;
import heed.cli.internal.console.CommandConsole;
import heed.cli.internal.console.GlobalOptions;
import heed.cli.internal.console.MessageLabel;
import heed.cli.internal.console.TerminalText;
import heed.cli.internal.console.TextTable;
import heed.cli.mail.PendingMail;
import heed.cli.process.ExitCode;
import heed.engine.run.RunActivity;
import heed.engine.run.RunReport;
import heed.mail.outbox.SendCount;
import heed.model.run.Run;
import heed.model.run.RunTally;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The output of a run: its outcome and the state of its mail.
 *
 * @param activity what happens to the run now
 * @param sendCounts the number of its mails by state
 * @param pendingMail why due mail was not sent; empty if none is left
 * @param options the options of the command, which suggested commands repeat
 */
record RunOutput(
        RunReport report,
        RunActivity activity,
        ZoneId zone,
        List<SendCount> sendCounts,
        Optional<PendingMail> pendingMail,
        GlobalOptions options) {
    private static final int MAX_SHOWN = 20;
    private static final String SKIPPED_REASON =
            "already had the value, have a mail of this message already, or get no message of their own";

    /**
     * The outcome of a run, as JSON.
     *
     * @param entry the number of the run among the runs of its automation
     * @param leftOut the Ids of the first prospects that changed after the plan was made
     */
    record RunAnswer(
            long run,
            String automation,
            int version,
            int entry,
            String state,
            boolean resumed,
            boolean planned,
            Instant started,
            Optional<Instant> finished,
            Optional<Instant> undone,
            @JsonUnwrapped TallyAnswer tally,
            long changedSincePlan,
            List<String> leftOut,
            List<FailureAnswer> failures,
            List<SendCountWords.SendCountAnswer> mail) {}

    /** The counts of a run, as JSON: affected prospects, and their actions by outcome. */
    record TallyAnswer(long affected, long applied, long skipped, long failed) {
        static TallyAnswer of(RunTally tally) {
            return new TallyAnswer(tally.affected(), tally.applied(), tally.skipped(), tally.failed());
        }
    }

    private record FailureAnswer(String id, String action, String why) {}

    private record RunResultAnswer(
            @JsonUnwrapped RunAnswer outcome,
            FreedAddressWords.FreedAddressesAnswer mailableAgain,
            Optional<String> waitsBecause,

            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<DataWarnings.UnknownCountriesAnswer> unknownCountries) {}

    /** Writes the output and returns the exit code: failed if due mail was not sent. */
    ExitCode writeTo(CommandConsole console, boolean asJson) {
        if (asJson) {
            console.writeJson(new RunResultAnswer(
                    toAnswer(),
                    FreedAddressWords.FreedAddressesAnswer.of(report.freed()),
                    pendingMail.map(PendingMail::reason),
                    DataWarnings.toCountryAnswers(report.unknownCountries())));
        } else {
            print(console);
        }
        return pendingMail.isPresent() ? ExitCode.FAILED : ExitCode.DONE;
    }

    RunAnswer toAnswer() {
        Run run = report.run();
        return new RunAnswer(
                run.id().value(),
                run.subject(),
                run.version(),
                run.number(),
                activity.isUndo()
                        ? RunStateWords.state(activity)
                        : run.status().name().toLowerCase(Locale.ROOT),
                report.resumed(),
                run.fromStoredPlan(),
                run.startedAt(),
                run.finishedAt(),
                run.undoneAt(),
                TallyAnswer.of(run.tally()),
                report.changedCount(),
                report.changedProspects().stream()
                        .map(RunReport.ChangedProspect::id)
                        .toList(),
                report.failures().stream()
                        .map(failure -> new FailureAnswer(failure.id(), failure.action(), failure.reason()))
                        .toList(),
                SendCountWords.toAnswers(sendCounts));
    }

    private void print(CommandConsole console) {
        Run run = report.run();
        console.printLine("Run " + run.id() + " of " + run.automation() + (report.resumed() ? " was resumed and" : "")
                + run.finishedAt()
                        .map(at -> (sendCounts.isEmpty() ? " finished at " : " prepared the last of its mail at ")
                                + TimeZones.format(at, zone)
                                + formatDuration(run.startedAt(), at))
                        .orElse(" started at " + TimeZones.format(run.startedAt(), zone))
                + ".");
        printTally(console);
        FreedAddressWords.print(console, report.freed());
        console.printLines(MessageLabel.WARNING.ofAll(DataWarnings.describeCountries(report.unknownCountries())));
        console.printSeparator();
        console.printNote("to see the run: " + options.suggest("show", run.id()));
        if (!sendCounts.isEmpty()) {
            console.printNote("to see its mail: " + options.suggestMailCommand("sends", "--run", run.id()));
        }
        console.printNote((sendCounts.isEmpty() ? "to undo it: " : "to undo it and withdraw its unsent mail: ")
                + options.suggest("undo", run.id()));
        pendingMail.ifPresent(pending -> console.printError(pending.sentence()));
    }

    /** Prints the counts, the prospects that were left out, and the actions that failed. */
    void printTally(CommandConsole console) {
        RunTally tally = report.run().tally();
        console.printLine("Affected " + TerminalText.formatCount(tally.affected(), "prospect") + ".");
        TextTable table = TextTable.of("", ">", "").keepLastColumnUncut();
        table.addRow("Applied", TerminalText.formatNumber(tally.applied()), "");
        table.addRow(
                "Skipped", TerminalText.formatNumber(tally.skipped()), tally.skipped() == 0 ? "" : skippedReason());
        table.addRow("Failed", TerminalText.formatNumber(tally.failed()), "");
        console.printTable(table);
        if (!sendCounts.isEmpty()) {
            console.printLine("");
            SendCountWords.print(console, sendCounts);
        }
        if (!report.changedProspects().isEmpty()) {
            console.printLine("");
            console.printLine("Left out, because they changed after the plan was made: "
                    + report.changedProspects().stream()
                            .limit(MAX_SHOWN)
                            .map(RunReport.ChangedProspect::id)
                            .collect(Collectors.joining(", "))
                    + (report.changedCount() > MAX_SHOWN
                            ? ", and " + TerminalText.formatNumber(report.changedCount() - MAX_SHOWN) + " more"
                            : ""));
        }
        if (!report.failures().isEmpty()) {
            console.printLine("");
            TextTable failures =
                    TextTable.of("Prospect", "Action", "Why it failed").keepLastColumnUncut();
            report.failures().stream()
                    .limit(MAX_SHOWN)
                    .forEach(failure -> failures.addRow(failure.id(), failure.action(), failure.reason()));
            console.printTable(failures);
        }
    }

    private String skippedReason() {
        return report.changedCount() == 0 ? SKIPPED_REASON : SKIPPED_REASON + ", or changed after the plan was made";
    }

    private static String formatDuration(Instant start, Instant end) {
        return " after "
                + TerminalText.formatNumber(
                        Math.max(1, Duration.between(start, end).toSeconds())) + " s";
    }
}
