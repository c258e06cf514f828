package heed.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heed.mail.MessageClass;
import heed.mail.MessageKey;
import heed.mail.gate.Claim;
import heed.model.field.StandardFields;
import heed.model.prospect.EmailAddress;
import heed.model.store.AccountBusyException;
import heed.model.store.AccountContents;
import heed.model.store.AccountRemovedException;
import heed.model.store.AccountStore;
import heed.model.store.CheckFinding;
import heed.model.suppression.Suppression;
import heed.model.testing.Promise;
import heed.store.internal.inventory.StoredTables;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Removed accounts: nothing of them is left, and nothing of other accounts changes. */
interface AccountRemovalContract extends PersonTestStore {

    private void addOther() {
        AccountStore other = store().addAccount("Other", ZoneOffset.UTC);
        other.write(work -> {
            int imported = work.importRows(
                            List.of(TestStore.importRow(
                                    1, StandardFields.ID, "O", StandardFields.EMAIL, "otto@example.com")),
                            BY_ID,
                            importProvenance())
                    .size();
            return imported
                    + work.suppress(Set.of(new EmailAddress("olga@example.com")), editProvenance())
                            .size();
        });
    }

    private Map<String, Long> countRows() {
        Map<String, Long> counts = new TreeMap<>();
        StoredTables.ALL.forEach(table -> counts.put(table.name(), number("SELECT count(*) FROM " + table.name())));
        return counts;
    }

    @Test
    @Promise(9)
    default void nothing_of_a_removed_account_is_left_and_other_accounts_keep_everything() {
        addOther();
        Map<String, Long> before = countRows();
        addPersonEverywhere();
        AccountContents contents = store().contents("Acme").orElseThrow();
        assertThat(contents.prospects()).isEqualTo(2);
        assertThat(contents.mails()).isEqualTo(3);
        assertThat(contents.suppressedAddresses()).isPositive();

        assertThat(store().removeAccount("Acme", rows -> true)).isTrue();

        Map<String, Long> after = countRows();
        after.put("provenance", before.get("provenance")); // their rows stay, without words
        assertThat(after).isEqualTo(before);
        assertThat(dump().toLowerCase(Locale.ROOT)).doesNotContain("annabel", "leeval", "bob@example");
        assertThat(dump()).doesNotContain("Acme");
        assertThat(dump()).contains("otto@example.com", "olga@example.com", "asked by phone");
        assertThat(store().account("Acme")).isEmpty();
        assertThat(store().contents("Acme")).isEmpty();
        AccountStore other = store().account("Other").orElseThrow();
        List<Suppression> kept = other.read(reading -> reading.listSuppressions(new EmailAddress("olga@example.com")));
        assertThat(kept).hasSize(1);
        List<CheckFinding.Inconsistency> inconsistencies = new ArrayList<>();
        store().check(finding -> {
            if (finding.area() != CheckFinding.Area.CLOCK) { // the clock of these tests stands still
                inconsistencies.addAll(finding.inconsistencies());
            }
        });
        assertThat(inconsistencies).isEmpty();
    }

    @Test
    default void a_removal_that_was_interrupted_goes_on_and_nobody_uses_the_account_meanwhile() {
        addPersonEverywhere();
        AccountStore used = account();
        for (int steps = 0; steps < 12; steps++) {
            int[] left = {steps};
            assertThat(store().removeAccount("Acme", rows -> left[0]-- > 0)).isFalse();
            assertThat(store().account("Acme")).isEmpty();
            assertThat(store().accounts()).isEmpty();
            assertThat(store().unfinishedRemovals()).containsExactly("Acme");
            assertThat(store().contents("Acme").orElseThrow().removalBegan()).contains(clock().instant());
        }
        assertThatThrownBy(() -> store().addAccount("Acme", ZoneOffset.UTC)).hasMessageContaining("is being removed");
        assertThatThrownBy(() -> used.write(work -> work.importRows(
                        List.of(TestStore.importRow(1, StandardFields.EMAIL, "new@example.com")),
                        BY_EMAIL,
                        importProvenance())))
                .isInstanceOf(AccountRemovedException.class);
        assertThat(store().removeAccount("Acme", rows -> true)).isTrue();
        assertThat(dump()).doesNotContain("Acme");
        assertThatThrownBy(used::account).isInstanceOf(AccountRemovedException.class);
    }

    @Test
    default void a_program_that_uses_a_removed_account_does_not_reach_the_next_one() {
        AccountStore used = account();
        assertThat(store().removeAccount("Acme", rows -> true)).isTrue();
        AccountStore next = store().addAccount("Next", ZoneOffset.UTC);
        int imported = next.write(work -> work.importRows(
                        List.of(TestStore.importRow(1, StandardFields.EMAIL, "next@example.com")),
                        BY_EMAIL,
                        importProvenance())
                .size());
        assertThat(imported).isEqualTo(1);
        assertThatThrownBy(used::account).isInstanceOf(AccountRemovedException.class);
    }

    @Test
    default void an_account_is_not_removed_while_a_mail_is_in_flight() {
        AccountStore account = account();
        mail().attempts()
                .claim(
                        List.of(Claim.of(new MessageKey("Acme", "news", "1", 1), ANN, MessageClass.TRANSACTIONAL)),
                        clock(),
                        SENDER);
        assertThatThrownBy(() -> store().removeAccount("Acme", rows -> true))
                .isInstanceOfSatisfying(
                        AccountBusyException.class,
                        busy -> assertThat(busy.reason()).isEqualTo(AccountBusyException.Reason.MAIL_IN_FLIGHT));
        assertThat(account.account().name()).isEqualTo("Acme");
    }
}
