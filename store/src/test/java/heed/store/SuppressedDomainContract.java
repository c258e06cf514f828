package heed.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heed.model.fact.Provenance;
import heed.model.field.StandardFields;
import heed.model.prospect.AddressMatching;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.Prospect;
import heed.model.run.RunId;
import heed.model.store.AccountStore;
import heed.model.store.StoreReading;
import heed.model.suppression.SuppressedDomain;
import heed.model.suppression.Suppression;
import heed.model.suppression.SuppressionReason;
import heed.model.testing.Promise;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Domains on the suppression list. */
interface SuppressedDomainContract extends TestStore {
    EmailAddress ANN = new EmailAddress("ann@acme.example");

    private static List<SuppressedDomain> domains(String... texts) {
        return Arrays.stream(texts)
                .map(text -> SuppressedDomain.parse(text).orElseThrow())
                .toList();
    }

    private Provenance provenance(String reason) {
        return new Provenance(
                clock().instant(),
                "mira",
                Provenance.Origin.SUPPRESSION_LIST,
                reason,
                Optional.empty(),
                Optional.empty());
    }

    private static Set<SuppressedDomain> suppress(AccountStore account, Provenance provenance, String... texts) {
        return account.write(work -> work.suppressDomains(domains(texts), provenance));
    }

    private Set<SuppressedDomain> suppress(String reason, String... texts) {
        return suppress(account(), provenance(reason), texts);
    }

    private Set<SuppressedDomain> unsuppress(String reason, String... texts) {
        return account().write(work -> work.unsuppressDomains(domains(texts), provenance(reason)));
    }

    private List<String> entries(String domain) {
        return query(reading -> reading.listSuppressionEntries(domains(domain).get(0))).stream()
                .map(entry -> (entry.added() ? "added: " : "removed: ")
                        + entry.provenance().reason())
                .toList();
    }

    @Test
    @Promise(1)
    default void a_domain_suppresses_every_address_of_it_now_and_later_and_no_other() {
        assertThat(suppress("their lawyer wrote", "@acme.example")).containsExactlyElementsOf(domains("@acme.example"));
        prospect("A", StandardFields.EMAIL, "Ann@ACME.example");
        assertThat(suppressions("ann@acme.example"))
                .containsExactly("Domain on the suppression list: @acme.example, their lawyer wrote");
        assertThat(suppressions("new@acme.example")).hasSize(1);
        assertThat(suppressions("ann@mail.acme.example")).isEmpty();
        assertThat(suppressions("ann@notacme.example")).isEmpty();
        assertThat(suppressions("acme.example@other.example")).isEmpty();
        Suppression suppression =
                query(reading -> reading.listSuppressions(ANN)).get(0);
        assertThat(suppression.address()).isEqualTo(ANN);
        assertThat(suppression.since()).isEqualTo(NOW);
        assertThat(suppression.source().prospectId()).isEmpty();
        assertThat(suppression.source().isBounceOfAddress()).isFalse();
    }

    @Test
    @Promise(1)
    default void subdomains_are_suppressed_at_every_depth_and_the_domain_itself_is_not() {
        suppress("them all", "@*.acme.example");
        assertThat(suppressions("ann@mail.acme.example")).hasSize(1);
        assertThat(suppressions("ann@a.b.acme.example")).hasSize(1);
        assertThat(suppressions("ann@acme.example")).isEmpty();
        suppress("that one too", "@acme.example", "@b.acme.example");
        assertThat(suppressions("ann@acme.example")).hasSize(1);
        assertThat(suppressions("ann@b.acme.example"))
                .containsExactly(
                        "Domain on the suppression list: @*.acme.example, them all",
                        "Domain on the suppression list: @b.acme.example, that one too");
    }

    @Test
    @Promise(3)
    default void a_domain_is_a_reason_of_its_own_beside_flags_and_entries() {
        Prospect ann = prospect("A", StandardFields.EMAIL, "ann@acme.example");
        suppress("a letter", "@acme.example");
        clock().advance(Duration.ofHours(1));
        set(ann, StandardFields.EMAIL_OPT_OUT, "yes");
        assertThat(suppressions("ann@acme.example"))
                .containsExactly("Email Opt Out by A", "Domain on the suppression list: @acme.example, a letter");
        assertThat(TestStore.texts(find("A"), StandardFields.EMAIL_OPT_OUT, StandardFields.BOUNCED))
                .containsExactly("Yes", "No");
        EmailAddress bob = new EmailAddress("bob@acme.example");
        EmailAddress eve = new EmailAddress("eve@other.example");
        Map<EmailAddress, Suppression> oldest =
                account().read(reading -> reading.findOldestSuppressions(List.of(eve, ANN, bob)));
        assertThat(oldest).containsOnlyKeys(ANN, bob);
        assertThat(oldest.values()).extracting(Suppression::reason).containsOnly(SuppressionReason.DOMAIN_LISTED);
        unsuppress("peace", "@acme.example");
        assertThat(suppressions("ann@acme.example")).containsExactly("Email Opt Out by A");
        assertThat(suppressions("bob@acme.example")).isEmpty();
    }

