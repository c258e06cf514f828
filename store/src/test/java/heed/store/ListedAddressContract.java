package heed.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heed.model.fact.Provenance;
import heed.model.field.StandardFields;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.Prospect;
import heed.model.run.RunId;
import heed.model.store.AccountStore;
import heed.model.store.StoreReading;
import heed.model.suppression.Suppression;
import heed.model.suppression.SuppressionEntry;
import heed.model.testing.Promise;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Addresses that are on the suppression list in their own right. */
interface ListedAddressContract extends TestStore {
    EmailAddress ANN = new EmailAddress("ann@example.com");
    EmailAddress BOB = new EmailAddress("bob@example.com");

    private Provenance provenance(String reason) {
        return new Provenance(
                clock().instant(),
                "mira",
                Provenance.Origin.SUPPRESSION_LIST,
                reason,
                Optional.of("list.csv"),
                Optional.empty());
    }

    private Set<EmailAddress> suppress(Collection<EmailAddress> addresses, String reason) {
        return suppress(account(), addresses, provenance(reason));
    }

    private Set<EmailAddress> unsuppress(Collection<EmailAddress> addresses, String reason) {
        return unsuppress(account(), addresses, provenance(reason));
    }

    private static Set<EmailAddress> suppress(
            AccountStore account, Collection<EmailAddress> addresses, Provenance provenance) {
        return account.write(work -> work.suppress(addresses, provenance));
    }

    private static Set<EmailAddress> unsuppress(
            AccountStore account, Collection<EmailAddress> addresses, Provenance provenance) {
        return account.write(work -> work.unsuppress(addresses, provenance));
    }

    private List<String> entries(EmailAddress address) {
        return query(reading -> reading.listSuppressionEntries(address)).stream()
                .map(entry -> (entry.added() ? "added: " : "removed: ")
                        + entry.provenance().reason())
                .toList();
    }

    @Test
    default void a_listed_address_is_suppressed_without_a_prospect_and_for_every_later_prospect() {
        assertThat(suppress(List.of(ANN), "wrote to us")).containsExactly(ANN);
        assertThat(suppressions("ann@example.com")).containsExactly("On the suppression list: wrote to us");
        Suppression before = query(reading -> reading.listSuppressions(ANN)).get(0);
        clock().advance(Duration.ofDays(1));
        Prospect prospect = prospect("A", StandardFields.EMAIL, "Ann@EXAMPLE.com");
        assertThat(query(reading -> reading.listSuppressions(ANN))).containsExactly(before);
        assertThat(before.since()).isEqualTo(NOW);
        assertThat(TestStore.texts(prospect, StandardFields.EMAIL)).containsExactly("ann@example.com");
        assertThat(TestStore.texts(prospect, StandardFields.EMAIL_OPT_OUT, StandardFields.BOUNCED))
                .containsExactly("No", "No");
        assertThat(query(reading -> reading.listSuppressions("", 10))).containsExactly(before);
        assertThat(account().read(StoreReading::countSuppressedAddresses)).isEqualTo(1);
    }

    @Test
    default void a_listed_address_keeps_who_listed_it_when_why_and_by_what_evidence() {
        suppress(List.of(ANN), "wrote to us");
        Provenance provenance = query(reading -> reading.listSuppressions(ANN))
                .get(0)
                .source()
                .assertedBy()
                .orElseThrow();
        assertThat(provenance).isEqualTo(provenance("wrote to us"));
        assertThat(query(reading -> reading.listSuppressionEntries(ANN)))
                .singleElement()
                .satisfies(entry -> assertThat(entry.provenance()).isEqualTo(provenance));
    }

    @Test
    @Promise(3)
    default void a_flag_and_an_entry_are_two_reasons_and_ending_one_leaves_the_other() {
        Prospect prospect = prospect("A", StandardFields.EMAIL, "ann@example.com");
        set(prospect, StandardFields.EMAIL_OPT_OUT, "yes");
        suppress(List.of(ANN), "wrote to us");
        assertThat(suppressions("ann@example.com"))
                .containsExactly("On the suppression list: wrote to us", "Email Opt Out by A");
        assertThat(account().read(StoreReading::countSuppressedAddresses)).isEqualTo(1);
        set(prospect, StandardFields.EMAIL_OPT_OUT, "no");
        assertThat(suppressions("ann@example.com")).containsExactly("On the suppression list: wrote to us");
        set(prospect, StandardFields.EMAIL_OPT_OUT, "yes");
        assertThat(unsuppress(List.of(ANN), "a mistake")).containsExactly(ANN);
        assertThat(suppressions("ann@example.com")).containsExactly("Email Opt Out by A");
        assertThat(unsuppress(List.of(ANN), "a mistake")).isEmpty();
        assertThat(suppressions("ann@example.com")).containsExactly("Email Opt Out by A");
    }

    @Test
    default void clearing_Bounced_does_not_remove_an_address_from_the_list() {
        suppress(List.of(ANN), "wrote to us");
        Prospect prospect = prospect("A", StandardFields.EMAIL, "ann@example.com", StandardFields.BOUNCED, "yes");
        set(prospect, StandardFields.BOUNCED, "no");
        set(prospect, StandardFields.EMAIL, "new@example.com");
        assertThat(suppressions("ann@example.com")).containsExactly("On the suppression list: wrote to us");
        assertThat(suppressions("new@example.com")).isEmpty();
    }

