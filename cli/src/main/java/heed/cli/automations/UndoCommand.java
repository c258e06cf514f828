package heed.cli.automations;

import heed.cli.internal.account.AccountSession;
import heed.cli.internal.account.EngineProgressDisplay;
import heed.cli.internal.account.Engines;
import heed.cli.internal.account.FieldValues;
import heed.cli.internal.account.TimeZones;
import heed.cli.internal.console.HeedCommand;
import heed.cli.internal.console.JsonOutput;
import heed.cli.internal.console.TerminalText;
import heed.cli.internal.console.TextTable;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.ExitCode;
import heed.engine.Engine;
import heed.engine.run.UndoReport;
import heed.model.fact.Provenance;
import heed.model.run.RunId;
import java.time.ZoneId;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.core.JsonGenerator;

/** Puts back what a run changed and nobody has asserted since. */
@Command(
        name = "undo",
        description = "Put back every value that a run set and nobody has asserted since. Whoever opted out by another"
                + " way, before or after the run, stays opted out.")
public final class UndoCommand extends HeedCommand {
    private static final int MAX_SHOWN = 20;

    @Parameters(paramLabel = "RUN", description = "Its number, as `heed runs` shows it.")
    private long run;

    @Option(names = "--preview", description = "Only show what would be put back; nothing is changed.")
    private boolean preview;

    public UndoCommand(CommandEnvironment environment) {
        super(environment);
    }

    @Override
    protected ExitCode run() {
        try (AccountSession session = AccountSession.open(globalOptions(), environment())) {
            Engine engine = Engines.create(session, environment());
            UndoReport report;
            try (EngineProgressDisplay progress = new EngineProgressDisplay(environment(), console())) {
                RunId id = new RunId(run);
                report = EngineErrors.translate(
                        "heed undo " + run,
                        () -> preview ? engine.previewUndo(id, progress) : engine.undo(id, progress));
            }
            if (globalOptions().json()) {
                console().writeJson(json -> write(json, report));
            } else {
                print(report, session.account().account().zone());
            }
        }
        return ExitCode.DONE;
    }

    private void write(JsonGenerator json, UndoReport report) {
        json.writeStartObject();
        json.writeNumberProperty("run", report.run().value());
        json.writeBooleanProperty("preview", preview);
        json.writeNumberProperty("restored", report.restored());
        json.writeNumberProperty("same", report.unchanged());
        json.writeNumberProperty("kept", report.assertedSince());
        json.writeArrayPropertyStart("left");
        for (UndoReport.RemainingValue left : report.remaining()) {
            json.writeStartObject();
            json.writeStringProperty("id", left.id());
            json.writeStringProperty("field", left.field().label());
            JsonOutput.writeText(json, "value", left.value());
            json.writeStringProperty("why", reasonText(left.reason()));
            json.writeName("by");
            if (left.assertedBy().isPresent()) {
                Provenance by = left.assertedBy().get();
                json.writeStartObject();
                json.writeStringProperty("actor", by.actor());
                json.writeStringProperty("source", by.origin().label());
                json.writeStringProperty("reason", by.reason());
                JsonOutput.writeInstant(json, "at", by.at());
                json.writeEndObject();
            } else {
                json.writeNull();
            }
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeNumberProperty("mailsWithdrawn", report.cancelledMails());
        json.writeNumberProperty("mailsGone", report.sentMails());
        json.writeEndObject();
    }

    private static String describeStaying(long values) {
        return TerminalText.formatCount(values, "value") + (values == 1 ? " stays" : " stay");
    }

    private static String reasonText(UndoReport.RemainingReason reason) {
        return switch (reason) {
            case ASSERTED_SINCE -> "asserted since";
            case SAME_BEFORE -> "same before";
        };
    }

    private void print(UndoReport report, ZoneId zone) {
        console()
                .printLine(
                        preview
                                ? "Undoing run " + report.run() + " would put back "
                                        + TerminalText.formatCount(report.restored(), "value") + "."
                                : "Run " + report.run() + " is undone: "
                                        + TerminalText.formatCount(report.restored(), "value") + " put back.");
        if (report.cancelledMails() > 0) {
            console()
                    .printLine(TerminalText.formatCount(report.cancelledMails(), "mail")
                            + (preview ? " would be withdrawn." : " withdrawn before they were sent."));
        }
        if (report.sentMails() > 0) {
            console()
                    .printLine(TerminalText.formatCount(report.sentMails(), "mail")
                            + (report.sentMails() == 1 ? " was" : " were") + " sent, and cannot be put back.");
        }
        if (report.unchanged() > 0) {
            console()
                    .printLine(describeStaying(report.unchanged()) + ", as "
                            + (report.unchanged() == 1 ? "it was" : "they were") + " the same before the run.");
        }
        if (report.assertedSince() > 0) {
            console()
                    .printLine(describeStaying(report.assertedSince()) + ", because somebody has asserted "
                            + (report.assertedSince() == 1 ? "it" : "them") + " since.");
        }
        if (!report.remaining().isEmpty()) {
            console().printLine("");
            TextTable table = TextTable.of("Prospect", "Field", "Stays", "Why", "By", "When");
            report.remaining().stream().limit(MAX_SHOWN).forEach(left -> {
                Optional<Provenance> by = left.assertedBy();
                table.addRow(
                        left.id(),
                        left.field().label(),
                        left.value()
                                .map(text -> FieldValues.displayText(left.field(), text, zone))
                                .orElse("(empty)"),
                        reasonText(left.reason()),
                        by.map(provenance -> provenance.actor() + ", "
                                        + provenance.origin().label())
                                .orElse(""),
                        by.map(provenance -> TimeZones.format(provenance.at(), zone))
                                .orElse(""));
            });
            console().printLines(table.drainLines());
            long more = report.unchanged() + report.assertedSince() - MAX_SHOWN;
            if (more > 0) {
                console().printLine("… and " + TerminalText.formatNumber(more) + " more; --json lists more of them.");
            }
        }
        if (preview) {
            console().printNote("");
            console().printNote("Nothing was changed. To undo it: heed undo " + report.run());
        }
    }
}
