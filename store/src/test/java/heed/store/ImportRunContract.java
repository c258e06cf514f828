package heed.store;

import static heed.store.TestStore.importRow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heed.model.fact.Provenance;
import heed.model.field.StandardFields;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.Prospect;
import heed.model.prospect.ProspectId;
import heed.model.run.EvaluationTime;
import heed.model.run.ImportCount;
import heed.model.run.LedgerEntry;
import heed.model.run.PlannedEffects;
import heed.model.run.Run;
import heed.model.run.RunId;
import heed.model.run.RunTally;
import heed.model.store.AccountStore;
import heed.model.store.CheckFinding;
import heed.model.store.ImportOptions;
import heed.model.store.ImportOutcome;
import heed.model.store.ImportRow;
import heed.model.store.UnitOfWork;
import heed.model.suppression.Suppression;
import heed.model.testing.Promise;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Imports that are runs: their counts, what they added, and the removal of prospects that they created. */
interface ImportRunContract extends TestStore {

    private Run startImport(Run.Kind kind, String file) {
        return account()
                .write(work -> work.startImport(
                        kind,
                        work.saveDefinition(kind.definitionOf(file), "Import of " + file, "{}", NOW),
                        new EvaluationTime(NOW, ZoneOffset.UTC),
                        new Run.Lease("w", NOW.plusSeconds(30))));
    }

    private Provenance importedBy(Run run) {
        return new Provenance(
                clock().instant(),
                "ann",
                Provenance.Origin.IMPORT,
                "import of people.csv",
                Optional.of("people.csv, lines 2 to 3"),
                Optional.of(run.id()));
    }

    private void importRows(Run run, ImportRow... rows) {
        account().write(work -> work.importRows(List.of(rows), BY_ID, importedBy(run)));
    }

    private Map<ImportCount, Long> counts(Run run) {
        return account().read(reading -> reading.countImported(run.id()));
    }

    private boolean hasDeletedFacts(Run run) {
        return account().read(reading -> reading.hasDeletedFacts(run.id()));
    }

    private Set<ProspectId> remove(Prospect... prospects) {
        return account()
                .write(work -> work.removeProspects(
                        Arrays.stream(prospects).map(Prospect::key).toList()));
    }

    private void work(Consumer<UnitOfWork> work) {
        account().write(unit -> {
            work.accept(unit);
            return true;
        });
    }

    private void requireConsistent() {
        List<CheckFinding.Inconsistency> inconsistencies = new ArrayList<>();
        store().check(finding -> {
            if (finding.area() != CheckFinding.Area.CLOCK) { // the clock of these tests stands still
                inconsistencies.addAll(finding.inconsistencies());
            }
        });
        assertThat(inconsistencies).isEmpty();
    }

