package heed.cli.automations;

import heed.cli.internal.account.SendCountWords;
import heed.cli.internal.account.TimeZones;
import heed.cli.internal.console.CommandConsole;
import heed.cli.internal.console.JsonOutput;
import heed.cli.internal.console.TerminalText;
import heed.cli.internal.console.TextTable;
import heed.cli.mail.PendingMail;
import heed.cli.process.ExitCode;
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
import tools.jackson.core.JsonGenerator;

/**
 * Tells what came of a run.
 *
 * @param sendCounts where the mail stands that it has queued
 * @param pendingMail why mail waits that was to go out; empty if none does
 */
record RunOutput(RunReport report, ZoneId zone, List<SendCount> sendCounts, Optional<PendingMail> pendingMail) {
    private static final int MAX_SHOWN = 20;
    private static final String SKIPPED_REASON = "had the value already, or get no message of their own";

    /** @return failed if mail waits that was to go out */
    ExitCode writeTo(CommandConsole console, boolean asJson) {
        if (asJson) {
            console.writeJson(json -> {
                json.writeStartObject();
                write(json);
                JsonOutput.writeText(json, "waitsBecause", pendingMail.map(PendingMail::reason));
                json.writeEndObject();
            });
        } else {
            print(console);
        }
        return pendingMail.isPresent() ? ExitCode.FAILED : ExitCode.DONE;
    }

    /** The properties of the run and its report. */
    void write(JsonGenerator json) {
        Run run = report.run();
        json.writeNumberProperty("run", run.id().value());
        json.writeStringProperty("automation", run.automation());
        json.writeNumberProperty("version", run.version());
        json.writeNumberProperty("entry", run.number());
        json.writeStringProperty("state", run.status().name().toLowerCase(Locale.ROOT));
        json.writeBooleanProperty("resumed", report.resumed());
        json.writeBooleanProperty("planned", run.fromStoredPlan());
        JsonOutput.writeInstant(json, "started", run.startedAt());
        JsonOutput.writeText(json, "finished", run.finishedAt().map(Instant::toString));
        JsonOutput.writeText(json, "undone", run.undoneAt().map(Instant::toString));
        writeTally(json, run.tally());
        json.writeNumberProperty("changedSincePlan", report.changedCount());
        json.writeArrayPropertyStart("leftOut");
        report.changedProspects().forEach(left -> json.writeString(left.id()));
        json.writeEndArray();
        json.writeArrayPropertyStart("failures");
        for (RunReport.FailedAction failure : report.failures()) {
            json.writeStartObject();
            json.writeStringProperty("id", failure.id());
            json.writeStringProperty("action", failure.action());
            json.writeStringProperty("why", failure.reason());
            json.writeEndObject();
        }
        json.writeEndArray();
        SendCountWords.write(json, sendCounts);
    }

    static void writeTally(JsonGenerator json, RunTally tally) {
        json.writeNumberProperty("affected", tally.affected());
        json.writeNumberProperty("applied", tally.applied());
        json.writeNumberProperty("skipped", tally.skipped());
        json.writeNumberProperty("failed", tally.failed());
    }

    private void print(CommandConsole console) {
        Run run = report.run();
        console.printLine("Run " + run.id() + " of " + run.automation() + (report.resumed() ? " went on and" : "")
                + run.finishedAt()
                        .map(at -> " finished at " + TimeZones.format(at, zone) + formatDuration(run.startedAt(), at))
                        .orElse(" started at " + TimeZones.format(run.startedAt(), zone))
                + ".");
        printTally(console);
        console.printNote("");
        console.printNote(
                sendCounts.isEmpty()
                        ? "To see it: heed show " + run.id() + ". To put everything back: heed undo " + run.id()
                        : "To see it: heed show " + run.id() + ", heed sends --run " + run.id()
                                + ". To put back what it set and withdraw what is not sent: heed undo " + run.id());
        pendingMail.ifPresent(pending -> console.printNote("heed: " + pending.sentence()));
    }

    /** The counts, and who was left out and why. */
    void printTally(CommandConsole console) {
        RunTally tally = report.run().tally();
        console.printLine("Affected " + TerminalText.formatCount(tally.affected(), "prospect") + ".");
        TextTable table = TextTable.of("", ">", "");
        table.addRow("Applied", TerminalText.formatNumber(tally.applied()), "");
        table.addRow(
                "Skipped", TerminalText.formatNumber(tally.skipped()), tally.skipped() == 0 ? "" : skippedReason());
        table.addRow("Failed", TerminalText.formatNumber(tally.failed()), "");
        console.printLines(table.drainLines());
        if (!sendCounts.isEmpty()) {
            console.printLine("");
            SendCountWords.print(console, sendCounts);
        }
        if (!report.changedProspects().isEmpty()) {
            console.printLine("");
            console.printLine("Left out, because they have changed since the plan was made: "
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
            console.printLines(failures.drainLines());
        }
    }

    private String skippedReason() {
        return report.changedCount() == 0
                ? SKIPPED_REASON
                : SKIPPED_REASON + ", or have changed since the plan was made";
    }

    private static String formatDuration(Instant start, Instant end) {
        return " after "
                + TerminalText.formatNumber(
                        Math.max(1, Duration.between(start, end).toSeconds())) + " s";
    }
}
