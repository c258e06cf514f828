package heed.store;

import static heed.store.TestStore.importRow;
import static org.assertj.core.api.Assertions.assertThat;

import heed.model.fact.Provenance;
import heed.model.field.StandardFields;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.Prospect;
import heed.model.prospect.ProspectFlag;
import heed.model.store.StoreReading;
import heed.model.suppression.Suppression;
import heed.model.testing.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The reasons why an address is suppressed, and what ends them. */
interface SuppressionContract extends TestStore {

    @Test
    default void either_flag_suppresses_the_address_and_clearing_it_ends_that() {
        Prospect ann = prospect("A", StandardFields.EMAIL, "ann@example.com");
        set(ann, StandardFields.EMAIL_OPT_OUT, "yes");
        set(ann, StandardFields.BOUNCED, "yes");
        assertThat(suppressions("ann@example.com")).containsExactly("Email Opt Out by A", "Bounced by A");
        set(ann, StandardFields.EMAIL_OPT_OUT, "no");
        assertThat(suppressions("ann@example.com")).containsExactly("Bounced by A");
        set(ann, StandardFields.BOUNCED, "");
        assertThat(suppressions("ann@example.com")).isEmpty();
    }

    @Test
    @Promise(3)
    default void the_flags_never_change_each_other() {
        Prospect ann = prospect("A", StandardFields.EMAIL, "ann@example.com");
        set(ann, StandardFields.BOUNCED, "yes");
        assertThat(flags("A")).isEqualTo("bounced");
        set(ann, StandardFields.EMAIL_OPT_OUT, "yes");
        set(ann, StandardFields.BOUNCED, "no");
        assertThat(flags("A")).isEqualTo("opted out");
        set(ann, StandardFields.BOUNCED, "yes");
        set(ann, StandardFields.EMAIL_OPT_OUT, "no");
        assertThat(flags("A")).isEqualTo("bounced");
    }

    private String flags(String id) {
        Prospect prospect = find(id);
        List<String> flags = new ArrayList<>();
        if (prospect.hasFlag(ProspectFlag.EMAIL_OPT_OUT)) {
            flags.add("opted out");
        }
        if (prospect.hasFlag(ProspectFlag.BOUNCED)) {
            flags.add("bounced");
        }
        return String.join(" and ", flags);
    }

    @Test
    default void two_prospects_with_one_address_have_two_separate_opt_outs() {
        Prospect ann = prospect("A", StandardFields.EMAIL, "info@example.com");
        Prospect bob = prospect("B", StandardFields.EMAIL, "Info@Example.com");
        set(ann, StandardFields.EMAIL_OPT_OUT, "yes");
        set(bob, StandardFields.EMAIL_OPT_OUT, "yes");
        assertThat(suppressions("info@example.com")).containsExactly("Email Opt Out by A", "Email Opt Out by B");
        set(ann, StandardFields.EMAIL_OPT_OUT, "no");
        assertThat(suppressions("info@example.com")).containsExactly("Email Opt Out by B");
        assertThat(account().read(StoreReading::countSuppressedAddresses)).isEqualTo(1);
    }

    @Test
    default void an_assertion_that_repeats_a_flag_is_a_fact_and_keeps_the_time_of_the_first() {
        Prospect ann = prospect("A", StandardFields.EMAIL, "ann@example.com");
        set(ann, StandardFields.EMAIL_OPT_OUT, "yes");
        clock().advance(Duration.ofDays(1));
        set(ann, StandardFields.EMAIL_OPT_OUT, "yes");
        set(ann, StandardFields.BOUNCED, "no");
        assertThat(history(ann))
                .containsExactly(
                        "created (import)",
                        "Email Opt Out: No → Yes (profile edit)",
                        "Email Opt Out: Yes → Yes (profile edit)",
                        "Bounced: No → No (profile edit)");
        assertThat(query(reading -> reading.listSuppressions(new EmailAddress("ann@example.com"))))
                .extracting(Suppression::since)
                .containsExactly(NOW);
    }

