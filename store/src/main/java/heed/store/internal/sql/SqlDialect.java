package heed.store.internal.sql;

import heed.model.field.Field;
import heed.model.store.StoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What the databases say differently. Everything else in this package is SQL that both understand, with a word in braces
 * where each has its own:
 *
 * <ul>
 *   <li>{@code {in ?}} is one of the values of a list, {@code {list ?}} the list as a table of key, from 0, and value;
 *   <li>{@code {held}} holds the rows that are read, so that nobody else changes them before the end of the transaction,
 *       {@code {held m}} those of one table of several, {@code {free}} leaves out rows that somebody holds, {@code {kept}}
 *       only keeps them from being held alone, which {@code {alone}} does;
 *   <li>{@code {version}} is another number after each transaction that changed the row;
 *   <li>{@code {by index}} reads by that index, {@code {unindexed}} in the order of the primary key whatever is asked, with
 *       {@code {opaque}} before a condition that tempts away from it.
 * </ul>
 */
public interface SqlDialect {

    /** A word in braces in the database's SQL. */
    String sqlFor(String word, String argument);

    /** The SQL with plain parameters. */
    SqlStatement translate(String sql);

    /**
     * Binds null, a {@link String}, {@link Double}, {@link Long}, {@link Integer}, {@link Boolean}, {@link StoredJson.JsonText} or
     * a list of texts or of whole numbers.
     */
    void bind(PreparedStatement statement, int position, @Nullable Object value) throws SQLException;

    /** Adds rows to a table in one stream; false if the database has no such way, or it would not pay. */
    <T> boolean bulkInsert(
            Connection connection, String table, List<String> columns, List<T> rows, SqlSession.RowWriter<T> writer)
            throws SQLException;

    /** A text as it was bound. */
    @Nullable
    String readText(ResultSet rows, int column) throws SQLException;

    /** A {@link StoredJson.JsonText} as it was bound. */
    @Nullable
    String readJson(ResultSet rows, int column) throws SQLException;

    /** A text in a {@link StoredJson.JsonText}, and back. */
    String toStoredText(String text);

    String fromStoredText(String stored);

    /** A value of one of the account's own fields, NULL where it is empty. */
    String customField(Field field);

    /** Whether a condition on {@code value} is true of any tag in one of the account's own fields. */
    String anyTagMatches(Field field, String condition);

    /** A text in lower case if all of it is ASCII. */
    String lowerAscii(String text);

    /** Whether a condition is true of the key of a text of any letters, which is compared with these keys. */
    SqlCondition matchesFolded(String text, List<String> keys, Function<String, SqlCondition> condition);

    /** Whether a text has another in that part. */
    SqlCondition matches(String text, TextConditions.TextMatch part, String key);

    /** A text without its first character. */
    String withoutFirstCharacter(String text);

    /** Whether several may write at once, so that what a transaction goes by must be held. */
    boolean hasConcurrentWriters();

    /** How many rows of an import are best read, decided and written together. */
    int importBatchSize();

    /**
     * Takes addresses with their mailboxes: until the end of the transaction nobody else has them taken, or changes what
     * they are suppressed by. Also who takes none keeps others from taking all.
     */
    void lockAddresses(SqlSession session, AccountKey account, Collection<String> addresses);

    /**
     * Waits until no other transaction of the account judges bounces. Taken last, behind addresses, prospects and mails, so
     * that it is held for a short time.
     */
    void lockBounceMarking(SqlSession session, AccountKey account);

    /** Takes all addresses of the account. */
    void lockAllAddresses(SqlSession session, AccountKey account);

    /** Ids for new mails, each higher than the one before. */
    LongSupplier mailIdSequence(SqlSession session, AccountKey account);

    /** What the database says of how it answers a statement, a line each. */
    List<String> explain(SqlSession session, String sql, Object... values);

    /** The version of the schema that the store has. */
    long schemaVersion(SqlSession session);

    /** What the database finds wrong with its own files, in its words. */
    List<String> findDamage(SqlSession session);

    /** What mends such a damage, if anything does. */
    String repairAdvice();

    /** The database's own clock, where it is not this machine's. */
    Optional<Instant> databaseTime(SqlSession session);

    StoreException toStoreException(SQLException e);
}
