package heed.store;

import heed.bounces.marking.BounceRecords;
import heed.filters.Criterion;
import heed.filters.PrefilterFactory;
import heed.mail.delivery.AccountMail;
import heed.mail.gate.AttemptJournals;
import heed.model.run.EvaluationTime;
import heed.model.store.Account;
import heed.model.store.AccountContents;
import heed.model.store.AccountStore;
import heed.model.store.BackupContents;
import heed.model.store.CheckFinding;
import heed.model.store.HeldWork;
import heed.model.store.Prefilter;
import heed.model.store.Store;
import heed.model.store.StoreException;
import heed.model.store.StoreGeneration;
import heed.model.store.UpgradeNote;
import heed.store.internal.accounts.AccountTable;
import heed.store.internal.backup.BackupManifest;
import heed.store.internal.backup.BackupReader;
import heed.store.internal.backup.BackupWriter;
import heed.store.internal.backup.DurableFiles;
import heed.store.internal.backup.GenerationTable;
import heed.store.internal.bounces.SqlBounceRecords;
import heed.store.internal.check.StoreCheck;
import heed.store.internal.criteria.SqlPrefilter;
import heed.store.internal.inventory.AccountRemoval;
import heed.store.internal.mail.SqlAccountMail;
import heed.store.internal.prospects.SqlAccountStore;
import heed.store.internal.sql.AccountKey;
import heed.store.internal.sql.SqlDatabase;
import heed.store.internal.suppression.SuppressionQueries;
import heed.store.internal.upgrade.UpgradeFinding;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.LongPredicate;

/** A store in an SQL database, mail and bounces included. Thread-safe. */
public abstract sealed class DatabaseStore implements Store, PrefilterFactory permits PostgresStore, SqliteStore {
    /** How long a statement waits by default for a lock of another transaction, be it of a process or of a person. */
    public static final Duration DEFAULT_LOCK_TIMEOUT = Duration.ofMinutes(1);

    private final SqlDatabase database;
    private final Clock clock;
    private final AttemptJournals journals;
    private final String id;
    private final Optional<HeldWork> restored;

    DatabaseStore(SqlDatabase database, AttemptJournals journals, Clock clock) {
        this.journals = journals;
        this.database = database;
        this.clock = clock;
        this.restored = database.read(GenerationTable::isAnnounced)
                ? database.write(session -> Optional.of(session)
                        .filter(GenerationTable::isAnnounced)
                        .map(announced -> GenerationTable.begin(announced, clock.instant())))
                : Optional.empty();
        this.id = database.read(AccountTable::storeId);
    }

    /**
     * Writes a backup of the whole store, of one moment, while others use the store. The file appears complete or not at
     * all, and only the user can read it. It was read back and compared before this method returns.
     *
     * @param file does not exist
     * @throws StoreException if the backup cannot be written or is not what was read; there is no file then
     */
    public BackupContents backup(Path file) {
        Instant now = clock.instant();
        String temporaryName = "." + file.getFileName() + "." + UUID.randomUUID();
        Path temporaryFile = file.resolveSibling(temporaryName + ".part");
        try {
            if (Files.exists(file)) {
                throw new FileAlreadyExistsException(file.toString());
            }
            try (BackupWriter writer = new BackupWriter(temporaryFile)) {
                writeBackup(writer, file.resolveSibling(temporaryName + ".copy.part"), now);
            }
            BackupContents contents = verifyBackup(temporaryFile);
            Files.move(temporaryFile, file);
            DurableFiles.forceFolder(file);
            return contents;
        } catch (FileAlreadyExistsException e) {
            throw new StoreException(file + " exists already; a backup replaces no file", e);
        } catch (IOException e) {
            throw new StoreException("the backup " + file + " could not be written: " + e.getMessage(), e);
        } finally {
            DurableFiles.deleteQuietly(List.of(temporaryFile));
        }
    }

    /** @param copy a file that does not exist, which may be used and is deleted at the end */
    abstract void writeBackup(BackupWriter writer, Path copy, Instant now) throws IOException;

    /**
     * Reads a whole backup and compares it with its manifest.
     *
     * @throws StoreException if the file is not a backup, is damaged, or was made by a newer version
     */
    public static BackupContents verifyBackup(Path file) {
        try (BackupReader reader = BackupReader.open(file)) {
            return verify(reader, file);
        }
    }

    static BackupContents verify(BackupReader reader, Path file) {
        reader.verify();
        BackupManifest manifest = reader.manifest();
        try {
            return new BackupContents(
                    manifest.taken(), manifest.schemaVersion(), manifest.storeId(), Files.size(file), manifest.rows());
        } catch (IOException e) {
            throw new StoreException(file + " cannot be read", e);
        }
    }

    /** Returns the generation of the store if it was restored from a backup; otherwise empty. */
    public Optional<StoreGeneration> generation() {
        return database.read(GenerationTable::find);
    }

    /** Returns what was held back if opening the store has ended the restore of a backup; otherwise empty. */
    public Optional<HeldWork> heldByRestore() {
        return restored;
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
                .map(account -> new SqlAccountMail(database, account, accountName, journals, clock));
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
    public List<String> unfinishedRemovals() {
        return database.read(AccountTable::listRemovals);
    }

    @Override
    public Optional<AccountContents> contents(String name) {
        return database.read(session -> AccountTable.findKeyToRemove(session, name)
                .map(account ->
                        AccountRemoval.count(session, account, SuppressionQueries.countAddresses(session, account))));
    }

    @Override
    public boolean removeAccount(String name, LongPredicate progress) {
        AccountKey account = database.read(session -> AccountTable.findKeyToRemove(session, name))
                .orElseThrow(() -> new IllegalArgumentException("there is no such account"));
        return new AccountRemoval(database, account, progress).remove(clock.instant());
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