    @Test
    default void an_opt_out_moves_to_the_new_address_and_a_bounce_stays_with_the_old_one() {
        Prospect ann = prospect("A", StandardFields.EMAIL, "old@example.com");
        set(ann, StandardFields.EMAIL_OPT_OUT, "yes");
        set(ann, StandardFields.BOUNCED, "yes");
        set(ann, StandardFields.EMAIL, "new@example.com");
        assertThat(flags("A")).isEqualTo("opted out");
        assertThat(suppressions("new@example.com")).containsExactly("Email Opt Out by A");
        assertThat(suppressions("old@example.com")).containsExactly("Bounced formerly by A");
        assertThat(history(ann))
                .endsWith(
                        "Email: old@example.com → new@example.com (profile edit)",
                        "Bounced: Yes → No (address change)");
    }

    @Test
    default void a_prospect_who_gets_an_address_that_bounced_is_Bounced_with_a_fact_that_says_why() {
        Prospect ann = prospect("A", StandardFields.EMAIL, "old@example.com", StandardFields.BOUNCED, "yes");
        set(ann, StandardFields.EMAIL, "new@example.com");
        Prospect bob = prospect("B", StandardFields.EMAIL, "bob@example.com");
        set(bob, StandardFields.EMAIL, "old@example.com");
        Prospect cy = prospect("C", StandardFields.EMAIL, "old@example.com");
        assertThat(history(bob)).endsWith("Bounced: No → Yes (address change)");
        assertThat(history(cy)).containsExactly("created (import)", "Bounced: No → Yes (address change)");
        assertThat(account()
                        .read(reading -> reading.listFacts(cy.key()))
                        .get(1)
                        .provenance()
                        .reason())
                .isEqualTo("the address bounced when prospect A had it");
        assertThat(suppressions("old@example.com"))
                .containsExactly("Bounced formerly by A", "Bounced by B", "Bounced by C");
    }

    @Test
    default void clearing_Bounced_of_anyone_with_the_address_ends_it_for_all() {
        Prospect ann = prospect("A", StandardFields.EMAIL, "old@example.com", StandardFields.BOUNCED, "yes");
        Prospect dan = prospect("D", StandardFields.EMAIL, "old@example.com");
        set(ann, StandardFields.EMAIL, "new@example.com");
        Prospect bob = prospect("B", StandardFields.EMAIL, "old@example.com");
        Prospect cy = prospect("C", StandardFields.EMAIL, "old@example.com");
        set(cy, StandardFields.BOUNCED, "yes"); // by hand: Cy's own from now on
        assertThat(suppressions("old@example.com"))
                .containsExactly("Bounced formerly by A", "Bounced by B", "Bounced by C");
        set(dan, StandardFields.BOUNCED, "no"); // Dan is not Bounced, but has the address
        assertThat(suppressions("old@example.com")).containsExactly("Bounced by C");
        assertThat(history(bob)).endsWith("Bounced: Yes → No (profile edit)");
        prospect("E", StandardFields.EMAIL, "old@example.com");
        assertThat(flags("E")).isEmpty();
    }

    @Test
    @Promise(6)
    default void an_undo_that_clears_Bounced_of_a_prospect_does_not_clear_the_address() {
        Prospect ann = prospect("A", StandardFields.EMAIL, "old@example.com", StandardFields.BOUNCED, "yes");
        Prospect bob = prospect("B", StandardFields.EMAIL, "old@example.com", StandardFields.BOUNCED, "yes");
        set(ann, StandardFields.EMAIL, "new@example.com");
        Provenance undo =
                new Provenance(NOW, "ann", Provenance.Origin.UNDO, "undo", Optional.empty(), Optional.empty());
        set(bob, undo, StandardFields.BOUNCED, "no");
        assertThat(flags("B")).isEmpty();
        assertThat(suppressions("old@example.com")).containsExactly("Bounced formerly by A");
    }

    @Test
    default void a_prospect_who_returns_to_an_address_that_bounced_is_Bounced_again() {
        Prospect ann = prospect("A", StandardFields.EMAIL, "old@example.com", StandardFields.BOUNCED, "yes");
        set(ann, StandardFields.EMAIL, "new@example.com");
        set(ann, StandardFields.EMAIL, "old@example.com");
        assertThat(flags("A")).isEqualTo("bounced");
        assertThat(suppressions("old@example.com")).containsExactly("Bounced by A", "Bounced formerly by A");
        set(ann, StandardFields.EMAIL, "");
        assertThat(flags("A")).isEmpty();
        assertThat(suppressions("old@example.com")).containsExactly("Bounced formerly by A");
    }

