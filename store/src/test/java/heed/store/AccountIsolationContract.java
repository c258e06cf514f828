package heed.store;

import static heed.store.TestStore.importRow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heed.model.fact.FieldAssertion;
import heed.model.field.StandardFields;
import heed.model.field.Value;
import heed.model.field.ValueType;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.Prospect;
import heed.model.prospect.ProspectId;
import heed.model.run.EvaluationTime;
import heed.model.run.LedgerEntry;
import heed.model.run.PlannedEffects;
import heed.model.run.Run;
import heed.model.run.RunId;
import heed.model.run.RunTally;
import heed.model.store.AccountStore;
import heed.model.store.Prefilter;
import heed.model.store.StoreReading;
import heed.model.store.UnitOfWork;
import heed.model.suppression.SuppressedDomain;
import heed.model.testing.Promise;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Two accounts with the same prospects, fields and automations cannot see or change each other. */
@Promise(9)
interface AccountIsolationContract extends TestStore {

    /**
     * Adds an account with two prospects, of whom one opted out and one left a bounced address, and with a complete run.
     */
    private AccountStore addPopulatedAccount(String name) {
        AccountStore account = store().addAccount(name, ZoneOffset.UTC);
        account.addField("Plan", ValueType.TEXT, List.of("tier"));
        account.write(work -> work.importRows(
                List.of(
                        importRow(
                                1,
                                StandardFields.ID,
                                "A",
                                StandardFields.EMAIL,
                                "ann@example.com",
                                StandardFields.BOUNCED,
                                "yes"),
                        importRow(2, StandardFields.ID, "B", StandardFields.EMAIL, "bob@example.com")),
                BY_ID,
                importProvenance()));
        account.write(work -> {
            work.assertFields(
                    List.of(
                            new FieldAssertion(
                                    key(work, "A"),
                                    StandardFields.EMAIL,
                                    Optional.of(Value.Text.of("new@example.com"))),
                            new FieldAssertion(
                                    key(work, "B"), StandardFields.EMAIL_OPT_OUT, Optional.of(Value.of(true)))),
                    editProvenance());
            Run run = work.startRun(
                    work.saveDefinition("a", "A", "{}", NOW),
                    1,
                    1,
                    new EvaluationTime(NOW, ZoneOffset.UTC),
                    true,
                    new Run.Lease("w", NOW.plusSeconds(9)));
            work.assertFields(
                    List.of(new FieldAssertion(
                            key(work, "B"), StandardFields.CITY, Optional.of(Value.Text.of("Rome")))),
                    runProvenance(run.id()));
            work.recordLedgerEntries(List.of(
                    new LedgerEntry(run.id(), "1", key(work, "B"), LedgerEntry.Outcome.APPLIED, Optional.empty())));
            work.savePlannedEffects(run.id(), List.of(new PlannedEffects(key(work, "B"), "abc", List.of())));
            work.saveCheckpoint(run.id(), key(work, "B"), new RunTally(1, 1, 0, 0));
            work.suppressDomains(List.of(new SuppressedDomain("acme.example", false)), editProvenance());
            work.suppress(List.of(new EmailAddress("ann@example.com")), editProvenance());
            return true;
        });
        return account;
    }

    private static ProspectId key(StoreReading reading, String id) {
        return reading.findProspects(id).get(0).key();
    }

    @Test
    default void one_account_sees_nothing_of_another() {
        AccountStore account = addPopulatedAccount("One");
        List<String> before = readAll(account);
        AccountStore otherAccount = addPopulatedAccount("Two");
        assertThat(readAll(account)).isEqualTo(before);
        List<ProspectId> keys = keys(account);
        RunId run = account.read(StoreReading::listRuns).get(0).id();
        assertThat(keys(otherAccount)).doesNotContainAnyElementsOf(keys);
        assertThat(otherAccount.read(StoreReading::listRuns))
                .extracting(Run::id)
                .doesNotContain(run);
        otherAccount.read(reading -> {
            assertThat(reading.listProspects(keys)).isEmpty();
            keys.forEach(key -> assertThat(reading.listFacts(key)).isEmpty());
            assertThat(reading.findRun(run)).isEmpty();
            assertThat(reading.listLedgerEntries(run, ProspectId.START, 10)).isEmpty();
            assertThat(reading.listPlannedEffects(run, ProspectId.START, 10)).isEmpty();
            assertThat(reading.listRunFacts(run, ProspectId.START, 10)).isEmpty();
            return true;
        });
    }

