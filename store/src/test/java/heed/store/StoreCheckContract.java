package heed.store;

import static org.assertj.core.api.Assertions.assertThat;

import heed.model.fact.FieldAssertion;
import heed.model.field.Field;
import heed.model.field.StandardFields;
import heed.model.field.ValueType;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.Prospect;
import heed.model.run.EvaluationTime;
import heed.model.run.LedgerEntry;
import heed.model.run.Run;
import heed.model.run.RunTally;
import heed.model.store.CheckFinding;
import heed.model.store.CheckFinding.Area;
import heed.model.store.CheckFinding.Inconsistency;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A look over a store finds each fault that was planted behind its back, and nothing where all is well. */
interface StoreCheckContract extends BounceTestStore {

    /** Does what Heed never does: changes rows by SQL of its own. */
    void executeUnchecked(String sql);

    /** A database has a clock of its own. */
    @BeforeEach
    default void on_real_time() {
        clock().set(Clock.systemUTC().instant());
    }

    /** Everything that a store can hold, right as it is. */
    private Run populate() {
        Field note = account().addField("Note", ValueType.TEXT, List.of());
        Field tags = account().addField("Interests", ValueType.TAGS, List.of());
        prospect("A1", StandardFields.EMAIL, "ann@example.com", note, "vip", tags, "a; b");
        prospect("A2", StandardFields.EMAIL, "bob@example.com", StandardFields.EMAIL_OPT_OUT, "yes");
        prospect("A3", StandardFields.EMAIL, "eve@example.com", StandardFields.COUNTRY, "Atlantis");
        set(find("A1"), StandardFields.LEAD_SCORE, "7.25");
        set(find("A1"), StandardFields.LEAD_SCORE, "8");
        set(find("A1"), note, "");
        set(find("A1"), tags, "c");
        set(find("A3"), StandardFields.COUNTRY, "fr");
        set(find("A3"), StandardFields.BOUNCED, "yes");
        set(find("A3"), StandardFields.EMAIL, "eva@example.com");
        suppress("old@example.com");
        suppress("back@example.com");
        unsuppress("back@example.com");
        bounceOne();
        Run run = finishedRun(find("A1"));
        on_real_time(); // again: this took a while
        return run;
    }

    /** Of B1, who is Bounced, of B2, who is not yet, of B3, of whom it was cleared, and of an address that B4 has left. */
    private void bounceOne() {
        for (String id : List.of("B1", "B2", "B3", "B4")) {
            prospect(id, StandardFields.EMAIL, id.toLowerCase(Locale.ROOT) + "@example.com");
        }
        hardBounce(sendMail("b1@example.com"));
        softBounce(sendMail("b2@example.com"));
        hardBounce(sendMail("b3@example.com"));
        set(find("B3"), StandardFields.BOUNCED, "no");
        hardBounce(sendMail("b4@example.com"));
        set(find("B4"), StandardFields.EMAIL, "new@example.com");
    }

    private Run finishedRun(Prospect prospect) {
        return account().write(work -> {
            Run run = work.startRun(
                    work.saveDefinition("opt-out", "Opt out", "{}", NOW),
                    1,
                    1,
                    new EvaluationTime(NOW, ZoneOffset.UTC),
                    false,
                    new Run.Lease("worker", NOW.plusSeconds(30)));
            work.assertFields(
                    List.of(new FieldAssertion(
                            prospect.key(),
                            StandardFields.EMAIL_OPT_OUT,
                            TestStore.value(StandardFields.EMAIL_OPT_OUT, "yes"))),
                    runProvenance(run.id()));
            work.recordLedgerEntries(List.of(
                    new LedgerEntry(run.id(), "1", prospect.key(), LedgerEntry.Outcome.APPLIED, Optional.empty())));
            work.saveCheckpoint(run.id(), prospect.key(), new RunTally(1, 1, 0, 0));
            work.endRun(run.id(), Run.Status.FINISHED, NOW);
            return run;
        });
    }

    private void suppress(String address) {
        Set<EmailAddress> unused =
                account().write(work -> work.suppress(List.of(new EmailAddress(address)), importProvenance()));
    }

