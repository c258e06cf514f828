package heed.cli.automations;

import heed.cli.internal.account.AccountSession;
import heed.cli.internal.account.EngineProgressDisplay;
import heed.cli.internal.account.Engines;
import heed.cli.internal.account.FreedAddressWords;
import heed.cli.internal.account.TimeZones;
import heed.cli.internal.console.HeedCommand;
import heed.cli.internal.console.TerminalText;
import heed.cli.internal.console.TextTable;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.ExitCode;
import heed.engine.Engine;
import heed.engine.run.UndoReport;
import heed.imports.columns.FieldValues;
import heed.model.fact.Provenance;
import heed.model.run.Run;
import heed.model.run.RunId;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code heed undo}: puts back the values that a run set, and withdraws its unsent mail. */
@Command(
        name = "undo",
        description = {
            "Put back the values that a run set, and withdraw its unsent mail.",
            "A value that somebody has asserted since stays. Prospects who opted out in another way, before or after the"
                    + " run, stay opted out."
        })
public final class UndoCommand extends HeedCommand {
    private static final int MAX_SHOWN = 20;

    @Parameters(paramLabel = "RUN", description = "The number of the run, as `heed runs` lists it.")
    private long run;

    @Option(names = "--preview", description = "Only show what would be put back. Nothing is changed.")
    private boolean preview;

    public UndoCommand(CommandEnvironment environment) {
        super(environment);
    }

    @Override
    protected ExitCode run() {
        try (AccountSession session = AccountSession.open(globalOptions(), environment())) {
            Engine engine = Engines.create(session, environment());
            Optional<Run> suppressionImport = session.account()
                    .read(reading -> reading.findRun(new RunId(run)))
                    .filter(found -> found.kind() == Run.Kind.SUPPRESSION_IMPORT);
            if (preview && suppressionImport.isPresent()) {
                ImportedSuppressionsOutput.write(
                        suppressionImport.get(),
                        engine.importedSuppressions(new RunId(run)),
                        console(),
                        globalOptions());
                return ExitCode.DONE;
            }
            UndoReport report;
            try (EngineProgressDisplay progress = new EngineProgressDisplay(environment(), console())) {
                RunId id = new RunId(run);
                report = EngineErrors.translate(
                        globalOptions(),
                        session.account().account().zone(),
                        () -> preview ? engine.previewUndo(id, progress) : engine.undo(id, progress));
            }
            if (globalOptions().json()) {
                console().writeJson(UndoAnswer.of(report, preview));
            } else {
                print(report, session.account().account().zone());
            }
        }
        return ExitCode.DONE;
    }

    private record UndoAnswer(
            long run,
            boolean preview,
            long restored,
            long same,
            long kept,
            long noesKept,
            long prospectsRemoved,
            long prospectsKept,
            List<RemainingValueAnswer> left,
            long mailsWithdrawn,
            long mailsGone,
            FreedAddressWords.FreedAddressesAnswer mailableAgain) {
        static UndoAnswer of(UndoReport report, boolean preview) {
            return new UndoAnswer(
                    report.run().value(),
                    preview,
                    report.restored(),
                    report.unchanged(),
                    report.assertedSince(),
                    report.noesOfImport(),
                    report.removedProspects(),
                    report.keptProspects(),
                    report.remaining().stream().map(RemainingValueAnswer::of).toList(),
                    report.cancelledMails(),
                    report.sentMails(),
                    FreedAddressWords.FreedAddressesAnswer.of(report.freed()));
        }
    }

    private record RemainingValueAnswer(
            String id, String field, Optional<String> value, String why, Optional<AssertionAnswer> by) {
        static RemainingValueAnswer of(UndoReport.RemainingValue remaining) {
            return new RemainingValueAnswer(
                    remaining.id(),
                    remaining.field().label(),
                    remaining.value(),
                    reasonText(remaining.reason()),
                    remaining.assertedBy().map(AssertionAnswer::of));
        }
    }

