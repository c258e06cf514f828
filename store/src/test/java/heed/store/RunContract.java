package heed.store;

import static heed.store.TestStore.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heed.model.fact.Fact;
import heed.model.field.Field;
import heed.model.field.StandardFields;
import heed.model.field.ValueType;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.Prospect;
import heed.model.prospect.ProspectId;
import heed.model.run.Effect;
import heed.model.run.EvaluationTime;
import heed.model.run.LedgerEntry;
import heed.model.run.LedgerEntry.Outcome;
import heed.model.run.PlannedEffects;
import heed.model.run.PlannedEffects.PlannedEffect;
import heed.model.run.Run;
import heed.model.run.RunId;
import heed.model.run.RunTally;
import heed.model.run.StoredDefinition;
import heed.model.store.StoreReading;
import heed.model.store.UnitOfWork;
import heed.model.testing.Promise;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The storage of definitions and runs. */
interface RunContract extends TestStore {
    EvaluationTime EVALUATION_TIME =
            new EvaluationTime(Instant.parse("2026-02-28T23:30:00.123456Z"), ZoneId.of("America/Toronto"));
    Run.Lease LEASE = new Run.Lease("one", NOW.plusSeconds(30));

    default void work(Consumer<UnitOfWork> work) {
        account().write(unit -> {
            work.accept(unit);
            return true;
        });
    }

    default Run startRun(String automation, int entry) {
        return account()
                .write(work -> work.startRun(
                        work.saveDefinition(automation, "Opt out", "{\"id\": \"" + automation + "\"}", NOW),
                        entry,
                        3,
                        EVALUATION_TIME,
                        false,
                        LEASE));
    }

    @Test
    default void a_definition_is_stored_as_written_and_the_same_text_is_the_same_version() {
        StoredDefinition first = account().write(work -> work.saveDefinition("a", "A", "{ \"id\":\r\n \"a\" }", NOW));
        clock().advance(Duration.ofDays(1));
        StoredDefinition second = account().write(work -> work.saveDefinition("a", "A", "{}", clock().instant()));
        StoredDefinition again =
                account().write(work -> work.saveDefinition("a", "A", "{ \"id\":\r\n \"a\" }", clock().instant()));
        assertThat(first).isEqualTo(new StoredDefinition("a", 1, "A", "{ \"id\":\r\n \"a\" }", NOW));
        assertThat(second.version()).isEqualTo(2);
        assertThat(again).isEqualTo(first);
        assertThat(findOne(reading -> reading.findDefinition("a", 2))).contains(second);
        assertThat(findOne(reading -> reading.findDefinition("a", 3))).isEmpty();
        assertThat(findOne(reading -> reading.findDefinition("b", 1))).isEmpty();
    }

    @Test
    default void a_run_starts_with_its_lease_and_keeps_its_evaluation_time() {
        Run run = startRun("a", 1);
        assertThat(run)
                .isEqualTo(new Run(
                        run.id(),
                        Run.Kind.AUTOMATION,
                        "a",
                        1,
                        1,
                        3,
                        Run.Status.RUNNING,
                        EVALUATION_TIME,
                        false,
                        NOW,
                        Optional.empty(),
                        ProspectId.START,
                        RunTally.NONE,
                        Optional.of(LEASE),
                        Optional.empty()));
        assertThat(findOne(reading -> reading.findRun(run.id()))).contains(run);
        assertThat(account().read(StoreReading::listRuns)).containsExactly(run);
        assertThat(findOne(reading -> reading.findRun(new RunId(99)))).isEmpty();
    }

    @Test
    @Promise(4)
    default void a_run_number_of_an_automation_can_start_only_once() {
        startRun("a", 1);
        assertThatThrownBy(() -> startRun("a", 1)).isInstanceOf(IllegalArgumentException.class);
        startRun("a", 2);
        startRun("b", 1);
        assertThat(account().read(StoreReading::listRuns)).hasSize(3);
    }

