package heed.store;

import static heed.store.TestStore.importRow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heed.model.fact.FieldAssertion;
import heed.model.field.StandardFields;
import heed.model.field.Value;
import heed.model.prospect.Prospect;
import heed.model.store.AccountStore;
import heed.model.store.Store;
import heed.model.store.UnitOfWork;
import heed.model.testing.SettableClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Readers and writers of one store that several processes have open. */
abstract class ConcurrencyContract implements TestStore {
    private final SettableClock clock = new SettableClock(NOW);
    private DatabaseStore firstStore;
    private DatabaseStore secondStore;

    /** Creates an empty store. */
    abstract DatabaseStore createEmpty(SettableClock clock);

    /** Opens the same store once more. */
    abstract DatabaseStore reopen(SettableClock clock);

    @BeforeEach
    void open() {
        firstStore = createEmpty(clock);
        account();
        secondStore = reopen(clock);
    }

    @AfterEach
    void close() {
        firstStore.close();
        secondStore.close();
    }

    @Override
    public Store store() {
        return firstStore;
    }

    @Override
    public SettableClock clock() {
        return clock;
    }

    private AccountStore otherAccount() {
        return secondStore.account("Acme").orElseThrow();
    }

    @Test
    void a_reader_keeps_its_snapshot_while_writers_commit() {
        prospect("A");
        account().read(reading -> {
            assertThat(reading.countProspects()).isEqualTo(1);
            prospect("B");
            importInto(otherAccount(), "C");
            account().addField("Plan", heed.model.field.ValueType.TEXT, List.of());
            assertThat(reading.countProspects()).isEqualTo(1);
            assertThat(reading.findProspects("B")).isEmpty();
            return true;
        });
        assertThat(TestStore.count(account())).isEqualTo(3);
    }

    private void importInto(AccountStore account, String id) {
        account.write(work -> work.importRows(List.of(importRow(1, StandardFields.ID, id)), BY_ID, importProvenance()));
    }

    @Test
    void uncommitted_changes_are_visible_to_nobody_else() {
        account().write(work -> {
            work.importRows(List.of(importRow(1, StandardFields.ID, "A")), BY_ID, importProvenance());
            assertThat(work.countProspects()).isEqualTo(1);
            assertThat(TestStore.count(account())).isZero();
            assertThat(TestStore.count(otherAccount())).isZero();
            return true;
        });
        assertThat(TestStore.count(otherAccount())).isEqualTo(1);
    }

    @Test
    void concurrent_writers_lose_no_changes() throws Exception {
        Prospect counter = prospect("A", StandardFields.LEAD_SCORE, "0");
        int writers = 4;
        int times = 25;
        ExecutorService threads = Executors.newFixedThreadPool(writers);
        try {
            List<Future<?>> done = new ArrayList<>();
            for (int i = 0; i < writers; i++) {
                AccountStore account = i % 2 == 0 ? account() : otherAccount();
                done.add(threads.submit(() -> {
                    for (int time = 0; time < times; time++) {
                        account.write(work -> increment(work, counter));
                    }
                }));
            }
            for (Future<?> future : done) {
                future.get();
            }
        } finally {
            threads.shutdown();
        }
        assertThat(find("A").value(StandardFields.LEAD_SCORE)).contains(new Value.Decimal(writers * times));
        assertThat(history(counter)).hasSize(1 + writers * times);
    }

    private boolean increment(UnitOfWork work, Prospect counter) {
        Prospect now = work.listProspects(List.of(counter.key())).get(0);
        double next = now.value(StandardFields.LEAD_SCORE)
                        .map(Value.Decimal.class::cast)
                        .orElseThrow()
                        .number()
                + 1;
        work.assertFields(
                List.of(new FieldAssertion(
                        counter.key(), StandardFields.LEAD_SCORE, Optional.of(new Value.Decimal(next)))),
                editProvenance());
        return true;
    }

    @Test
    void a_transaction_in_a_transaction_is_refused() {
        assertThatThrownBy(() -> account().write(work -> account().<Long>write(UnitOfWork::countProspects)))
                .isInstanceOf(IllegalStateException.class);
        assertThat(account().<Long>write(UnitOfWork::countProspects)).isZero();
    }

    @Test
    void many_threads_can_read_at_once() throws Exception {
        prospect("A");
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<Long>> counts = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                counts.add(threads.submit(() -> TestStore.count(account())));
            }
            for (Future<Long> count : counts) {
                assertThat(count.get()).isEqualTo(1);
            }
        } finally {
            threads.shutdown();
        }
    }
}
