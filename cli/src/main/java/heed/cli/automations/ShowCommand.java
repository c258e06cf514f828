package heed.cli.automations;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import heed.bounces.marking.BounceQuery;
import heed.cli.bounces.BounceAlerts;
import heed.cli.internal.account.AccountSession;
import heed.cli.internal.account.Engines;
import heed.cli.internal.account.RunLookup;
import heed.cli.internal.account.TimeZones;
import heed.cli.internal.console.HeedCommand;
import heed.cli.internal.console.TerminalText;
import heed.cli.internal.files.AtomicFile;
import heed.cli.internal.files.OutputFile;
import heed.cli.mail.MailResult;
import heed.cli.mail.OpenMail;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.ExitCode;
import heed.engine.Engine;
import heed.engine.run.RunActivity;
import heed.engine.run.RunReport;
import heed.model.run.ImportCount;
import heed.model.run.Run;
import heed.model.run.RunId;
import heed.model.run.StoredDefinition;
import heed.model.store.StoreReading;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code heed show}: what a run did, and the definition it was started with. */
@Command(name = "show", description = "Show what a run did and the definition it was started with.")
public final class ShowCommand extends HeedCommand {
    @Parameters(paramLabel = "RUN", description = "The number of the run, as `heed runs` lists it.")
    private long run;

    @Option(
            names = "--csv",
            paramLabel = "FILE",
            description = "Write the prospects that the run affected to a CSV file, a row for each of its actions, with"
                    + " what became of its mail; - is standard output.")
    private @Nullable Path csv;

    public ShowCommand(CommandEnvironment environment) {
        super(environment);
    }

    private record ShownRunAnswer(
            @JsonUnwrapped RunOutput.RunAnswer outcome,
            String kind,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Long> imported,
            Optional<String> name,
            Optional<String> definition,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<MailResult.MailResultAnswer> mailResult,
            List<String> alerts) {}

    @Override
    protected ExitCode run() throws IOException {
        try (AccountSession session = AccountSession.open(globalOptions(), environment())) {
            if (csv != null) {
                return writeCsv(session, csv);
            }
            Engine engine = Engines.create(session, environment());
            RunReport report = EngineErrors.translate(
                    globalOptions(), session.account().account().zone(), () -> engine.report(new RunId(run)));
            Optional<StoredDefinition> definition = session.account()
                    .read(reading -> reading.findDefinition(
                            report.run().automation(), report.run().version()));
            Map<ImportCount, Long> imported = session.account()
                    .read(reading -> reading.countImported(report.run().id()));
            ZoneId zone = session.account().account().zone();
            List<String> alerts = BounceAlerts.alerts(
                            session, BounceQuery.ALL.withRun(report.run().id()))
                    .stream()
                    .map(BounceAlerts.BounceAlert::text)
                    .toList();
            RunOutput output = new RunOutput(
                    report,
                    engine.activity(report.run()),
                    zone,
                    RunDelivery.sendCounts(session, report.run()),
                    Optional.empty(),
                    globalOptions());
            Optional<MailResult> result = MailResult.of(session, report.run().id(), output.sendCounts());
            if (globalOptions().json()) {
                console()
                        .writeJson(new ShownRunAnswer(
                                output.toAnswer(),
                                report.run().kind().label(),
                                ImportCounts.toJson(imported),
                                definition.map(StoredDefinition::name),
                                definition.map(StoredDefinition::json),
                                result.map(MailResult::toAnswer),
                                alerts));
            } else {
                boolean mailPaused = session.mail()
                        .outbox()
                        .pausedRuns()
                        .contains(report.run().id());
                print(report.run(), imported, definition, output, result, mailPaused, zone);
                new OpenMail(session, environment().clock().instant())
                        .printNotes(console(), report.run().id());
                alerts.forEach(console()::printWarning);
            }
        }
        return ExitCode.DONE;
    }

    private ExitCode writeCsv(AccountSession session, Path path) throws IOException {
        RunId id = RunLookup.requireRun(session, run);
        if (path.equals(Path.of("-"))) {
            session.account()
                    .read(reading -> writeRows(session, reading, id, console().fileWriter()));
            return ExitCode.DONE;
        }
        OutputFile target = OutputFile.require(path, globalOptions().store(), List.of());
        try (AtomicFile file = new AtomicFile(target);
                Writer out = new OutputStreamWriter(file.open(), StandardCharsets.UTF_8)) {
            long rows = session.account().read(reading -> writeRows(session, reading, id, out));
            file.commit();
            if (globalOptions().json()) {
                console().writeJson(new AffectedCsvAnswer(id.value(), path.toString(), rows));
            } else {
                console().printLine("Wrote " + TerminalText.formatCount(rows, "row") + " to " + path + ".");
            }
        }
        return ExitCode.DONE;
    }

    private static long writeRows(AccountSession session, StoreReading reading, RunId id, Writer out) {
        try {
            return new AffectedProspectsCsv(session, reading, id).write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record AffectedCsvAnswer(long run, String file, long rows) {}

    private void print(
            Run shown,
            Map<ImportCount, Long> imported,
            Optional<StoredDefinition> definition,
            RunOutput output,
            Optional<MailResult> result,
            boolean mailPaused,
            ZoneId zone) {
        boolean isImport = shown.kind() != Run.Kind.AUTOMATION;
        String state = RunStateWords.state(
                output.activity(),
                mailPaused,
                output.sendCounts().stream().anyMatch(count -> !count.state().settled()));
        definition.ifPresent(stored -> console().printLine(stored.name()));
        console()
                .printLine("Run " + shown.id() + ", " + state
                        + (isImport ? "" : ", of " + shown.automation() + " version " + shown.version())
                        + (shown.fromStoredPlan() ? ", from a stored plan" : ""));
        console()
                .printLine("Started " + TimeZones.format(shown.startedAt(), zone)
                        + shown.finishedAt()
                                .map(at -> (output.sendCounts().isEmpty()
                                                ? ", finished "
                                                : ", prepared the last of its mail ")
                                        + TimeZones.format(at, zone))
                                .orElse("")
                        + shown.undoneAt()
                                .map(at -> ", undone " + TimeZones.format(at, zone))
                                .orElse("") + " (" + zone.getId() + ")");
        if (isImport) {
            ImportCounts.print(console(), imported);
        } else {
            output.printTally(console());
            result.ifPresent(found -> found.print(console()));
        }
        definition.ifPresent(stored -> {
            console().printLine("");
            stored.json().lines().forEach(console()::printLine);
        });
        if (output.activity() == RunActivity.STOPPED && isImport) {
            console().printSeparator();
            console().printNote(ImportCounts.HOW_TO_COMPLETE);
        } else if (output.activity() == RunActivity.STOPPED || output.activity() == RunActivity.UNDO_STOPPED) {
            console().printSeparator();
            console()
                    .printNote("to continue it: "
                            + (output.activity() == RunActivity.STOPPED
                                    ? globalOptions().suggestMailCommand("resume", shown.id())
                                    : globalOptions().suggest("undo", shown.id())));
        }
    }
}