    private void unsuppress(String address) {
        Set<EmailAddress> unused =
                account().write(work -> work.unsuppress(List.of(new EmailAddress(address)), importProvenance()));
    }

    private List<CheckFinding> check() {
        List<CheckFinding> examined = new ArrayList<>();
        store().check(examined::add);
        return examined;
    }

    /** The part and the words of each fault, with its examples. */
    private List<String> faults() {
        return check().stream()
                .flatMap(part -> part.inconsistencies().stream().map(fault -> part.area() + ": " + words(fault)))
                .toList();
    }

    private static String words(Inconsistency fault) {
        assertThat(fault.repair()).isNotEmpty();
        return fault.count() + " " + fault.description() + " " + fault.examples();
    }

    @Test
    default void a_store_that_is_well_has_no_fault_in_any_part() {
        assertThat(faults()).isEmpty();
        populate();
        assertThat(check()).extracting(CheckFinding::area).containsExactlyInAnyOrder(Area.values());
        assertThat(faults()).isEmpty();
    }

    @Test
    default void a_flag_that_nobody_set_is_found() {
        populate();
        executeUnchecked("UPDATE prospect SET bounced_since = 1 WHERE id = 'A2'");
        assertThat(faults())
                .containsExactly("VALUES: 1 prospects with Bounced but no fact about it [prospect "
                        + find("A2").key() + "]");
    }

    @Test
    default void a_flag_and_a_value_that_are_not_what_was_last_asserted_are_found() {
        populate();
        executeUnchecked("UPDATE prospect SET email_opt_out_since = NULL WHERE id = 'A2'");
        executeUnchecked("UPDATE prospect SET lead_score = 9 WHERE id = 'A1'");
        assertThat(faults())
                .containsExactly("VALUES: 2 values that differ from the last fact about them [prospect "
                        + find("A1").key() + ", Lead Score, prospect "
                        + find("A2").key() + ", Email Opt Out]");
    }

    @Test
    default void a_value_of_an_account_s_own_field_that_is_not_what_was_last_asserted_is_found() {
        populate();
        executeUnchecked("UPDATE prospect SET custom = NULL WHERE id = 'A1'");
        assertThat(faults())
                .containsExactly("VALUES: 1 values that differ from the last fact about them [prospect "
                        + find("A1").key() + ", Interests]");
    }

    @Test
    default void a_fact_that_is_missing_between_two_is_found() {
        populate();
        executeUnchecked("UPDATE fact SET from_text = '1' WHERE to_text = '8'");
        assertThat(faults())
                .containsExactly(
                        "VALUES: 1 facts whose old value differs from the new value of the fact before [prospect "
                                + find("A1").key() + ", Lead Score]");
    }

    @Test
    default void a_prospect_that_was_never_created_or_twice_is_found() {
        populate();
        executeUnchecked(
                "DELETE FROM fact WHERE field IS NULL AND prospect = (SELECT key FROM prospect WHERE id = 'A1')");
        executeUnchecked("INSERT INTO fact (prospect, provenance) SELECT key, 1 FROM prospect WHERE id = 'A2'");
        assertThat(faults())
                .containsExactly("HISTORY: 2 prospects without exactly one fact of their creation [prospect "
                        + find("A1").key() + ", prospect " + find("A2").key() + "]");
    }

    @Test
    default void a_suppression_list_against_its_record_is_found() {
        populate();
        executeUnchecked("DELETE FROM listed_suppression WHERE address = 'old@example.com'");
        assertThat(faults())
                .hasSize(1)
                .first()
                .asString()
                .startsWith("SUPPRESSION: 1 addresses whose place on the suppression list contradicts the last entry");
        executeUnchecked("DELETE FROM listing WHERE address = 'old@example.com'");
        assertThat(faults()).isEmpty();
        suppress("old@example.com");
        executeUnchecked("DELETE FROM listing WHERE address = 'old@example.com'");
        assertThat(faults())
                .hasSize(1)
                .first()
                .asString()
                .startsWith("SUPPRESSION: 1 addresses on the suppression list without an entry in their history");
    }

