package heed.store;

import static heed.store.TestStore.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heed.model.AccountStore;
import heed.model.EmailAddress;
import heed.model.FieldAssertion;
import heed.model.LedgerEntry;
import heed.model.Moment;
import heed.model.Narrowing;
import heed.model.PlannedEffects;
import heed.model.Promise;
import heed.model.Prospect;
import heed.model.ProspectId;
import heed.model.Run;
import heed.model.RunId;
import heed.model.StandardFields;
import heed.model.StoreReading;
import heed.model.Tally;
import heed.model.UnitOfWork;
import heed.model.Value;
import heed.model.ValueType;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Two accounts with the same people, fields and automations do not see or change each other. */
@Promise(9)
interface AccountIsolationContract extends TestStore {

    /** An account with two people of whom one opted out and one left a bounced address, and a run with all it records. */
    private AccountStore populated(String name) {
        AccountStore account = store().addAccount(name, ZoneOffset.UTC);
        account.addField("Plan", ValueType.TEXT, List.of("tier"));
        account.write(work -> work.importRows(
                List.of(
                        row(
                                1,
                                StandardFields.ID,
                                "A",
                                StandardFields.EMAIL,
                                "ann@example.com",
                                StandardFields.BOUNCED,
                                "yes"),
                        row(2, StandardFields.ID, "B", StandardFields.EMAIL, "bob@example.com")),
                BY_ID,
                imported()));
        account.write(work -> {
            work.assertFields(
                    List.of(
                            new FieldAssertion(
                                    key(work, "A"),
                                    StandardFields.EMAIL,
                                    Optional.of(Value.Text.of("new@example.com"))),
                            new FieldAssertion(
                                    key(work, "B"), StandardFields.EMAIL_OPT_OUT, Optional.of(Value.of(true)))),
                    edited());
            Run run = work.start(
                    work.keep("a", "A", "{}", NOW),
                    1,
                    1,
                    new Moment(NOW, ZoneOffset.UTC),
                    true,
                    new Run.Lease("w", NOW.plusSeconds(9)));
            work.assertFields(
                    List.of(new FieldAssertion(
                            key(work, "B"), StandardFields.CITY, Optional.of(Value.Text.of("Rome")))),
                    byRun(run.id()));
            work.record(List.of(
                    new LedgerEntry(run.id(), "1", key(work, "B"), LedgerEntry.Outcome.APPLIED, Optional.empty())));
            work.keepPlan(run.id(), List.of(new PlannedEffects(key(work, "B"), "abc", List.of())));
            work.checkpoint(run.id(), key(work, "B"), new Tally(1, 1, 0, 0));
            work.list(List.of(new EmailAddress("ann@example.com")), edited());
            return true;
        });
        return account;
    }

    private static ProspectId key(StoreReading reading, String id) {
        return reading.find(id).get(0).key();
    }

    @Test
    default void nothing_of_one_account_is_seen_from_another() {
        AccountStore one = populated("One");
        List<String> before = seen(one);
        AccountStore two = populated("Two");
        assertThat(seen(one)).isEqualTo(before);
        List<ProspectId> ones = keys(one);
        RunId run = one.read(StoreReading::runs).get(0).id();
        assertThat(keys(two)).doesNotContainAnyElementsOf(ones);
        assertThat(two.read(StoreReading::runs)).extracting(Run::id).doesNotContain(run);
        two.read(reading -> {
            assertThat(reading.prospects(ones)).isEmpty();
            ones.forEach(key -> assertThat(reading.history(key)).isEmpty());
            assertThat(reading.run(run)).isEmpty();
            assertThat(reading.ledger(run, ProspectId.START, 10)).isEmpty();
            assertThat(reading.planned(run, ProspectId.START, 10)).isEmpty();
            assertThat(reading.trails(run, ProspectId.START, 10)).isEmpty();
            return true;
        });
    }

