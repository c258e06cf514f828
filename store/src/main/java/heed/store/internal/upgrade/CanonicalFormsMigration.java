package heed.store.internal.upgrade;

import heed.model.field.ValueType;
import heed.store.internal.sql.AccountKey;
import heed.store.internal.sql.SqlDialect;
import heed.store.internal.sql.SqlSession;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;
import org.jspecify.annotations.Nullable;

/**
 * Version 13: rewrites addresses and countries that earlier versions stored in another form than this one reads them in, in one
 * transaction. Its SQL is that of version 13, and uses nothing that later versions may change.
 */
public final class CanonicalFormsMigration implements JavaMigration {
    private final SqlDialect dialect;
    private final UpgradeSql sql;
    private final Clock clock;

    /**
     * What the databases say differently.
     *
     * @param setVersion the statement that sets the store's version
     * @param customText the expression for the text of a custom field, with {@code %d} for its slot
     * @param customReplaced the expression for all custom fields with {@code ?} for that text, with {@code %d} for its slot
     */
    public record UpgradeSql(String setVersion, String customText, String customReplaced) {}

    public CanonicalFormsMigration(SqlDialect dialect, UpgradeSql sql, Clock clock) {
        this.dialect = dialect;
        this.sql = sql;
        this.clock = clock;
    }

    @Override
    public MigrationVersion getVersion() {
        return MigrationVersion.fromVersion(Integer.toString(UpgradeFinding.VERSION));
    }

    @Override
    public String getDescription() {
        return "canonical forms";
    }

    @Override
    public @Nullable Integer getChecksum() {
        return null;
    }

    @Override
    public boolean canExecuteInTransaction() {
        return true;
    }

    /** The session is not closed: the connection is Flyway's, which commits. */
    @Override
    @SuppressWarnings("resource")
    public void migrate(Context context) {
        SqlSession session = new SqlSession(context.getConnection(), dialect);
        // What this migration found, without addresses: whose facts and listings say more.
        session.update("""
                CREATE TABLE upgrade_finding (
                    account  bigint NOT NULL REFERENCES account (id),
                    kind     text   NOT NULL,
                    sequence bigint NOT NULL,
                    prospect bigint REFERENCES prospect (key),
                    PRIMARY KEY (account, kind, sequence)
                )
                """);
        session.update("""
                CREATE INDEX prospect_unknown_country ON prospect (account) WHERE substr(country, 1, 1) = '?'
                """);
        Instant now = clock.instant();
        for (long id : session.query("SELECT id FROM account ORDER BY id", row -> row.number(1))) {
            AccountKey account = new AccountKey(id);
            new AddressRewriter(session, account, now).rewriteAll();
            new SpellingSuppressor(session, account, now).suppressAll();
            rereadCountries(session, account);
        }
        session.update(sql.setVersion);
    }

    /** Replaces the texts of unknown countries that are names now by the codes of their countries. */
    private void rereadCountries(SqlSession session, AccountKey account) {
        String unknown = "SELECT DISTINCT country FROM prospect WHERE account = ? AND substr(country, 1, 1) = '?'";
        for (String stored : session.query(unknown, row -> row.text(1), account.id())) {
            StoredCountry.reread(stored)
                    .ifPresent(code -> session.update(
                            "UPDATE prospect SET country = ? WHERE account = ? AND country = ?",
                            code,
                            account.id(),
                            stored));
        }
        List<Long> slots = session.query(
                "SELECT slot FROM field WHERE account = ? AND type = ? ORDER BY slot",
                row -> row.number(1),
                account.id(),
                ValueType.COUNTRY.id());
        for (long slot : slots) {
            String text = sql.customText.formatted(slot);
            List<String> customCountries = session.query(
                    "SELECT DISTINCT " + text + " FROM prospect WHERE account = ? AND substr(" + text + ", 1, 1) = '?'",
                    row -> row.text(1),
                    account.id());
            for (String stored : customCountries) {
                StoredCountry.reread(stored)
                        .ifPresent(code -> session.update(
                                "UPDATE prospect SET custom = " + sql.customReplaced.formatted(slot)
                                        + " WHERE account = ? AND " + text + " = ?",
                                code,
                                account.id(),
                                stored));
            }
        }
    }
}