    @Test
    default void a_flagged_prospect_without_an_address_suppresses_the_address_it_gets_later() {
        Prospect ann = prospect("A", StandardFields.EMAIL_OPT_OUT, "yes", StandardFields.BOUNCED, "yes");
        assertThat(account().read(StoreReading::countSuppressedAddresses)).isZero();
        set(ann, StandardFields.EMAIL, "ann@example.com");
        assertThat(flags("A")).isEqualTo("opted out and bounced");
        assertThat(suppressions("ann@example.com")).containsExactly("Email Opt Out by A", "Bounced by A");
    }

    @Test
    default void an_imported_change_of_address_follows_the_same_rules() {
        prospect("A", StandardFields.EMAIL, "old@example.com", StandardFields.BOUNCED, "yes");
        importRows(BY_ID, importRow(1, StandardFields.ID, "A", StandardFields.EMAIL, "new@example.com"));
        assertThat(flags("A")).isEmpty();
        assertThat(suppressions("old@example.com")).containsExactly("Bounced formerly by A");
        importRows(
                BY_ID,
                importRow(1, StandardFields.ID, "B", StandardFields.EMAIL, "old@example.com"),
                importRow(
                        2,
                        StandardFields.ID,
                        "C",
                        StandardFields.EMAIL,
                        "old@example.com",
                        StandardFields.BOUNCED,
                        "no"));
        assertThat(flags("B")).isEqualTo("bounced");
        assertThat(flags("C")).isEqualTo("bounced");
    }

    @Test
    default void the_list_can_be_read_in_pages_of_addresses() {
        IntStream.range(0, 5)
                .forEach(i -> prospect(
                        "A" + i, StandardFields.EMAIL, "a" + i + "@example.com", StandardFields.EMAIL_OPT_OUT, "yes"));
        prospect("B", StandardFields.EMAIL, "a2@example.com", StandardFields.BOUNCED, "yes");
        List<Suppression> first = account().read(reading -> reading.listSuppressions("", 3));
        assertThat(first)
                .extracting(suppression -> suppression.address().value())
                .containsExactly("a0@example.com", "a1@example.com", "a2@example.com", "a2@example.com");
        List<Suppression> second = account().read(reading -> reading.listSuppressions("a2@example.com", 3));
        assertThat(second)
                .extracting(suppression -> suppression.address().value())
                .containsExactly("a3@example.com", "a4@example.com");
        assertThat(query(reading -> reading.listSuppressions("a4@example.com", 3)))
                .isEmpty();
        assertThat(account().read(StoreReading::countSuppressedAddresses)).isEqualTo(5);
    }

    @Test
    default void the_oldest_reason_is_found_for_each_of_many_addresses_at_once() {
        Prospect ann = prospect("A", StandardFields.EMAIL, "info@example.com", StandardFields.BOUNCED, "yes");
        clock().advance(Duration.ofDays(1));
        set(ann, StandardFields.EMAIL_OPT_OUT, "yes");
        prospect("B", StandardFields.EMAIL, "info@example.com", StandardFields.BOUNCED, "yes");
        prospect("C", StandardFields.EMAIL, "c@example.com", StandardFields.BOUNCED, "yes");
        prospect("D", StandardFields.EMAIL, "d@example.com");
        List<EmailAddress> addresses = IntStream.range(0, 5_000)
                .mapToObj(i ->
                        new EmailAddress((char) ('a' + i % 26) + (i < 26 ? "" : Integer.toString(i)) + "@example.com"))
                .collect(Collectors.toList());
        addresses.add(new EmailAddress("info@example.com"));
        addresses.add(new EmailAddress("info@example.com"));
        Map<EmailAddress, Suppression> oldest = account().read(reading -> reading.findOldestSuppressions(addresses));
        assertThat(oldest.entrySet())
                .extracting(entry -> entry.getKey() + ": " + TestStore.describe(entry.getValue()))
                .containsExactly("c@example.com: Bounced by C", "info@example.com: Bounced by A");
        Map<EmailAddress, Suppression> nothing = account().read(reading -> reading.findOldestSuppressions(List.of()));
        assertThat(nothing).isEmpty();
    }
}
