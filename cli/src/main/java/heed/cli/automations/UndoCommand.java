package heed.cli.automations;

import heed.cli.accounts.FieldValues;
import heed.cli.accounts.OpenAccount;
import heed.cli.accounts.Zones;
import heed.cli.console.Exit;
import heed.cli.console.HeedCommand;
import heed.cli.console.Json;
import heed.cli.console.Plain;
import heed.cli.console.Table;
import heed.cli.console.World;
import heed.cli.mail.Working;
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
    private static final int SHOWN = 20;

    @Parameters(paramLabel = "RUN", description = "Its number, as `heed runs` shows it.")
    private long run;

    @Option(names = "--preview", description = "Only show what would be put back; nothing is changed.")
    private boolean preview;

    public UndoCommand(World world) {
        super(world);
    }

    @Override
    protected Exit run() {
        try (OpenAccount open = OpenAccount.existing(common(), world())) {
            Engine engine = Working.on(open, world());
            UndoReport report;
            try (RunProgress progress = new RunProgress(world(), console())) {
                RunId id = new RunId(run);
                report = Refusals.ask(
                        "heed undo " + run,
                        () -> preview ? engine.previewUndo(id, progress) : engine.undo(id, progress));
            }
            if (common().json()) {
                console().json(json -> write(json, report));
            } else {
                print(report, open.account().account().zone());
            }
        }
        return Exit.DONE;
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
            Json.text(json, "value", left.value());
            json.writeStringProperty("why", why(left.reason()));
            json.writeName("by");
            if (left.assertedBy().isPresent()) {
                Provenance by = left.assertedBy().get();
                json.writeStartObject();
                json.writeStringProperty("actor", by.actor());
                json.writeStringProperty("source", by.origin().label());
                json.writeStringProperty("reason", by.reason());
                Json.instant(json, "at", by.at());
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

    private static String stay(long values) {
        return Plain.count(values, "value") + (values == 1 ? " stays" : " stay");
    }

    private static String why(UndoReport.RemainingReason why) {
        return switch (why) {
            case ASSERTED_SINCE -> "asserted since";
            case SAME_BEFORE -> "same before";
        };
    }

    private void print(UndoReport report, ZoneId zone) {
        console()
                .line(
                        preview
                                ? "Undoing run " + report.run() + " would put back "
                                        + Plain.count(report.restored(), "value") + "."
                                : "Run " + report.run() + " is undone: " + Plain.count(report.restored(), "value")
                                        + " put back.");
        if (report.cancelledMails() > 0) {
            console()
                    .line(Plain.count(report.cancelledMails(), "mail")
                            + (preview ? " would be withdrawn." : " withdrawn before they were sent."));
        }
        if (report.sentMails() > 0) {
            console()
                    .line(Plain.count(report.sentMails(), "mail") + (report.sentMails() == 1 ? " was" : " were")
                            + " sent, and cannot be put back.");
        }
        if (report.unchanged() > 0) {
            console()
                    .line(stay(report.unchanged()) + ", as " + (report.unchanged() == 1 ? "it was" : "they were")
                            + " the same before the run.");
        }
        if (report.assertedSince() > 0) {
            console()
                    .line(stay(report.assertedSince()) + ", because somebody has asserted "
                            + (report.assertedSince() == 1 ? "it" : "them") + " since.");
        }
        if (!report.remaining().isEmpty()) {
            console().line("");
            Table table = Table.of("Prospect", "Field", "Stays", "Why", "By", "When");
            report.remaining().stream().limit(SHOWN).forEach(left -> {
                Optional<Provenance> by = left.assertedBy();
                table.row(
                        left.id(),
                        left.field().label(),
                        left.value()
                                .map(text -> FieldValues.display(left.field(), text, zone))
                                .orElse("(empty)"),
                        why(left.reason()),
                        by.map(one -> one.actor() + ", " + one.origin().label()).orElse(""),
                        by.map(one -> Zones.time(one.at(), zone)).orElse(""));
            });
            console().lines(table.lines());
            long more = report.unchanged() + report.assertedSince() - SHOWN;
            if (more > 0) {
                console().line("… and " + Plain.number(more) + " more; --json lists more of them.");
            }
        }
        if (preview) {
            console().note("");
            console().note("Nothing was changed. To undo it: heed undo " + report.run());
        }
    }
}