    @Test
    default void what_is_recorded_for_an_address_leaves_out_its_domain_and_its_other_spellings() {
        account().setAddressMatching(AddressMatching.AS_DELIVERED);
        prospect("A", StandardFields.EMAIL, "a.nn@gmail.com", StandardFields.EMAIL_OPT_OUT, "yes");
        suppress("no Google", "@gmail.com");
        EmailAddress dotted = new EmailAddress("a.nn@gmail.com");
        assertThat(query(reading ->
                        reading.listRecordedSuppressions(List.of(new EmailAddress("ann@gmail.com"), dotted, ANN))))
                .singleElement()
                .satisfies(suppression -> {
                    assertThat(suppression.address()).isEqualTo(dotted);
                    assertThat(suppression.reason()).isEqualTo(SuppressionReason.EMAIL_OPT_OUT);
                });
    }

    @Test
    default void the_lists_of_addresses_and_of_domains_are_apart() {
        suppress("a letter", "@zeta.example", "@*.acme.example", "@acme.example");
        prospect("A", StandardFields.EMAIL, "ann@acme.example");
        prospect("B", StandardFields.EMAIL, "bob@acme.example", StandardFields.BOUNCED, "yes");
        assertThat(account().read(StoreReading::countSuppressedAddresses)).isEqualTo(1);
        assertThat(account().read(StoreReading::countSuppressedDomains)).isEqualTo(3);
        assertThat(query(reading -> reading.listSuppressions("", 10)))
                .extracting(Suppression::reason)
                .containsExactly(SuppressionReason.BOUNCED);
        List<String> read = new ArrayList<>();
        List<Suppression.DomainEntry> page = query(reading -> reading.listSuppressedDomains("", 2));
        while (!page.isEmpty()) {
            page.forEach(entry -> read.add(entry.domain().text()));
            String last = page.get(page.size() - 1).domain().text();
            page = query(reading -> reading.listSuppressedDomains(last, 2));
        }
        assertThat(read).containsExactly("@*.acme.example", "@acme.example", "@zeta.example");
    }

    @Test
    default void each_addition_and_removal_is_recorded_for_good_and_repetitions_are_not() {
        suppress("first", "@acme.example");
        clock().advance(Duration.ofHours(1));
        assertThat(suppress("second", "@acme.example", "@other.example", "@acme.example"))
                .containsExactlyElementsOf(domains("@other.example"));
        assertThat(unsuppress("third", "@acme.example", "@unknown.example"))
                .containsExactlyElementsOf(domains("@acme.example"));
        assertThat(unsuppress("fourth", "@acme.example")).isEmpty();
        suppress("fifth", "@acme.example");
        assertThat(entries("@acme.example")).containsExactly("added: first", "removed: third", "added: fifth");
        assertThat(entries("@*.acme.example")).isEmpty();
        assertThat(query(reading -> reading.listSuppressions(ANN)).get(0).since())
                .isEqualTo(NOW.plus(Duration.ofHours(1)));
        assertThat(query(reading -> reading.listSuppressedDomains("", 1)).get(0).provenance())
                .isEqualTo(provenance("fifth"));
    }

    @Test
    default void a_transaction_that_fails_and_a_run_change_nothing() {
        assertThatThrownBy(() -> account().write(work -> {
                    work.suppressDomains(domains("@acme.example"), provenance("x"));
                    assertThat(work.listSuppressions(ANN)).hasSize(1);
                    throw new IllegalStateException("stop");
                }))
                .hasMessage("stop");
        assertThatThrownBy(() -> suppress(account(), runProvenance(new RunId(1)), "@acme.example"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(account().read(StoreReading::countSuppressedDomains)).isZero();
        assertThat(entries("@acme.example")).isEmpty();
        assertThat(suppressions("ann@acme.example")).isEmpty();
    }

    @Test
    @Promise(9)
    default void a_domain_is_suppressed_for_one_account_only() {
        AccountStore otherAccount = store().addAccount("Other", ZoneOffset.UTC);
        suppress("a letter", "@acme.example");
        List<Suppression> otherSuppressions = otherAccount.read(reading -> reading.listSuppressions(ANN));
        assertThat(otherSuppressions).isEmpty();
        assertThat(otherAccount.read(StoreReading::countSuppressedDomains)).isZero();
        assertThat(suppress(otherAccount, provenance("theirs"), "@acme.example"))
                .hasSize(1);
        assertThat(entries("@acme.example")).containsExactly("added: a letter");
    }

    @Test
    @Promise(1)
    default void an_account_that_matches_addresses_as_delivered_covers_both_domains_of_a_mailbox() {
        suppress("no Google", "@googlemail.com");
        assertThat(suppressions("ann@gmail.com")).isEmpty();
        account().setAddressMatching(AddressMatching.AS_DELIVERED);
        assertThat(suppressions("ann@gmail.com")).hasSize(1);
        assertThat(suppressions("a.nn+x@googlemail.com")).hasSize(1);
        Map<EmailAddress, Suppression> oldest =
                account().read(reading -> reading.findOldestSuppressions(List.of(new EmailAddress("bob@gmail.com"))));
        assertThat(oldest).hasSize(1);
    }

    @Test
    default void thousands_of_domains_and_addresses_are_looked_up_in_one_call() {
        String[] texts =
                IntStream.range(0, 3_000).mapToObj(i -> "@d" + i + ".example").toArray(String[]::new);
        assertThat(suppress("disposable", texts)).hasSize(3_000);
        List<EmailAddress> addresses = IntStream.range(0, 6_000)
                .mapToObj(i -> new EmailAddress("p@d" + i + ".example"))
                .toList();
        Map<EmailAddress, Suppression> oldest = account().read(reading -> reading.findOldestSuppressions(addresses));
        assertThat(oldest.keySet()).containsExactlyElementsOf(addresses.subList(0, 3_000));
    }
}