    @Test
    default void each_addition_and_removal_is_recorded_for_good_and_repetitions_are_not() {
        suppress(List.of(ANN), "first");
        clock().advance(Duration.ofHours(1));
        assertThat(suppress(List.of(ANN, BOB, ANN), "second")).containsExactly(BOB);
        unsuppress(List.of(BOB, ANN), "third");
        unsuppress(List.of(ANN), "fourth");
        suppress(List.of(ANN), "fifth");
        assertThat(entries(ANN)).containsExactly("added: first", "removed: third", "added: fifth");
        assertThat(entries(BOB)).containsExactly("added: second", "removed: third");
        assertThat(suppressions("ann@example.com")).containsExactly("On the suppression list: fifth");
        assertThat(suppressions("bob@example.com")).isEmpty();
        assertThat(query(reading -> reading.listSuppressions(ANN)).get(0).since())
                .isEqualTo(NOW.plus(Duration.ofHours(1)));
    }

    @Test
    default void a_transaction_that_fails_adds_and_removes_nothing() {
        suppress(List.of(BOB), "first");
        assertThatThrownBy(() -> account().write(work -> {
                    work.suppress(List.of(ANN), provenance("second"));
                    work.unsuppress(List.of(BOB), provenance("second"));
                    assertThat(work.listSuppressions(ANN)).hasSize(1);
                    throw new IllegalStateException("stop");
                }))
                .hasMessage("stop");
        assertThat(entries(ANN)).isEmpty();
        assertThat(entries(BOB)).containsExactly("added: first");
        assertThat(account().read(StoreReading::countSuppressedAddresses)).isEqualTo(1);
    }

    @Test
    default void a_run_cannot_change_the_list() {
        assertThatThrownBy(() -> account().write(work -> work.suppress(List.of(ANN), runProvenance(new RunId(1)))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> account().write(work -> work.unsuppress(List.of(ANN), runProvenance(new RunId(1)))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(suppress(List.of(), "nobody")).isEmpty();
    }

    @Test
    @Promise(9)
    default void an_address_is_listed_for_one_account_only() {
        AccountStore otherAccount = store().addAccount("Other", ZoneOffset.UTC);
        suppress(List.of(ANN), "wrote to us");
        List<Suppression> otherSuppressions = otherAccount.read(reading -> reading.listSuppressions(ANN));
        assertThat(otherSuppressions).isEmpty();
        List<SuppressionEntry> otherEntries = otherAccount.read(reading -> reading.listSuppressionEntries(ANN));
        assertThat(otherEntries).isEmpty();
        assertThat(otherAccount.read(StoreReading::countSuppressedAddresses)).isZero();
        assertThat(unsuppress(otherAccount, List.of(ANN), provenance("intrusion")))
                .isEmpty();
        assertThat(suppress(otherAccount, List.of(ANN), provenance("theirs"))).containsExactly(ANN);
        assertThat(unsuppress(otherAccount, List.of(ANN), provenance("theirs"))).containsExactly(ANN);
        assertThat(suppressions("ann@example.com")).containsExactly("On the suppression list: wrote to us");
        assertThat(entries(ANN)).containsExactly("added: wrote to us");
    }

    @Test
    @Promise(10)
    default void hostile_texts_are_stored_unchanged() {
        List<EmailAddress> hostile = List.of(
                new EmailAddress("o'brien@example.com"),
                new EmailAddress("a%_*?@example.com"),
                new EmailAddress("'--@example.com"),
                new EmailAddress("{x}@example.com"));
        String reason = "'); DROP TABLE listing; --\n\u0000\"[1]{\\u0041} 😀 =1+1";
        suppress(hostile, reason);
        assertThat(query(reading -> reading.listSuppressions("", 10)))
                .extracting(Suppression::address)
                .containsExactlyInAnyOrderElementsOf(hostile);
        for (EmailAddress address : hostile) {
            assertThat(entries(address)).containsExactly("added: " + reason);
            assertThat(suppressions(address.value())).containsExactly("On the suppression list: " + reason);
        }
        assertThat(unsuppress(hostile, reason)).containsExactlyInAnyOrderElementsOf(hostile);
    }

    @Test
    default void many_addresses_are_listed_in_one_call_and_read_in_pages() {
        List<EmailAddress> many = new ArrayList<>(IntStream.range(0, 5_000)
                .mapToObj(i -> new EmailAddress("p" + i + "@example.com"))
                .toList());
        assertThat(suppress(many, "bought list")).hasSize(5_000);
        prospect("A", StandardFields.EMAIL, "p4711@example.com", StandardFields.BOUNCED, "yes");
        List<EmailAddress> read = new ArrayList<>();
        List<Suppression> page = query(reading -> reading.listSuppressions("", 999));
        while (!page.isEmpty()) {
            page.forEach(suppression -> read.add(suppression.address()));
            String last = page.get(page.size() - 1).address().value();
            page = query(reading -> reading.listSuppressions(last, 999));
        }
        many.add(new EmailAddress("p4711@example.com"));
        many.sort(null);
        assertThat(read).isEqualTo(many);
        assertThat(account().read(StoreReading::countSuppressedAddresses)).isEqualTo(5_000);
        assertThat(unsuppress(many, "all of them")).hasSize(5_000);
        assertThat(account().read(StoreReading::countSuppressedAddresses)).isEqualTo(1);
    }
}