    private record AssertionAnswer(String actor, String source, String reason, Instant at) {
        static AssertionAnswer of(Provenance provenance) {
            return new AssertionAnswer(
                    provenance.actor(), provenance.origin().label(), provenance.reason(), provenance.at());
        }
    }

    private static String describeStaying(long values) {
        return TerminalText.formatCount(values, "value") + (values == 1 ? " stays" : " stay");
    }

    private static String reasonText(UndoReport.RemainingReason reason) {
        return switch (reason) {
            case ASSERTED_SINCE -> "asserted since";
            case SAME_BEFORE -> "same before";
            case NO_OF_IMPORT -> "a no stays";
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
        if (report.removedProspects() > 0) {
            console()
                    .printLine(TerminalText.formatCount(report.removedProspects(), "prospect") + " that it created "
                            + (preview ? "would be" : report.removedProspects() == 1 ? "was" : "were") + " removed.");
        }
        if (report.keptProspects() > 0) {
            console()
                    .printLine(TerminalText.formatCount(report.keptProspects(), "prospect") + " that it created "
                            + (report.keptProspects() == 1 ? "stays" : "stay")
                            + ", because something else refers to or changed "
                            + (report.keptProspects() == 1 ? "it, or it" : "them, or they") + " said no.");
        }
        if (report.noesOfImport() > 0) {
            console()
                    .printLine(describeStaying(report.noesOfImport())
                            + ", because the undo of an import never takes back a no.");
        }
        if (report.cancelledMails() > 0) {
            boolean single = report.cancelledMails() == 1;
            console()
                    .printLine(TerminalText.formatCount(report.cancelledMails(), "mail")
                            + (preview
                                    ? " would be withdrawn."
                                    : single
                                            ? " was withdrawn before it was sent."
                                            : " were withdrawn before they were sent."));
        }
        if (report.sentMails() > 0) {
            console()
                    .printLine(TerminalText.formatCount(report.sentMails(), "mail")
                            + (report.sentMails() == 1 ? " was" : " were") + " sent and cannot be withdrawn.");
        }
        if (report.unchanged() > 0) {
            console()
                    .printLine(describeStaying(report.unchanged()) + ", because "
                            + (report.unchanged() == 1 ? "it was" : "they were") + " the same before the run.");
        }
        if (report.assertedSince() > 0) {
            console()
                    .printLine(describeStaying(report.assertedSince()) + ", because somebody has asserted "
                            + (report.assertedSince() == 1 ? "it" : "them") + " since.");
        }
        if (preview) {
            FreedAddressWords.printPreview(console(), report.freed());
        } else {
            FreedAddressWords.print(console(), report.freed());
        }
        if (!report.remaining().isEmpty()) {
            console().printLine("");
            TextTable table = TextTable.of("Prospect", "Field", "Stays", "Why", "By", "When");
            report.remaining().stream().limit(MAX_SHOWN).forEach(remaining -> {
                Optional<Provenance> assertedBy = remaining.assertedBy();
                table.addRow(
                        remaining.id(),
                        remaining.field().label(),
                        remaining
                                .value()
                                .map(text -> FieldValues.displayText(remaining.field(), text, zone))
                                .orElse("(empty)"),
                        reasonText(remaining.reason()),
                        assertedBy
                                .map(provenance -> provenance.actor() + ", "
                                        + provenance.origin().label())
                                .orElse(""),
                        assertedBy
                                .map(provenance -> TimeZones.format(provenance.at(), zone))
                                .orElse(""));
            });
            console().printTable(table);
            long more = report.unchanged() + report.assertedSince() + report.noesOfImport() - MAX_SHOWN;
            if (more > 0) {
                console()
                        .printLine("… and " + TerminalText.formatNumber(more) + " more"
                                + (preview ? "; --json lists more of them." : "."));
            }
        }
        if (preview) {
            console().printSeparator();
            console()
                    .printNote("nothing was changed. To undo it: "
                            + globalOptions().suggest("undo", report.run()));
        }
    }
}