    @Test
    default void a_mark_on_an_address_that_whoever_has_it_does_not_carry_is_found() {
        populate();
        executeUnchecked("UPDATE prospect SET bounced_since = NULL WHERE id = 'B1'");
        assertThat(faults())
                .containsExactly(
                        "SUPPRESSION: 1 prospects without Bounced whose address is marked as bounced [prospect "
                                + find("B1").key() + "]",
                        "VALUES: 1 values that differ from the last fact about them [prospect "
                                + find("B1").key() + ", Bounced]");
    }

    @Test
    default void a_mark_for_bounces_that_are_not_there_and_a_bounce_that_nothing_holds_are_found() {
        populate();
        executeUnchecked("UPDATE bounce SET address = NULL WHERE address IN ('b1@example.com', 'b4@example.com')");
        executeUnchecked("UPDATE bounce SET standing = 'HELD' WHERE address = 'b2@example.com'");
        assertThat(faults())
                .hasSize(2)
                .anyMatch(fault ->
                        fault.startsWith("SUPPRESSION: 2 addresses marked as bounced without a stored bounce [prov"))
                .anyMatch(fault -> fault.startsWith("SUPPRESSION: 1 held bounces without an open pause [bounce "));
    }

    @Test
    default void bounces_and_clearings_that_name_what_is_not_there_are_found() {
        populate();
        executeUnchecked("UPDATE bounce SET mail = 7, message = 'none' WHERE address = 'b1@example.com'");
        executeUnchecked("UPDATE bounce_clearing SET last = 999");
        executeUnchecked("UPDATE bounced_address SET provenance = 888 WHERE address = 'b4@example.com'");
        assertThat(faults())
                .hasSize(4)
                .contains(
                        "REFERENCES: 1 rows of bounce that refer to a missing mail [mail 7]",
                        "REFERENCES: 1 rows of bounced_address that refer to a missing provenance [provenance 888]",
                        "REFERENCES: 1 rows of bounce_clearing that refer to a missing bounce [bounce 999]")
                .anyMatch(fault ->
                        fault.startsWith("REFERENCES: 1 bounces that refer to a missing bounce message [bounce "));
    }

    @Test
    default void a_run_that_counts_other_than_its_ledger_is_found() {
        Run run = populate();
        executeUnchecked("UPDATE run SET applied = 2");
        assertThat(faults())
                .containsExactly("LEDGER: 1 runs whose counts differ from their ledger [run " + run.id() + "]");
    }

    @Test
    default void an_entry_of_the_ledger_without_its_fact_and_a_fact_without_its_entry_are_found() {
        populate();
        executeUnchecked("UPDATE ledger SET prospect = (SELECT key FROM prospect WHERE id = 'A3')");
        assertThat(faults())
                .containsExactly(
                        "LEDGER: 1 applied entries of the ledger with neither a fact nor a mail [prospect "
                                + find("A3").key() + "]",
                        "LEDGER: 1 facts of a run without an entry in its ledger [prospect "
                                + find("A1").key() + "]");
    }

    @Test
    default void a_row_that_names_what_is_not_there_is_found() {
        populate();
        executeUnchecked("UPDATE fact SET provenance = 999 WHERE to_text = '8'");
        assertThat(faults())
                .containsExactly("REFERENCES: 1 rows of fact that refer to a missing provenance [provenance 999]");
    }

    @Test
    default void things_recorded_in_the_future_are_found() {
        populate();
        clock().advance(Duration.ofDays(-1));
        assertThat(faults())
                .isNotEmpty()
                .allMatch(fault -> fault.startsWith("CLOCK: "))
                .anyMatch(fault -> fault.contains("records with a time in the future"));
    }

    @Test
    default void a_run_that_stopped_is_noted_and_is_no_fault() {
        Run run = populate();
        executeUnchecked("UPDATE run SET state = 'RUNNING'");
        assertThat(faults()).isEmpty();
        assertThat(check().stream().flatMap(finding -> finding.stoppedRuns().stream()))
                .containsExactly(run.id());
    }
}
