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
import heed.model.suppression.SuppressedDomain;
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

/** A store check finds each planted inconsistency, and nothing in a sound store. */
interface StoreCheckContract extends BounceTestStore {

    /** Changes rows by SQL that Heed itself never executes. */
    void executeUnchecked(String sql);

    /** Sets the clock to real time, because a database has its own clock. */
    @BeforeEach
    default void setRealTime() {
        clock().set(Clock.systemUTC().instant());
    }

    /** Fills the store with consistent data of every kind, and returns the run. */
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
        bounceSome();
        Run run = finishedRun(find("A1"));
        setRealTime(); // again, because this took a while
        return run;
    }

    /**
     * Adds bounces of B1, who is Bounced, of B2, who is not yet, of B3, of whom it was cleared, and of an address that B4
     * left.
     */
    private void bounceSome() {
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
        List<CheckFinding> findings = new ArrayList<>();
        store().check(findings::add);
        return findings;
    }

    /** Returns the area and the words of each inconsistency, with its examples. */
    private List<String> inconsistencies() {
        return check().stream()
                .flatMap(finding ->
                        finding.inconsistencies().stream().map(found -> finding.area() + ": " + words(found)))
                .toList();
    }

    private static String words(Inconsistency found) {
        assertThat(found.repair()).isNotEmpty();
        return found.count() + " " + found.description() + " " + found.examples();
    }

    @Test
    default void a_sound_store_has_no_inconsistency_in_any_area() {
        assertThat(inconsistencies()).isEmpty();
        populate();
        assertThat(check()).extracting(CheckFinding::area).containsExactlyInAnyOrder(Area.values());
        assertThat(inconsistencies()).isEmpty();
    }

    @Test
    default void a_flag_without_a_fact_is_found() {
        populate();
        executeUnchecked("UPDATE prospect SET bounced_since = 1 WHERE id = 'A2'");
        assertThat(inconsistencies())
                .containsExactly("VALUES: 1 prospects with Bounced but no fact about it [prospect "
                        + find("A2").key() + "]");
    }

    @Test
    default void a_flag_and_a_value_that_differ_from_the_last_fact_are_found() {
        populate();
        executeUnchecked("UPDATE prospect SET email_opt_out_since = NULL WHERE id = 'A2'");
        executeUnchecked("UPDATE prospect SET lead_score = 9 WHERE id = 'A1'");
        assertThat(inconsistencies())
                .containsExactly("VALUES: 2 values that differ from the last fact about them [prospect "
                        + find("A1").key() + ", Lead Score, prospect "
                        + find("A2").key() + ", Email Opt Out]");
    }

    @Test
    default void a_custom_field_that_differs_from_the_last_fact_is_found() {
        populate();
        executeUnchecked("UPDATE prospect SET custom = NULL WHERE id = 'A1'");
        assertThat(inconsistencies())
                .containsExactly("VALUES: 1 values that differ from the last fact about them [prospect "
                        + find("A1").key() + ", Interests]");
    }

    @Test
    default void a_missing_fact_between_two_is_found() {
        populate();
        executeUnchecked("UPDATE fact SET from_text = '1' WHERE to_text = '8'");
        assertThat(inconsistencies())
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
        assertThat(inconsistencies())
                .containsExactly("HISTORY: 2 prospects without exactly one fact of their creation [prospect "
                        + find("A1").key() + ", prospect " + find("A2").key() + "]");
    }

    @Test
    default void a_suppression_list_that_contradicts_its_history_is_found() {
        populate();
        executeUnchecked("DELETE FROM listed_suppression WHERE address = 'old@example.com'");
        assertThat(inconsistencies())
                .hasSize(1)
                .first()
                .asString()
                .startsWith("SUPPRESSION: 1 addresses whose place on the suppression list contradicts the last entry");
        executeUnchecked("DELETE FROM listing WHERE address = 'old@example.com'");
        assertThat(inconsistencies()).isEmpty();
        suppress("old@example.com");
        executeUnchecked("DELETE FROM listing WHERE address = 'old@example.com'");
        assertThat(inconsistencies())
                .hasSize(1)
                .first()
                .asString()
                .startsWith("SUPPRESSION: 1 addresses on the suppression list without an entry in their history");
    }

    @Test
    default void a_suppressed_domain_that_contradicts_its_history_is_found() {
        populate();
        Set<SuppressedDomain> added = account()
                .write(work ->
                        work.suppressDomains(List.of(new SuppressedDomain("acme.example", false)), editProvenance()));
        assertThat(added).hasSize(1);
        assertThat(inconsistencies()).isEmpty();
        executeUnchecked("DELETE FROM suppressed_domain");
        assertThat(inconsistencies())
                .singleElement()
                .asString()
                .startsWith("SUPPRESSION: 1 domains whose place on the suppression list contradicts the last entry");
    }

    @Test
    default void a_marked_address_whose_holder_is_not_Bounced_is_found() {
        populate();
        executeUnchecked("UPDATE prospect SET bounced_since = NULL WHERE id = 'B1'");
        assertThat(inconsistencies())
                .containsExactly(
                        "SUPPRESSION: 1 prospects without Bounced whose address is marked as bounced [prospect "
                                + find("B1").key() + "]",
                        "VALUES: 1 values that differ from the last fact about them [prospect "
                                + find("B1").key() + ", Bounced]");
    }

    @Test
    default void a_mark_without_bounces_and_a_held_bounce_without_a_pause_are_found() {
        populate();
        executeUnchecked("UPDATE bounce SET address = NULL WHERE address IN ('b1@example.com', 'b4@example.com')");
        executeUnchecked("UPDATE bounce SET standing = 'HELD' WHERE address = 'b2@example.com'");
        assertThat(inconsistencies())
                .hasSize(2)
                .anyMatch(found ->
                        found.startsWith("SUPPRESSION: 2 addresses marked as bounced without a stored bounce [prov"))
                .anyMatch(found -> found.startsWith("SUPPRESSION: 1 held bounces without an open pause [bounce "));
    }

    @Test
    default void bounces_and_clearings_that_refer_to_missing_rows_are_found() {
        populate();
        executeUnchecked("UPDATE bounce SET mail = 7, message = 'none' WHERE address = 'b1@example.com'");
        executeUnchecked("UPDATE bounce_clearing SET last = 999");
        executeUnchecked("UPDATE bounced_address SET provenance = 888 WHERE address = 'b4@example.com'");
        assertThat(inconsistencies())
                .hasSize(4)
                .contains(
                        "REFERENCES: 1 rows of bounce that refer to a missing mail [mail 7]",
                        "REFERENCES: 1 rows of bounced_address that refer to a missing provenance [provenance 888]",
                        "REFERENCES: 1 rows of bounce_clearing that refer to a missing bounce [bounce 999]")
                .anyMatch(found ->
                        found.startsWith("REFERENCES: 1 bounces that refer to a missing bounce message [bounce "));
    }

    @Test
    default void a_run_whose_counts_differ_from_its_ledger_is_found() {
        Run run = populate();
        executeUnchecked("UPDATE run SET applied = 2");
        assertThat(inconsistencies())
                .containsExactly("LEDGER: 1 runs whose counts differ from their ledger [run " + run.id() + "]");
    }

    @Test
    default void a_ledger_entry_without_a_fact_and_a_fact_without_a_ledger_entry_are_found() {
        populate();
        executeUnchecked("UPDATE ledger SET prospect = (SELECT key FROM prospect WHERE id = 'A3')");
        assertThat(inconsistencies())
                .containsExactly(
                        "LEDGER: 1 applied entries of the ledger with neither a fact nor a mail [prospect "
                                + find("A3").key() + "]",
                        "LEDGER: 1 facts of a run without an entry in its ledger [prospect "
                                + find("A1").key() + "]");
    }

    @Test
    default void a_row_that_refers_to_a_missing_row_is_found() {
        populate();
        executeUnchecked("UPDATE fact SET provenance = 999 WHERE to_text = '8'");
        assertThat(inconsistencies())
                .containsExactly("REFERENCES: 1 rows of fact that refer to a missing provenance [provenance 999]");
    }

    @Test
    default void records_with_a_time_in_the_future_are_found() {
        populate();
        clock().advance(Duration.ofDays(-1));
        assertThat(inconsistencies())
                .isNotEmpty()
                .allMatch(found -> found.startsWith("CLOCK: "))
                .anyMatch(found -> found.contains("records with a time in the future"));
    }

    @Test
    default void a_stopped_run_is_reported_and_is_no_inconsistency() {
        Run run = populate();
        executeUnchecked("UPDATE run SET state = 'RUNNING'");
        assertThat(inconsistencies()).isEmpty();
        assertThat(check().stream().flatMap(finding -> finding.stoppedRuns().stream()))
                .containsExactly(run.id());
    }
}