    @Test
    default void a_lease_belongs_to_one_worker_until_it_expires() {
        RunId run = startRun("a", 1).id();
        assertThat(lease(run, "two", NOW.plusSeconds(29))).isFalse();
        assertThat(lease(run, "one", NOW.plusSeconds(29))).isTrue();
        assertThat(lease(run, "two", NOW.plusSeconds(58))).isFalse();
        assertThat(lease(run, "two", NOW.plusSeconds(59))).isTrue();
        assertThat(lease(run, "one", NOW.plusSeconds(60))).isFalse();
        work(work -> work.endRun(run, Run.Status.FINISHED, NOW.plusSeconds(61)));
        assertThat(lease(run, "one", NOW.plusSeconds(62))).isTrue();
        assertThatThrownBy(() -> lease(new RunId(99), "one", NOW)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Claims a lease of thirty seconds. */
    private boolean lease(RunId run, String worker, Instant now) {
        return account().write(work -> work.claimLease(run, new Run.Lease(worker, now.plusSeconds(30)), now));
    }

    @Test
    default void a_run_keeps_its_checkpoint_and_its_end() {
        RunId run = startRun("a", 1).id();
        Prospect ann = prospect("A");
        work(work -> work.saveCheckpoint(run, ann.key(), new RunTally(5, 4, 1, 0)));
        work(work -> work.endRun(run, Run.Status.FAILED, NOW.plusSeconds(1)));
        Run failed = run(run);
        assertThat(failed.checkpoint()).isEqualTo(ann.key());
        assertThat(failed.tally()).isEqualTo(new RunTally(5, 4, 1, 0));
        assertThat(failed.status()).isEqualTo(Run.Status.FAILED);
        assertThat(failed.finishedAt()).contains(NOW.plusSeconds(1));
        assertThat(failed.lease()).isEmpty();
        work(work -> work.saveCheckpoint(run, ann.key(), new RunTally(9, 8, 1, 0)));
        assertThat(run(run).status()).isEqualTo(Run.Status.RUNNING);
        assertThat(run(run).finishedAt()).isEmpty();
        work(work -> work.endRun(run, Run.Status.FINISHED, NOW.plusSeconds(2)));
        work(work -> work.markUndone(run, NOW.plusSeconds(3)));
        assertThat(run(run).status()).isEqualTo(Run.Status.FINISHED);
        assertThat(run(run).undoneAt()).contains(NOW.plusSeconds(3));
    }

    private Run run(RunId run) {
        return account().read(reading -> reading.findRun(run)).orElseThrow();
    }

    @Test
    @Promise(4)
    default void an_action_of_a_run_is_recorded_once_for_each_prospect() {
        RunId run = startRun("a", 1).id();
        Prospect ann = prospect("A");
        Prospect bob = prospect("B");
        work(work -> work.recordLedgerEntries(List.of(
                entry(run, "z", ann, Outcome.APPLIED),
                entry(run, "a", ann, Outcome.UNCHANGED),
                entry(run, "z", bob, Outcome.FAILED))));
        for (Outcome outcome : Outcome.values()) {
            assertThatThrownBy(() -> work(work -> work.recordLedgerEntries(List.of(entry(run, "z", ann, outcome)))))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        work(work -> work.recordLedgerEntries(
                List.of(entry(run, "z", bob, Outcome.APPLIED), entry(run, "a", bob, Outcome.APPLIED))));
        List<LedgerEntry> ledger = account().read(reading -> reading.listLedgerEntries(run, ProspectId.START, 10));
        assertThat(ledger)
                .containsExactly(
                        entry(run, "z", ann, Outcome.APPLIED),
                        entry(run, "a", ann, Outcome.UNCHANGED),
                        entry(run, "z", bob, Outcome.APPLIED),
                        entry(run, "a", bob, Outcome.APPLIED));
        assertThat(query(reading -> reading.listLedgerEntries(run, ProspectId.START, 1)))
                .hasSize(2);
        assertThat(query(reading -> reading.listLedgerEntries(run, ann.key(), 1)))
                .hasSize(2);
        assertThat(query(reading -> reading.listLedgerEntries(run, bob.key(), 1)))
                .isEmpty();
    }

    private static LedgerEntry entry(RunId run, String action, Prospect prospect, Outcome outcome) {
        return new LedgerEntry(
                run,
                action,
                prospect.key(),
                outcome,
                outcome == Outcome.APPLIED ? Optional.empty() : Optional.of("it's so"));
    }

    @Test
    default void recording_an_entry_twice_rolls_back_the_transaction_even_if_the_work_continues() {
        RunId run = startRun("a", 1).id();
        Prospect ann = prospect("A");
        work(work -> work.recordLedgerEntries(List.of(entry(run, "1", ann, Outcome.APPLIED))));
        assertThatThrownBy(() -> work(work -> {
                    work.saveCheckpoint(run, ann.key(), new RunTally(1, 1, 0, 0));
                    assertThatThrownBy(() -> work.recordLedgerEntries(List.of(entry(run, "1", ann, Outcome.APPLIED))))
                            .isInstanceOf(IllegalArgumentException.class);
                }))
                .isInstanceOf(heed.model.store.StoreException.class);
        assertThat(run(run).tally()).isEqualTo(RunTally.NONE);
    }

    @Test
    default void a_plan_is_read_as_it_was_saved() {
        RunId run = startRun("a", 1).id();
        Field tags = account().addField("Interests", ValueType.TAGS, List.of());
        Prospect ann = prospect("A", tags, "a\\;b; c");
        Prospect bob = prospect("B");
        List<PlannedEffects> plan = List.of(
                new PlannedEffects(
                        ann.key(),
                        "abc",
                        List.of(
                                effect("2", ann, StandardFields.EMAIL_OPT_OUT, "no", "yes"),
                                effect("1", ann, tags, "a\\;b; c", "x"),
                                effect("1", ann, StandardFields.LEAD_SCORE, "", "0.1"),
                                effect("3", ann, StandardFields.COUNTRY, "Canadia", "CA"))),
                new PlannedEffects(
                        bob.key(),
                        "def",
                        List.of(
                                new PlannedEffect(
                                        "4", new Effect.EmailSend(bob.key(), EmailAddress.parse("bob@example.com"))),
                                new PlannedEffect("5", new Effect.EmailSend(bob.key(), Optional.empty()))),
                        Map.of("6", "it broke", "7", "and so did this")));
        work(work -> work.savePlannedEffects(run, plan));
        List<PlannedEffects> stored = account().read(reading -> reading.listPlannedEffects(run, ProspectId.START, 10));
        assertThat(stored).isEqualTo(plan);
        assertThat(query(reading -> reading.listPlannedEffects(run, ProspectId.START, 1)))
                .isEqualTo(plan.subList(0, 1));
        assertThat(query(reading -> reading.listPlannedEffects(run, ann.key(), 1)))
                .isEqualTo(plan.subList(1, 2));
    }

    private static PlannedEffect effect(String action, Prospect prospect, Field field, String from, String to) {
        return new PlannedEffect(
                action, new Effect.FieldChange(prospect.key(), field, value(field, from), value(field, to)));
    }

    @Test
    @Promise(6)
    default void the_facts_of_a_run_include_every_fact_about_the_fields_it_asserted() {
        Prospect ann = prospect("A", StandardFields.CITY, "Rome", StandardFields.EMAIL_OPT_OUT, "yes");
        Prospect bob = prospect("B");
        Prospect cy = prospect("C");
        RunId run = startRun("a", 1).id();
        RunId otherRun = startRun("b", 1).id();
        set(ann, runProvenance(run), StandardFields.EMAIL_OPT_OUT, "yes");
        set(cy, runProvenance(run), StandardFields.CITY, "Oslo");
        set(cy, runProvenance(run), StandardFields.EMAIL_OPT_OUT, "yes");
        set(bob, runProvenance(otherRun), StandardFields.EMAIL_OPT_OUT, "yes");
        set(ann, StandardFields.CITY, "Bonn");
        set(ann, StandardFields.EMAIL_OPT_OUT, "no");
        List<Fact> facts = account().read(reading -> reading.listRunFacts(run, ProspectId.START, 10));
        assertThat(facts)
                .extracting(fact -> fact.prospect() + " " + fact.field().orElseThrow() + " "
                        + fact.from().orElse("") + "→" + fact.to().orElse("") + " by "
                        + fact.provenance().origin().label()
                        + fact.provenance().run().map(id -> " " + id).orElse(""))
                .containsExactly(
                        "1 Email Opt Out No→Yes by import",
                        "1 Email Opt Out Yes→Yes by automation 1",
                        "1 Email Opt Out Yes→No by profile edit",
                        "3 City →Oslo by automation 1",
                        "3 Email Opt Out No→Yes by automation 1");
        assertThat(query(reading -> reading.listRunFacts(run, ProspectId.START, 1)))
                .isEqualTo(facts.subList(0, 3));
        assertThat(query(reading -> reading.listRunFacts(run, ann.key(), 1))).isEqualTo(facts.subList(3, 5));
        assertThat(query(reading -> reading.listRunFacts(run, cy.key(), 1))).isEmpty();
    }
}
