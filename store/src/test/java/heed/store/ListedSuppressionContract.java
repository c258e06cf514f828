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

/** Addresses that are on the suppression list themselves. */
interface ListedSuppressionContract extends TestStore {
    EmailAddress ANN = new EmailAddress("ann@example.com");
    EmailAddress BOB = new EmailAddress("bob@example.com");

    private Provenance by(String reason) {
        return new Provenance(
                clock().instant(),
                "mira",
                Provenance.Origin.SUPPRESSION_LIST,
                reason,
                Optional.of("list.csv"),
                Optional.empty());
    }

    private Set<EmailAddress> put(Collection<EmailAddress> addresses, String reason) {
        return put(account(), addresses, by(reason));
    }

    private Set<EmailAddress> take(Collection<EmailAddress> addresses, String reason) {
        return take(account(), addresses, by(reason));
    }

    private static Set<EmailAddress> put(AccountStore account, Collection<EmailAddress> addresses, Provenance why) {
        return account.write(work -> work.suppress(addresses, why));
    }

    private static Set<EmailAddress> take(AccountStore account, Collection<EmailAddress> addresses, Provenance why) {
        return account.write(work -> work.unsuppress(addresses, why));
    }

    private List<String> listings(EmailAddress address) {
        return list(reading -> reading.listSuppressionEntries(address)).stream()
                .map(one -> (one.added() ? "listed: " : "unlisted: ")
                        + one.provenance().reason())
                .toList();
    }

    @Test
    default void a_listed_address_is_suppressed_before_any_prospect_has_it_and_for_whoever_has_it_later() {
        assertThat(put(List.of(ANN), "wrote to us")).containsExactly(ANN);
        assertThat(suppressions("ann@example.com")).containsExactly("On the suppression list: wrote to us");
        Suppression before = list(reading -> reading.listSuppressions(ANN)).get(0);
        clock().advance(Duration.ofDays(1));
        Prospect prospect = prospect("A", StandardFields.EMAIL, "Ann@EXAMPLE.com");
        assertThat(list(reading -> reading.listSuppressions(ANN))).containsExactly(before);
        assertThat(before.since()).isEqualTo(NOW);
        assertThat(TestStore.texts(prospect, StandardFields.EMAIL)).containsExactly("ann@example.com");
        assertThat(TestStore.texts(prospect, StandardFields.EMAIL_OPT_OUT, StandardFields.BOUNCED))
                .containsExactly("No", "No");
        assertThat(list(reading -> reading.listSuppressions("", 10))).containsExactly(before);
        assertThat(account().read(StoreReading::countSuppressedAddresses)).isEqualTo(1);
    }

    @Test
    default void who_listed_an_address_is_told_with_when_why_and_by_what_evidence() {
        put(List.of(ANN), "wrote to us");
        Provenance told = list(reading -> reading.listSuppressions(ANN))
                .get(0)
                .source()
                .either(
                        carrier -> edited(),
                        formerly -> edited(),
                        returned -> edited(),
                        Suppression.ListEntry::provenance);
        assertThat(told).isEqualTo(by("wrote to us"));
        assertThat(list(reading -> reading.listSuppressionEntries(ANN)))
                .singleElement()
                .satisfies(one -> assertThat(one.provenance()).isEqualTo(told));
    }

    @Test
    @Promise(3)
    default void a_flag_and_a_listing_are_two_reasons_and_ending_one_leaves_the_other() {
        Prospect prospect = prospect("A", StandardFields.EMAIL, "ann@example.com");
        set(prospect, StandardFields.EMAIL_OPT_OUT, "yes");
        put(List.of(ANN), "wrote to us");
        assertThat(suppressions("ann@example.com"))
                .containsExactly("On the suppression list: wrote to us", "Email Opt Out by A");
        assertThat(account().read(StoreReading::countSuppressedAddresses)).isEqualTo(1);
        set(prospect, StandardFields.EMAIL_OPT_OUT, "no");
        assertThat(suppressions("ann@example.com")).containsExactly("On the suppression list: wrote to us");
        set(prospect, StandardFields.EMAIL_OPT_OUT, "yes");
        assertThat(take(List.of(ANN), "a mistake")).containsExactly(ANN);
        assertThat(suppressions("ann@example.com")).containsExactly("Email Opt Out by A");
        assertThat(take(List.of(ANN), "a mistake")).isEmpty();
        assertThat(suppressions("ann@example.com")).containsExactly("Email Opt Out by A");
    }

    @Test
    default void clearing_Bounced_does_not_take_an_address_off_the_list() {
        put(List.of(ANN), "wrote to us");
        Prospect prospect = prospect("A", StandardFields.EMAIL, "ann@example.com", StandardFields.BOUNCED, "yes");
        set(prospect, StandardFields.BOUNCED, "no");
        set(prospect, StandardFields.EMAIL, "new@example.com");
        assertThat(suppressions("ann@example.com")).containsExactly("On the suppression list: wrote to us");
        assertThat(suppressions("new@example.com")).isEmpty();
    }

