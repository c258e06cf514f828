package heed.cli.automations;

import heed.cli.accounts.Zones;
import heed.cli.console.Console;
import heed.cli.console.Exit;
import heed.cli.console.Json;
import heed.cli.console.Plain;
import heed.cli.console.Table;
import heed.cli.mail.SendCounts;
import heed.cli.mail.Waiting;
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
 * @param mail where the mail stands that it has queued
 * @param waiting why mail waits that was to go out; empty if none does
 */
record RunAnswer(RunReport report, ZoneId zone, List<SendCount> mail, Optional<Waiting> waiting) {
    private static final int SHOWN = 20;
    private static final String ALREADY = "had the value already, or get no message of their own";

    /** @return failed if mail waits that was to go out */
    Exit answer(Console console, boolean asJson) {
        if (asJson) {
            console.json(json -> {
                json.writeStartObject();
                write(json);
                Json.text(json, "waitsBecause", waiting.map(Waiting::why));
                json.writeEndObject();
            });
        } else {
            print(console);
        }
        return waiting.isPresent() ? Exit.FAILED : Exit.DONE;
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
        Json.instant(json, "started", run.startedAt());
        Json.text(json, "finished", run.finishedAt().map(Instant::toString));
        Json.text(json, "undone", run.undoneAt().map(Instant::toString));
        tally(json, run.tally());
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
        SendCounts.write(json, mail);
    }

    static void tally(JsonGenerator json, RunTally tally) {
        json.writeNumberProperty("affected", tally.affected());
        json.writeNumberProperty("applied", tally.applied());
        json.writeNumberProperty("skipped", tally.skipped());
        json.writeNumberProperty("failed", tally.failed());
    }

    private void print(Console console) {
        Run run = report.run();
        console.line("Run " + run.id() + " of " + run.automation() + (report.resumed() ? " went on and" : "")
                + run.finishedAt()
                        .map(at -> " finished at " + Zones.time(at, zone) + took(run.startedAt(), at))
                        .orElse(" started at " + Zones.time(run.startedAt(), zone))
                + ".");
        printTally(console);
        console.note("");
        console.note(
                mail.isEmpty()
                        ? "To see it: heed show " + run.id() + ". To put everything back: heed undo " + run.id()
                        : "To see it: heed show " + run.id() + ", heed sends --run " + run.id()
                                + ". To put back what it set and withdraw what is not sent: heed undo " + run.id());
        waiting.ifPresent(one -> console.note("heed: " + one.sentence()));
    }

    /** The counts, and who was left out and why. */
    void printTally(Console console) {
        RunTally tally = report.run().tally();
        console.line("Affected " + Plain.count(tally.affected(), "prospect") + ".");
        Table table = Table.of("", ">", "");
        table.row("Applied", Plain.number(tally.applied()), "");
        table.row("Skipped", Plain.number(tally.skipped()), tally.skipped() == 0 ? "" : skipped());
        table.row("Failed", Plain.number(tally.failed()), "");
        console.lines(table.lines());
        if (!mail.isEmpty()) {
            console.line("");
            SendCounts.print(console, mail);
        }
        if (!report.changedProspects().isEmpty()) {
            console.line("");
            console.line("Left out, because they have changed since the plan was made: "
                    + report.changedProspects().stream()
                            .limit(SHOWN)
                            .map(RunReport.ChangedProspect::id)
                            .collect(Collectors.joining(", "))
                    + (report.changedCount() > SHOWN
                            ? ", and " + Plain.number(report.changedCount() - SHOWN) + " more"
                            : ""));
        }
        if (!report.failures().isEmpty()) {
            console.line("");
            Table failures = Table.of("Prospect", "Action", "Why it failed").whole();
            report.failures().stream()
                    .limit(SHOWN)
                    .forEach(failure -> failures.row(failure.id(), failure.action(), failure.reason()));
            console.lines(failures.lines());
        }
    }

    private String skipped() {
        return report.changedCount() == 0 ? ALREADY : ALREADY + ", or have changed since the plan was made";
    }

    private static String took(Instant start, Instant end) {
        return " after " + Plain.number(Math.max(1, Duration.between(start, end).toSeconds())) + " s";
    }
}