    @Test
    default void one_account_changes_nothing_of_another() {
        AccountStore account = addPopulatedAccount("One");
        AccountStore otherAccount = addPopulatedAccount("Two");
        List<String> before = readAll(account);
        ProspectId ann = keys(account).get(0);
        RunId run = account.read(StoreReading::listRuns).get(0).id();
        List<Consumer<UnitOfWork>> intrusions = List.of(
                work -> work.assertFields(
                        List.of(new FieldAssertion(ann, StandardFields.CITY, Optional.empty())), editProvenance()),
                work -> work.assertFields(
                        List.of(new FieldAssertion(key(work, "A"), StandardFields.CITY, Optional.empty())),
                        runProvenance(run)),
                work -> work.importRows(List.of(importRow(1, StandardFields.ID, "A")), BY_ID, runProvenance(run)),
                work -> work.claimLease(run, new Run.Lease("x", NOW.plusSeconds(99)), NOW.plusSeconds(50)),
                work -> work.recordLedgerEntries(List.of(
                        new LedgerEntry(run, "2", key(work, "A"), LedgerEntry.Outcome.APPLIED, Optional.empty()))),
                work -> work.recordLedgerEntries(List.of(new LedgerEntry(
                        work.listRuns().get(0).id(), "2", ann, LedgerEntry.Outcome.APPLIED, Optional.empty()))),
                work -> work.savePlannedEffects(run, List.of(new PlannedEffects(key(work, "A"), "x", List.of()))),
                work -> work.savePlannedEffects(
                        work.listRuns().get(0).id(), List.of(new PlannedEffects(ann, "x", List.of()))),
                work -> work.saveCheckpoint(run, ann, RunTally.NONE),
                work -> work.endRun(run, Run.Status.FAILED, NOW),
                work -> work.markUndone(run, NOW));
        for (Consumer<UnitOfWork> intrusion : intrusions) {
            assertThatThrownBy(() -> otherAccount.write(work -> {
                        intrusion.accept(work);
                        return true;
                    }))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        // Changes that name no key of the other account change their own account only.
        otherAccount.addField("Seats", ValueType.NUMBER, List.of());
        otherAccount.setZone(ZoneOffset.ofHours(5));
        otherAccount.write(work -> {
            work.importRows(
                    List.of(
                            importRow(
                                    1,
                                    StandardFields.ID,
                                    "A",
                                    StandardFields.EMAIL,
                                    "x@example.com",
                                    StandardFields.BOUNCED,
                                    "yes"),
                            importRow(2, StandardFields.ID, "B", StandardFields.EMAIL, "ann@example.com")),
                    BY_ID,
                    importProvenance());
            work.assertFields(
                    List.of(new FieldAssertion(key(work, "B"), StandardFields.BOUNCED, Optional.empty())),
                    editProvenance());
            work.unsuppressDomains(List.of(new SuppressedDomain("acme.example", false)), editProvenance());
            work.unsuppress(List.of(new EmailAddress("ann@example.com")), editProvenance());
            work.startRun(
                    work.saveDefinition("a", "A", "{ }", NOW),
                    2,
                    1,
                    new EvaluationTime(NOW, ZoneOffset.UTC),
                    false,
                    new Run.Lease("w", NOW));
            return true;
        });
        assertThat(readAll(account)).isEqualTo(before);
        assertThat(readAll(otherAccount)).isNotEqualTo(before);
    }

    private static List<ProspectId> keys(AccountStore account) {
        return account.read(reading -> reading.listProspects(Prefilter.EVERYONE, ProspectId.START, 100)).stream()
                .map(Prospect::key)
                .toList();
    }

    /** Returns everything that can be read of an account. */
    private static List<String> readAll(AccountStore account) {
        List<String> contents = new ArrayList<>();
        contents.add(account.account() + " " + account.fields().all());
        account.read(reading -> {
            contents.add(reading.countProspects() + " " + reading.countSuppressedAddresses());
            for (Prospect prospect : reading.listProspects(Prefilter.EVERYONE, ProspectId.START, 100)) {
                account.fields()
                        .all()
                        .forEach(field -> contents.add(prospect.key() + " " + field + prospect.value(field)));
                contents.add(reading.listFacts(prospect.key()).toString());
            }
            for (String text : List.of("A", "B", "ann@example.com", "new@example.com", "bob@example.com")) {
                contents.add(text + reading.findProspects(text));
            }
            contents.add(reading.listSuppressions("", 100).toString());
            EmailAddress ann = new EmailAddress("ann@example.com");
            contents.add(reading.listSuppressions(ann).toString());
            contents.add(reading.countSuppressedDomains() + " "
                    + reading.listSuppressedDomains("", 100).toString());
            contents.add(reading.findOldestSuppressions(List.of(ann)).toString());
            contents.add(reading.listSuppressionEntries(ann).toString());
            for (Run run : reading.listRuns()) {
                contents.add(run.toString());
                contents.add(reading.listLedgerEntries(run.id(), ProspectId.START, 10)
                        .toString());
                contents.add(reading.listPlannedEffects(run.id(), ProspectId.START, 10)
                        .toString());
                contents.add(
                        reading.listRunFacts(run.id(), ProspectId.START, 10).toString());
                contents.add(
                        reading.findDefinition(run.automation(), run.version()).toString());
            }
            contents.add(reading.findDefinition("a", 2).toString());
            return true;
        });
        return contents;
    }
}
