package heed.engine;

import static heed.engine.EngineFixture.value;
import static heed.model.field.StandardFields.BOUNCED;
import static heed.model.field.StandardFields.CITY;
import static heed.model.field.StandardFields.COUNTRY;
import static heed.model.field.StandardFields.EMAIL;
import static heed.model.field.StandardFields.EMAIL_OPT_OUT;
import static heed.model.field.StandardFields.ID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heed.engine.ImportRun.ImportSource;
import heed.engine.run.ImportedSuppressions;
import heed.engine.run.ProgressListener;
import heed.engine.run.RunOptions;
import heed.engine.run.RunRefusal;
import heed.engine.run.RunRefusedException;
import heed.engine.run.UndoReport;
import heed.engine.run.UndoReport.RemainingReason;
import heed.model.fact.Provenance;
import heed.model.field.Field;
import heed.model.field.Value;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectId;
import heed.model.run.ImportCount;
import heed.model.run.Run;
import heed.model.run.RunId;
import heed.model.store.ImportOptions;
import heed.model.store.ImportRow;
import heed.model.store.Prefilter;
import heed.model.suppression.FreedAddresses;
import heed.model.testing.Promise;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Promise(6)
class ImportUndoTest {
    private EngineFixture fixture;

    @BeforeEach
    void open(@TempDir Path directory) {
        fixture = new EngineFixture(directory);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private ImportRun start(Run.Kind kind) {
        return fixture.engine().build().startImport(new ImportSource(kind, "people.csv", "{}"));
    }

    private Provenance provenance(ImportRun run) {
        return new Provenance(
                fixture.clock.instant(),
                "ann",
                Provenance.Origin.IMPORT,
                "import of people.csv",
                Optional.empty(),
                Optional.of(run.id()));
    }

    private static ImportRow row(Object... cells) {
        Map<Field, Optional<Value>> values = new LinkedHashMap<>();
        for (int i = 0; i < cells.length; i += 2) {
            values.put((Field) cells[i], value((Field) cells[i], (String) cells[i + 1]));
        }
        return new ImportRow(2, values);
    }

    private void write(ImportRun run, ImportRow... rows) {
        write(run, false, rows);
    }

    private void write(ImportRun run, boolean allowClearingFlags, ImportRow... rows) {
        var unused = run.write(
                work -> work.importRows(List.of(rows), new ImportOptions(ID, allowClearingFlags), provenance(run)),
                outcomes -> Map.of(ImportCount.ROWS, (long) outcomes.size()));
    }

    private RunId importRows(ImportRow... rows) {
        try (ImportRun run = start(Run.Kind.IMPORT)) {
            write(run, rows);
            run.finish();
            fixture.clock.advance(Duration.ofHours(1));
            return run.id();
        }
    }

    /** Undoes a run after a preview, which must have told the same. */
    private UndoReport undo(RunId run) {
        UndoReport preview = fixture.engine().build().previewUndo(run, ProgressListener.NONE);
        UndoReport report = fixture.engine().build().undo(run, ProgressListener.NONE);
        assertThat(preview).isEqualTo(report);
        return report;
    }

    private List<String> ids() {
        return fixture
                .account
                .read(reading -> reading.listProspects(Prefilter.EVERYONE, ProspectId.START, 100))
                .stream()
                .map(prospect -> prospect.id())
                .toList();
    }

    private Run run(RunId id) {
        return fixture.account.read(reading -> reading.findRun(id)).orElseThrow();
    }

    @Test
    void an_undo_removes_the_created_prospects_and_restores_the_updated_ones() {
        fixture.addProspect("P0", CITY, "Rome", COUNTRY, "FR");
        RunId run = importRows(
                row(ID, "P0", CITY, "Oslo", COUNTRY, "FR"),
                row(ID, "P1", EMAIL, "p1@example.com"),
                row(ID, "P2", EMAIL, "p2@example.com"),
                row(ID, "P2", CITY, "Bern"),
                row(ID, "P3"),
                row(ID, "P4"));
        assertThat(undo(run)).isEqualTo(new UndoReport(run, 1, 0, 0, 0, 4, 0, List.of(), 0, 0, FreedAddresses.NONE));
        assertThat(ids()).containsExactly("P0");
        assertThat(fixture.valueText("P0", CITY)).isEqualTo("Rome");
        assertThat(run(run).undoneAt()).isPresent();
        Map<ImportCount, Long> counts = fixture.account.read(reading -> reading.countImported(run));
        assertThat(counts).isEqualTo(Map.of(ImportCount.ROWS, 6L, ImportCount.REMOVED, 4L));
    }

    @Test
    @Promise(1)
    void a_no_that_an_import_brought_is_not_taken_back() {
        fixture.addProspect("P0", EMAIL, "p0@example.com");
        fixture.addProspect("P1", EMAIL, "p1@example.com", EMAIL_OPT_OUT, "Yes");
        RunId run = importRows(
                row(ID, "P0", EMAIL_OPT_OUT, "Yes", BOUNCED, "Yes"),
                row(ID, "P1", EMAIL_OPT_OUT, "Yes"),
                row(ID, "P2", EMAIL, "p2@example.com", EMAIL_OPT_OUT, "Yes", CITY, "Rome"));
        UndoReport report = undo(run);
        assertThat(report.restored()).isZero();
        assertThat(report.noesOfImport()).isEqualTo(3);
        assertThat(report.unchanged()).isEqualTo(1);
        assertThat(report.keptProspects()).isEqualTo(1);
        assertThat(report.remaining())
                .extracting(value -> value.id() + " " + value.field().label() + " " + value.reason())
                .containsExactly(
                        "P0 Email Opt Out " + RemainingReason.NO_OF_IMPORT,
                        "P0 Bounced " + RemainingReason.NO_OF_IMPORT,
                        "P1 Email Opt Out " + RemainingReason.SAME_BEFORE,
                        "P2 Email Opt Out " + RemainingReason.NO_OF_IMPORT);
        for (String id : List.of("P0", "P1", "P2")) {
            assertThat(fixture.valueText(id, EMAIL_OPT_OUT)).isEqualTo("Yes");
        }
        assertThat(fixture.valueText("P0", BOUNCED)).isEqualTo("Yes");
        assertThat(fixture.valueText("P2", CITY)).isEqualTo("Rome");
    }

    @Test
    @Promise(1)
    void a_no_of_an_undone_import_counts_when_an_automation_is_undone() {
        fixture.addProspect("P0", COUNTRY, "FR");
        RunId automation = fixture.engine()
                .maxAffectedShare(1)
                .build()
                .run(fixture.optOut(), RunOptions.DEFAULT, ProgressListener.NONE)
                .run()
                .id();
        RunId imported = importRows(row(ID, "P0", EMAIL_OPT_OUT, "Yes"));
        undo(imported);
        assertThat(undo(automation).assertedSince()).isEqualTo(1);
        assertThat(fixture.valueText("P0", EMAIL_OPT_OUT)).isEqualTo("Yes");
    }

    @Test
    void an_undo_gives_back_an_opt_out_that_the_import_cleared() {
        fixture.addProspect("P0", EMAIL_OPT_OUT, "Yes");
        try (ImportRun run = start(Run.Kind.IMPORT)) {
            write(run, true, row(ID, "P0", EMAIL_OPT_OUT, "No"));
            run.finish();
            assertThat(fixture.valueText("P0", EMAIL_OPT_OUT)).isEqualTo("No");
            assertThat(undo(run.id()).restored()).isEqualTo(1);
        }
        assertThat(fixture.valueText("P0", EMAIL_OPT_OUT)).isEqualTo("Yes");
    }

    @Test
    void a_created_prospect_whom_something_else_touched_stays_with_its_values() {
        RunId run = importRows(
                row(ID, "P1", CITY, "Rome"),
                row(ID, "P2", CITY, "Rome", COUNTRY, "FR"),
                row(ID, "P3", CITY, "Rome"),
                row(ID, "P4", CITY, "Rome"),
                row(ID, "P5", CITY, "Rome", EMAIL, "p5@example.com"));
        fixture.editField("P1", COUNTRY, "DE");
        var unused = fixture.engine()
                .maxAffectedShare(1)
                .build()
                .run(fixture.optOut(), RunOptions.DEFAULT, ProgressListener.NONE);
        importRows(row(ID, "P3", CITY, "Rome"));
        importRows(row(ID, "P4", CITY, "Oslo"));
        fixture.editField("P5", EMAIL_OPT_OUT, "Yes");
        fixture.editField("P5", EMAIL_OPT_OUT, "No");
        UndoReport report = undo(run);
        assertThat(report.removedProspects()).isEqualTo(1);
        assertThat(report.keptProspects()).isEqualTo(4);
        assertThat(ids()).containsExactly("P1", "P2", "P4", "P5");
        assertThat(fixture.valueText("P1", CITY)).isEqualTo("Rome");
        assertThat(fixture.valueText("P4", CITY)).isEqualTo("Oslo");
    }

    @Test
    void imports_that_are_undone_from_the_last_to_the_first_leave_nothing() {
        RunId first = importRows(row(ID, "P1", CITY, "Rome"));
        RunId second = importRows(row(ID, "P1", CITY, "Oslo"));
        undo(second);
        assertThat(fixture.valueText("P1", CITY)).isEqualTo("Rome");
        undo(first);
        assertThat(ids()).isEmpty();
    }

    @Test
    void a_stopped_import_is_a_stopped_run_and_is_undone_as_far_as_it_came() {
        RunId stopped;
        try (ImportRun run = start(Run.Kind.IMPORT)) {
            write(run, row(ID, "P1", CITY, "Rome"));
            stopped = run.id();
            assertThat(run(stopped).lease()).isPresent();
            assertThatThrownBy(() -> fixture.engine().build().undo(stopped, ProgressListener.NONE))
                    .isInstanceOf(RunRefusedException.class);
        }
        assertThat(run(stopped).status()).isEqualTo(Run.Status.FAILED);
        assertThat(run(stopped).lease()).isEmpty();
        assertThatThrownBy(() -> fixture.engine().build().resume(stopped, ProgressListener.NONE))
                .isInstanceOfSatisfying(
                        RunRefusedException.class,
                        e -> assertThat(e.refusal()).isInstanceOf(RunRefusal.NotAnAutomation.class));
        assertThat(undo(stopped).removedProspects()).isEqualTo(1);
    }

    @Test
    void an_import_whose_run_was_undone_meanwhile_writes_nothing_more() {
        try (ImportRun run = start(Run.Kind.IMPORT)) {
            write(run, row(ID, "P1", CITY, "Rome"));
            fixture.clock.advance(Duration.ofMinutes(5)); // its lease expires
            undo(run.id());
            assertThatThrownBy(() -> write(run, row(ID, "P2", CITY, "Rome"))).isInstanceOf(RunRefusedException.class);
        }
        assertThat(ids()).isEmpty();
        assertThat(fixture.runs().get(0).undoneAt()).isPresent();
    }

    @Test
    void an_interrupted_undo_ends_with_the_same_report() {
        ImportRow[] rows = IntStream.range(0, 10)
                .mapToObj(i -> row(ID, "P" + i, CITY, "Rome"))
                .toArray(ImportRow[]::new);
        RunId run = importRows(rows);
        fixture.editField("P3", CITY, "Oslo");
        CrashingStore crashing = new CrashingStore(fixture.account, 3, true);
        assertThatThrownBy(() -> fixture.engine(crashing).batchSize(2).build().undo(run, ProgressListener.NONE))
                .isInstanceOf(RuntimeException.class);
        assertThat(ids()).hasSizeBetween(2, 9);
        fixture.clock.advance(Duration.ofMinutes(1));
        UndoReport report = undo(run);
        assertThat(report.removedProspects()).isEqualTo(9);
        assertThat(report.keptProspects()).isEqualTo(1);
        assertThat(ids()).containsExactly("P3");
    }

    @Test
    @Promise(1)
    void no_undo_removes_an_address_that_an_import_suppressed() {
        fixture.addProspect("P0", EMAIL, "ann@example.com", EMAIL_OPT_OUT, "Yes");
        try (ImportRun run = start(Run.Kind.SUPPRESSION_IMPORT)) {
            var unused = run.write(
                    work -> work.suppress(
                            List.of(new EmailAddress("ann@example.com"), new EmailAddress("bob@example.com")),
                            provenance(run)),
                    added -> Map.of(ImportCount.LISTED, (long) added.size()));
            run.finish();
            assertThatThrownBy(() -> fixture.engine().build().undo(run.id(), ProgressListener.NONE))
                    .isInstanceOfSatisfying(
                            RunRefusedException.class,
                            e -> assertThat(e.refusal()).isInstanceOf(RunRefusal.SuppressionsStay.class));
            assertThat(fixture.engine().build().importedSuppressions(run.id()))
                    .isEqualTo(new ImportedSuppressions(run.id(), 2, 1, List.of(new EmailAddress("bob@example.com"))));
        }
    }
}