    @Test
    default void each_listing_and_unlisting_is_recorded_for_good_and_a_repetition_is_none() {
        put(List.of(ANN), "first");
        clock().advance(Duration.ofHours(1));
        assertThat(put(List.of(ANN, BOB, ANN), "second")).containsExactly(BOB);
        take(List.of(BOB, ANN), "third");
        take(List.of(ANN), "fourth");
        put(List.of(ANN), "fifth");
        assertThat(listings(ANN)).containsExactly("listed: first", "unlisted: third", "listed: fifth");
        assertThat(listings(BOB)).containsExactly("listed: second", "unlisted: third");
        assertThat(suppressions("ann@example.com")).containsExactly("On the suppression list: fifth");
        assertThat(suppressions("bob@example.com")).isEmpty();
        assertThat(list(reading -> reading.listSuppressions(ANN)).get(0).since())
                .isEqualTo(NOW.plus(Duration.ofHours(1)));
    }

    @Test
    default void a_transaction_that_fails_lists_and_unlists_nothing() {
        put(List.of(BOB), "first");
        assertThatThrownBy(() -> account().write(work -> {
                    work.suppress(List.of(ANN), by("second"));
                    work.unsuppress(List.of(BOB), by("second"));
                    assertThat(work.listSuppressions(ANN)).hasSize(1);
                    throw new IllegalStateException("stop");
                }))
                .hasMessage("stop");
        assertThat(listings(ANN)).isEmpty();
        assertThat(listings(BOB)).containsExactly("listed: first");
        assertThat(account().read(StoreReading::countSuppressedAddresses)).isEqualTo(1);
    }

    @Test
    default void a_run_lists_nothing_by_itself() {
        assertThatThrownBy(() -> account().write(work -> work.suppress(List.of(ANN), byRun(new RunId(1)))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> account().write(work -> work.unsuppress(List.of(ANN), byRun(new RunId(1)))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(put(List.of(), "nobody")).isEmpty();
    }

    @Test
    @Promise(9)
    default void an_address_is_listed_for_its_own_account_alone() {
        AccountStore other = store().addAccount("Other", ZoneOffset.UTC);
        put(List.of(ANN), "wrote to us");
        List<Suppression> theirs = other.read(reading -> reading.listSuppressions(ANN));
        assertThat(theirs).isEmpty();
        List<SuppressionEntry> record = other.read(reading -> reading.listSuppressionEntries(ANN));
        assertThat(record).isEmpty();
        assertThat(other.read(StoreReading::countSuppressedAddresses)).isZero();
        assertThat(take(other, List.of(ANN), by("intrusion"))).isEmpty();
        assertThat(put(other, List.of(ANN), by("theirs"))).containsExactly(ANN);
        assertThat(take(other, List.of(ANN), by("theirs"))).containsExactly(ANN);
        assertThat(suppressions("ann@example.com")).containsExactly("On the suppression list: wrote to us");
        assertThat(listings(ANN)).containsExactly("listed: wrote to us");
    }

    @Test
    @Promise(10)
    default void hostile_texts_are_kept_as_they_are() {
        List<EmailAddress> hostile = List.of(
                new EmailAddress("o'brien@example.com"),
                new EmailAddress("a%_*?@example.com"),
                new EmailAddress("'--@example.com"),
                new EmailAddress("{x}@example.com"));
        String reason = "'); DROP TABLE listing; --\n\u0000\"[1]{\\u0041} 😀 =1+1";
        put(hostile, reason);
        assertThat(list(reading -> reading.listSuppressions("", 10)))
                .extracting(Suppression::address)
                .containsExactlyInAnyOrderElementsOf(hostile);
        for (EmailAddress address : hostile) {
            assertThat(listings(address)).containsExactly("listed: " + reason);
            assertThat(suppressions(address.value())).containsExactly("On the suppression list: " + reason);
        }
        assertThat(take(hostile, reason)).containsExactlyInAnyOrderElementsOf(hostile);
    }

    @Test
    default void many_addresses_are_listed_in_a_call_and_read_in_pages() {
        List<EmailAddress> many = new ArrayList<>(IntStream.range(0, 5_000)
                .mapToObj(i -> new EmailAddress("p" + i + "@example.com"))
                .toList());
        assertThat(put(many, "bought list")).hasSize(5_000);
        prospect("A", StandardFields.EMAIL, "p4711@example.com", StandardFields.BOUNCED, "yes");
        List<EmailAddress> read = new ArrayList<>();
        List<Suppression> page = list(reading -> reading.listSuppressions("", 999));
        while (!page.isEmpty()) {
            page.forEach(one -> read.add(one.address()));
            String last = page.get(page.size() - 1).address().value();
            page = list(reading -> reading.listSuppressions(last, 999));
        }
        many.add(new EmailAddress("p4711@example.com"));
        many.sort(null);
        assertThat(read).isEqualTo(many);
        assertThat(account().read(StoreReading::countSuppressedAddresses)).isEqualTo(5_000);
        assertThat(take(many, "all of them")).hasSize(5_000);
        assertThat(account().read(StoreReading::countSuppressedAddresses)).isEqualTo(1);
    }
}
