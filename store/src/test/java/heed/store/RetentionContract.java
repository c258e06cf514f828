package heed.store;

import static org.assertj.core.api.Assertions.assertThat;

import heed.model.fact.Fact;
import heed.model.field.Field;
import heed.model.field.StandardFields;
import heed.model.field.ValueType;
import heed.model.prospect.Prospect;
import heed.model.run.EvaluationTime;
import heed.model.run.Run;
import heed.model.store.CheckFinding;
import heed.model.store.RetentionBatch;
import heed.model.testing.Promise;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which facts can be deleted because of their age, and which never. */
interface RetentionContract extends TestStore {

    /** Sets the clock to real time, because the store check compares it with the database's clock. */
    @BeforeEach
    default void setRealTime() {
        clock().set(Clock.systemUTC().instant().truncatedTo(ChronoUnit.SECONDS).minus(Duration.ofDays(30)));
    }

    @Test
    @Promise(1)
    default void only_old_facts_about_other_fields_than_the_flags_are_deleted() {
        Field note = account().addField("Note", ValueType.TEXT, List.of());
        Prospect prospect = prospect("A1", StandardFields.EMAIL, "ann@example.com", note, "new");
        set(prospect, StandardFields.EMAIL_OPT_OUT, "yes");
        set(prospect, StandardFields.BOUNCED, "yes");
        set(prospect, StandardFields.BOUNCED, "no");
        set(prospect, StandardFields.CITY, "Paris");
        set(prospect, note, "old");
        clock().advance(Duration.ofMillis(1));
        Instant before = clock().instant().truncatedTo(ChronoUnit.SECONDS).plusSeconds(1);
        clock().set(before);
        set(prospect, StandardFields.CITY, "Rome");
        clock().advance(Duration.ofDays(30));

        assertThat(countDeletable(before)).isEqualTo(2);
        assertThat(deleteOldFacts(before)).isEqualTo(2);

        assertThat(account().read(reading -> reading.listFacts(prospect.key())).stream()
                        .map(fact -> fact.field().map(Field::label).orElse("created") + " "
                                + fact.to().orElse("")))
                .containsExactly("created ", "Email Opt Out Yes", "Bounced Yes", "Bounced No", "City Rome");
        assertThat(find("A1").value(note))
                .hasValueSatisfying(value -> assertThat(value.text()).isEqualTo("old"));
        assertThat(suppressions("ann@example.com")).hasSize(1);
        assertThat(countDeletable(before)).isZero();
        requireConsistent();
    }

    private long countDeletable(Instant before) {
        return account().read(reading -> reading.countDeletableFacts(before));
    }

    private void requireConsistent() {
        List<CheckFinding.Inconsistency> inconsistencies = new ArrayList<>();
        store().check(finding -> inconsistencies.addAll(finding.inconsistencies()));
        assertThat(inconsistencies).isEmpty();
    }

    /** Deletes the old facts in batches of three. */
    private long deleteOldFacts(Instant before) {
        long deleted = 0;
        RetentionBatch last = new RetentionBatch(0, 0, true);
        while (last.hasMore()) {
            long after = last.lastSequence();
            last = account().write(work -> work.deleteFacts(before, after, 3));
            deleted += last.deleted();
        }
        return deleted;
    }

    @Test
    default void the_remaining_facts_of_a_field_have_no_gap_even_if_clocks_differed() {
        Prospect prospect = prospect("A1");
        Instant before = clock().instant();
        clock().advance(Duration.ofDays(1));
        set(prospect, StandardFields.CITY, "Paris");
        clock().advance(Duration.ofDays(-2));
        set(prospect, StandardFields.CITY, "Rome");
        clock().advance(Duration.ofDays(31));
        assertThat(deleteOldFacts(before)).isZero();
        requireConsistent();
    }

    @Test
    @Promise(9)
    default void another_account_keeps_its_facts() {
        Prospect prospect = prospect("A1");
        set(prospect, StandardFields.CITY, "Paris");
        clock().advance(Duration.ofDays(1));
        Instant before = clock().instant();
        long others = store().addAccount("Other", ZoneOffset.UTC)
                .write(work -> work.deleteFacts(before, 0, 100).deleted());
        assertThat(others).isZero();
        List<Fact> history = account().read(reading -> reading.listFacts(prospect.key()));
        assertThat(history).hasSize(2);
    }

    @Test
    default void a_run_records_that_facts_of_it_were_deleted() {
        Prospect prospect = prospect("A1", StandardFields.EMAIL_OPT_OUT, "no");
        Run city = run(1);
        set(prospect, runProvenance(city.id()), StandardFields.CITY, "Paris");
        Run flag = run(2);
        set(prospect, runProvenance(flag.id()), StandardFields.EMAIL_OPT_OUT, "yes");
        clock().advance(Duration.ofDays(1));
        assertThat(deleteOldFacts(clock().instant())).isEqualTo(1);
        assertThat(List.of(city, flag))
                .extracting(run -> account().read(reading -> reading.hasDeletedFacts(run.id())))
                .containsExactly(true, false);
    }

    private Run run(int entry) {
        return account()
                .write(work -> work.startRun(
                        work.saveDefinition("opt-out", "Opt out", "{}", clock().instant()),
                        entry,
                        1,
                        new EvaluationTime(clock().instant(), ZoneOffset.UTC),
                        false,
                        new Run.Lease("worker", clock().instant().plusSeconds(30))));
    }
}