    @Test
    default void nothing_of_one_account_is_changed_from_another() {
        AccountStore one = populated("One");
        AccountStore two = populated("Two");
        List<String> before = seen(one);
        ProspectId ann = keys(one).get(0);
        RunId run = one.read(StoreReading::runs).get(0).id();
        List<Consumer<UnitOfWork>> intrusions = List.of(
                work -> work.assertFields(
                        List.of(new FieldAssertion(ann, StandardFields.CITY, Optional.empty())), edited()),
                work -> work.assertFields(
                        List.of(new FieldAssertion(key(work, "A"), StandardFields.CITY, Optional.empty())), byRun(run)),
                work -> work.importRows(List.of(row(1, StandardFields.ID, "A")), BY_ID, byRun(run)),
                work -> work.lease(run, new Run.Lease("x", NOW.plusSeconds(99)), NOW.plusSeconds(50)),
                work -> work.record(List.of(
                        new LedgerEntry(run, "2", key(work, "A"), LedgerEntry.Outcome.APPLIED, Optional.empty()))),
                work -> work.record(List.of(new LedgerEntry(
                        work.runs().get(0).id(), "2", ann, LedgerEntry.Outcome.APPLIED, Optional.empty()))),
                work -> work.keepPlan(run, List.of(new PlannedEffects(key(work, "A"), "x", List.of()))),
                work -> work.keepPlan(work.runs().get(0).id(), List.of(new PlannedEffects(ann, "x", List.of()))),
                work -> work.checkpoint(run, ann, Tally.NONE),
                work -> work.end(run, Run.State.FAILED, NOW),
                work -> work.undone(run, NOW));
        for (Consumer<UnitOfWork> intrusion : intrusions) {
            assertThatThrownBy(() -> two.write(work -> {
                        intrusion.accept(work);
                        return true;
                    }))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        // What names no key of theirs acts on its own account alone.
        two.addField("Seats", ValueType.NUMBER, List.of());
        two.setZone(ZoneOffset.ofHours(5));
        two.write(work -> {
            work.importRows(
                    List.of(
                            row(
                                    1,
                                    StandardFields.ID,
                                    "A",
                                    StandardFields.EMAIL,
                                    "x@example.com",
                                    StandardFields.BOUNCED,
                                    "yes"),
                            row(2, StandardFields.ID, "B", StandardFields.EMAIL, "ann@example.com")),
                    BY_ID,
                    imported());
            work.assertFields(
                    List.of(new FieldAssertion(key(work, "B"), StandardFields.BOUNCED, Optional.empty())), edited());
            work.unlist(List.of(new EmailAddress("ann@example.com")), edited());
            work.start(
                    work.keep("a", "A", "{ }", NOW),
                    2,
                    1,
                    new Moment(NOW, ZoneOffset.UTC),
                    false,
                    new Run.Lease("w", NOW));
            return true;
        });
        assertThat(seen(one)).isEqualTo(before);
        assertThat(seen(two)).isNotEqualTo(before);
    }

    private static List<ProspectId> keys(AccountStore account) {
        return account.read(reading -> reading.prospects(Narrowing.EVERYONE, ProspectId.START, 100)).stream()
                .map(Prospect::key)
                .toList();
    }

    /** Everything that can be read of an account. */
    private static List<String> seen(AccountStore account) {
        List<String> seen = new ArrayList<>();
        seen.add(account.account() + " " + account.fields().all());
        account.read(reading -> {
            seen.add(reading.countProspects() + " " + reading.countSuppressedAddresses());
            for (Prospect prospect : reading.prospects(Narrowing.EVERYONE, ProspectId.START, 100)) {
                account.fields().all().forEach(field -> seen.add(prospect.key() + " " + field + prospect.value(field)));
                seen.add(reading.history(prospect.key()).toString());
            }
            for (String text : List.of("A", "B", "ann@example.com", "new@example.com", "bob@example.com")) {
                seen.add(text + reading.find(text));
            }
            seen.add(reading.suppressions("", 100).toString());
            EmailAddress ann = new EmailAddress("ann@example.com");
            seen.add(reading.suppressions(ann).toString());
            seen.add(reading.suppressed(List.of(ann)).toString());
            seen.add(reading.listings(ann).toString());
            for (Run run : reading.runs()) {
                seen.add(run.toString());
                seen.add(reading.ledger(run.id(), ProspectId.START, 10).toString());
                seen.add(reading.planned(run.id(), ProspectId.START, 10).toString());
                seen.add(reading.trails(run.id(), ProspectId.START, 10).toString());
                seen.add(reading.definition(run.automation(), run.version()).toString());
            }
            seen.add(reading.definition("a", 2).toString());
            return true;
        });
        return seen;
    }
}