    @Test
    default void imports_of_one_file_are_numbered_runs_of_their_kind() {
        Run first = startImport(Run.Kind.IMPORT, "people.csv");
        Run second = startImport(Run.Kind.IMPORT, "people.csv");
        Run other = startImport(Run.Kind.SUPPRESSION_IMPORT, "people.csv");
        assertThat(query(reading -> reading.listRuns()))
                .containsExactly(first, second, other)
                .extracting(run -> run.kind() + " " + run.automation() + " " + run.number())
                .containsExactly(
                        "IMPORT import people.csv 1",
                        "IMPORT import people.csv 2",
                        "SUPPRESSION_IMPORT suppression import people.csv 1");
        assertThatThrownBy(() -> startImport(Run.Kind.AUTOMATION, "people.csv"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    default void the_counts_of_an_import_add_up() {
        Run run = startImport(Run.Kind.IMPORT, "people.csv");
        Run other = startImport(Run.Kind.IMPORT, "more.csv");
        work(work -> work.addImportCounts(
                run.id(), Map.of(ImportCount.ROWS, 3L, ImportCount.CREATED, 2L, ImportCount.REJECTED, 0L)));
        work(work -> work.addImportCounts(run.id(), Map.of(ImportCount.ROWS, 2L, ImportCount.UNCHANGED, 2L)));
        Map<ImportCount, Long> counts =
                Map.of(ImportCount.ROWS, 5L, ImportCount.CREATED, 2L, ImportCount.UNCHANGED, 2L);
        assertThat(counts(run)).isEqualTo(counts);
        assertThat(counts(other)).isEmpty();
        Map<RunId, Map<ImportCount, Long>> all = account().read(reading -> reading.countImported());
        assertThat(all).isEqualTo(Map.of(run.id(), counts));
        assertThatThrownBy(() -> work(work -> work.addImportCounts(new RunId(99), counts)))
                .isInstanceOf(IllegalArgumentException.class);
        requireConsistent();
    }

    @Test
    default void the_facts_of_a_created_prospect_are_all_read_with_its_import() {
        Run run = startImport(Run.Kind.IMPORT, "people.csv");
        importRows(run, importRow(2, StandardFields.ID, "A", StandardFields.EMAIL, "ann@example.com"));
        set(find("A"), StandardFields.CITY, "Rome");
        assertThat(query(reading -> reading.listRunFacts(run.id(), ProspectId.START, 10)))
                .extracting(fact -> fact.field().map(Object::toString).orElse("created"))
                .containsExactly("created", StandardFields.CITY.toString());
    }

    @Test
    default void a_prospect_that_nothing_refers_to_is_removed_with_its_facts_and_its_key_is_not_used_again() {
        Run run = startImport(Run.Kind.IMPORT, "people.csv");
        importRows(
                run,
                importRow(2, StandardFields.ID, "A", StandardFields.EMAIL, "ann@example.com"),
                importRow(3, StandardFields.ID, "B", StandardFields.EMAIL, "bob@example.com"));
        Prospect ann = find("A");
        Prospect bob = find("B");
        assertThat(remove(bob, bob)).containsExactly(bob.key());
        assertThat(remove(bob)).isEmpty();
        assertThat(query(reading -> reading.findProspects("bob@example.com"))).isEmpty();
        assertThat(query(reading -> reading.listFacts(bob.key()))).isEmpty();
        assertThat(find("A").key()).isEqualTo(ann.key());
        importRows(run, importRow(2, StandardFields.ID, "C", StandardFields.EMAIL, "cid@example.com"));
        assertThat(find("C").key()).isGreaterThan(bob.key());
        assertThat(remove(ann, find("C"))).hasSize(2);
        importRows(run, importRow(2, StandardFields.ID, "D", StandardFields.EMAIL, "dan@example.com"));
        assertThat(find("D").key().value()).isEqualTo(bob.key().value() + 2);
        requireConsistent();
    }

    @Test
    @Promise(1)
    default void a_prospect_who_said_no_or_whom_something_refers_to_is_not_removed() {
        Run run = startImport(Run.Kind.IMPORT, "people.csv");
        Prospect optedOut = prospect("OptedOut", StandardFields.EMAIL_OPT_OUT, "yes");
        Prospect bounced = prospect("Bounced", StandardFields.BOUNCED, "yes");
        Prospect inLedger = prospect("InLedger");
        Prospect planned = prospect("Planned");
        Prospect moved = prospect("Moved", StandardFields.EMAIL, "moved@example.com", StandardFields.BOUNCED, "yes");
        set(moved, StandardFields.EMAIL, "new@example.com");
        Prospect free = prospect("Free");
        work(work -> work.recordLedgerEntries(List.of(
                new LedgerEntry(run.id(), "1", inLedger.key(), LedgerEntry.Outcome.UNCHANGED, Optional.empty()))));
        work(work -> work.saveCheckpoint(run.id(), inLedger.key(), new RunTally(1, 0, 1, 0)));
        work(work -> work.savePlannedEffects(run.id(), List.of(new PlannedEffects(planned.key(), "abc", List.of()))));
        List<ProspectId> all =
                List.of(optedOut.key(), bounced.key(), inLedger.key(), planned.key(), moved.key(), free.key());
        Set<ProspectId> referenced = account().read(reading -> reading.findReferenced(all));
        assertThat(referenced).containsExactlyInAnyOrder(inLedger.key(), planned.key(), moved.key());
        Set<ProspectId> removed = account().write(work -> work.removeProspects(all));
        assertThat(removed).containsExactly(free.key());
        assertThat(suppressions("moved@example.com")).containsExactly("Bounced formerly by Moved");
        requireConsistent();
    }

    @Test
    default void an_import_knows_the_addresses_that_are_listed_because_of_it() {
        Run run = startImport(Run.Kind.SUPPRESSION_IMPORT, "noes.csv");
        List<EmailAddress> addresses = List.of(
                new EmailAddress("ann@example.com"),
                new EmailAddress("bob@example.com"),
                new EmailAddress("cid@example.com"),
                new EmailAddress("dan@example.com"));
        work(work -> work.suppress(addresses.subList(0, 1), editProvenance()));
        work(work -> work.suppress(addresses, importedBy(run)));
        work(work -> work.unsuppress(addresses.subList(1, 2), editProvenance()));
        work(work -> work.unsuppress(addresses.subList(2, 3), editProvenance()));
        work(work -> work.suppress(addresses.subList(2, 3), editProvenance()));
        assertThat(query(reading -> reading.listImportedSuppressions(run.id(), "", 10)))
                .containsExactly(addresses.get(3));
        assertThat(query(reading -> reading.listImportedSuppressions(run.id(), "dan@example.com", 10)))
                .isEmpty();
        assertThat(query(reading -> reading.listSuppressionEntries(addresses.get(1))))
                .extracting(entry -> entry.provenance().run())
                .containsExactly(Optional.of(run.id()), Optional.empty());
        Map<EmailAddress, List<Suppression>> suppressions =
                account().read(reading -> reading.listSuppressions(addresses));
        assertThat(suppressions.keySet()).containsExactly(addresses.get(0), addresses.get(2), addresses.get(3));
    }

    @Test
    default void a_preview_has_the_outcomes_of_the_import_and_writes_nothing() {
        prospect("A", StandardFields.EMAIL, "ann@example.com", StandardFields.BOUNCED, "yes");
        set(find("A"), StandardFields.EMAIL, "moved@example.com"); // the bounce stays with the former address
        List<ImportRow> earlier =
                List.of(importRow(2, StandardFields.EMAIL, "bob@example.com", StandardFields.EMAIL_OPT_OUT, "yes"));
        List<ImportRow> rows = List.of(
                importRow(3, StandardFields.EMAIL, "bob@example.com", StandardFields.CITY, "Rome"),
                importRow(4, StandardFields.EMAIL, "bob@example.com", StandardFields.EMAIL_OPT_OUT, "no"),
                importRow(5, StandardFields.EMAIL, "ann@example.com", StandardFields.BOUNCED, "no"),
                importRow(6, StandardFields.CITY, "Rome"));
        ImportOptions options = new ImportOptions(StandardFields.EMAIL, false, false, false);
        List<ImportOutcome> previewed =
                query(reading -> reading.previewImport(earlier, rows, options, importProvenance()));
        assertThat(query(reading -> reading.findProspects("bob@example.com"))).isEmpty();
        importRows(options, earlier.get(0));
        assertThat(previewed)
                .isEqualTo(importRows(options, rows.toArray(ImportRow[]::new)))
                .extracting(ImportOutcome::result)
                .containsExactly(
                        ImportOutcome.RowResult.UPDATED,
                        ImportOutcome.RowResult.UNCHANGED,
                        ImportOutcome.RowResult.CREATED,
                        ImportOutcome.RowResult.REJECTED);
        ImportOptions clearing = new ImportOptions(StandardFields.EMAIL, true, true, false);
        List<ImportRow> clear = List.of(
                importRow(2, StandardFields.EMAIL, "ann@example.com", StandardFields.BOUNCED, "no"),
                importRow(3, StandardFields.EMAIL, "new@example.com", StandardFields.EMAIL_OPT_OUT, "yes"));
        List<ImportOutcome> cleared =
                query(reading -> reading.previewImport(List.of(), clear, clearing, importProvenance()));
        assertThat(suppressions("ann@example.com")).isNotEmpty();
        assertThat(cleared)
                .isEqualTo(importRows(clearing, clear.toArray(ImportRow[]::new)))
                .extracting(ImportOutcome::result)
                .containsExactly(ImportOutcome.RowResult.UPDATED, ImportOutcome.RowResult.NOT_FOUND);
        assertThat(suppressions("ann@example.com")).isEmpty();
        assertThat(query(reading -> reading.findProspects("new@example.com"))).isEmpty();
    }

    @Test
    @Promise(6)
    default void retention_that_deletes_a_fact_of_a_created_prospect_marks_its_import() {
        Run run = startImport(Run.Kind.IMPORT, "people.csv");
        Run other = startImport(Run.Kind.IMPORT, "more.csv");
        importRows(run, importRow(2, StandardFields.ID, "A"));
        importRows(other, importRow(2, StandardFields.ID, "B"));
        set(find("A"), StandardFields.CITY, "Rome");
        clock().advance(Duration.ofDays(1));
        work(work -> work.deleteFacts(clock().instant(), 0, 100));
        assertThat(hasDeletedFacts(run)).isTrue();
        assertThat(hasDeletedFacts(other)).isFalse();
    }

    @Test
    @Promise(9)
    default void an_account_neither_sees_nor_changes_the_imports_of_another() {
        Run run = startImport(Run.Kind.IMPORT, "people.csv");
        importRows(run, importRow(2, StandardFields.ID, "A"));
        work(work -> work.addImportCounts(run.id(), Map.of(ImportCount.ROWS, 1L)));
        work(work -> work.suppress(List.of(new EmailAddress("ann@example.com")), importedBy(run)));
        Prospect ann = find("A");
        AccountStore intruder = store().addAccount("Other", ZoneOffset.UTC);
        Map<ImportCount, Long> counts = intruder.read(reading -> reading.countImported(run.id()));
        Map<RunId, Map<ImportCount, Long>> all = intruder.read(reading -> reading.countImported());
        List<EmailAddress> listed = intruder.read(reading -> reading.listImportedSuppressions(run.id(), "", 9));
        Set<ProspectId> removed = intruder.write(work -> work.removeProspects(List.of(ann.key())));
        assertThat(counts).isEmpty();
        assertThat(all).isEmpty();
        assertThat(listed).isEmpty();
        assertThat(removed).isEmpty();
        assertThatThrownBy(() -> intruder.write(
                        work -> work.suppress(List.of(new EmailAddress("bob@example.com")), importedBy(run))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(find("A").key()).isEqualTo(ann.key());
    }
}
