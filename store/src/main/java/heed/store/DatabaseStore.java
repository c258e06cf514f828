package heed.store;

import heed.bounces.marking.BounceRecords;
import heed.filters.Criterion;
import heed.filters.PrefilterFactory;
import heed.mail.delivery.AccountMail;
import heed.model.run.EvaluationTime;
import heed.model.store.Account;
import heed.model.store.AccountStore;
import heed.model.store.CheckFinding;
import heed.model.store.Prefilter;
import heed.model.store.Store;
import heed.model.store.UpgradeNote;
import heed.store.internal.accounts.AccountTable;
import heed.store.internal.bounces.SqlBounceRecords;
import heed.store.internal.check.StoreCheck;
import heed.store.internal.criteria.SqlPrefilter;
import heed.store.internal.mail.SqlAccountMail;
import heed.store.internal.prospects.SqlAccountStore;
import heed.store.internal.sql.SqlDatabase;
import heed.store.internal.upgrade.UpgradeFinding;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A store in an SQL database, mail and bounces included. Thread-safe. */
public abstract sealed class DatabaseStore implements Store, PrefilterFactory permits PostgresStore, SqliteStore {
    /** How long a statement waits by default for a lock of another transaction, be it of a process or of a person. */
    public static final Duration DEFAULT_LOCK_TIMEOUT = Duration.ofMinutes(1);

    private final SqlDatabase database;
    private final Clock clock;
    private final String id;

    DatabaseStore(SqlDatabase database, Clock clock) {
        this.database = database;
        this.clock = clock;
        this.id = database.read(AccountTable::storeId);
    }

    @Override
    public String id() {
        return id;
    }

    /** Returns what the upgrade found if opening the store has upgraded it; otherwise empty. */
    public List<UpgradeNote> upgradeNotes() {
        long before = database.openedVersion();
        return before > 0 && before < UpgradeFinding.VERSION ? database.read(UpgradeFinding::notes) : List.of();
    }

    @Override
    public List<Account> accounts() {
        return database.read(AccountTable::list);
    }

    @Override
    public Optional<AccountStore> account(String name) {
        return database.read(session -> AccountTable.findKey(session, name))
                .map(account -> new SqlAccountStore(database, id, account, clock));
    }

    /** Returns the mail of an account; empty if there is no such account. */
    public Optional<AccountMail> mail(String accountName) {
        return database.read(session -> AccountTable.findKey(session, accountName))
                .map(account -> new SqlAccountMail(database, account, accountName, clock));
    }

    /** Returns the bounces of an account; empty if there is no such account. */
    public Optional<BounceRecords> bounces(String accountName) {
        return database.read(session -> AccountTable.findKey(session, accountName))
                .map(account -> new SqlBounceRecords(database, account, accountName, clock));
    }

    @Override
    public AccountStore addAccount(String name, ZoneId zone) {
        return new SqlAccountStore(
                database, id, database.write(session -> AccountTable.add(session, name, zone)), clock);
    }

    @Override
    public Prefilter create(Criterion criterion, EvaluationTime evaluationTime) {
        return SqlPrefilter.from(database.dialect(), criterion, evaluationTime);
    }

    @Override
    public void check(Consumer<CheckFinding> consumer) {
        new StoreCheck(database, clock, consumer).checkAll();
    }

    @Override
    public void close() {
        database.close();
    }
}
