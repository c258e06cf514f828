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
import heed.store.internal.Accounts;
import heed.store.internal.BounceBook;
import heed.store.internal.Database;
import heed.store.internal.Examination;
import heed.store.internal.SqlAccount;
import heed.store.internal.SqlMail;
import heed.store.internal.SqlNarrowing;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A store in a database that speaks SQL, mail included. Thread-safe. */
public abstract sealed class DatabaseStore implements Store, PrefilterFactory permits PostgresStore, SqliteStore {
    /** How long work waits, unless another time is given, for what others hold: other processes, or a person in the database. */
    public static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Database database;
    private final Clock clock;
    private final String id;

    DatabaseStore(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
        this.id = database.read(Accounts::storeId);
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public List<Account> accounts() {
        return database.read(Accounts::all);
    }

    @Override
    public Optional<AccountStore> account(String name) {
        return database.read(session -> Accounts.find(session, name))
                .map(owner -> new SqlAccount(database, id, owner, clock));
    }

    /** The account's mail; empty if there is no such account. */
    public Optional<AccountMail> mail(String account) {
        return database.read(session -> Accounts.find(session, account))
                .map(owner -> new SqlMail(database, owner, account, clock));
    }

    /** What came back about the account's mail; empty if there is no such account. */
    public Optional<BounceRecords> bounces(String account) {
        return database.read(session -> Accounts.find(session, account))
                .map(owner -> new BounceBook(database, owner, account, clock));
    }

    @Override
    public AccountStore addAccount(String name, ZoneId zone) {
        return new SqlAccount(database, id, database.write(session -> Accounts.add(session, name, zone)), clock);
    }

    @Override
    public Prefilter create(Criterion who, EvaluationTime moment) {
        return SqlNarrowing.of(database.dialect(), who, moment);
    }

    @Override
    public void check(Consumer<CheckFinding> told) {
        new Examination(database, clock, told).all();
    }

    @Override
    public void close() {
        database.close();
    }
}
