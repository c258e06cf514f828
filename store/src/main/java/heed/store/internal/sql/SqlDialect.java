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
 * The SQL that differs between the databases. All other SQL is understood by both, with each {@link SqlPlaceholder}
 * replaced.
 */
public interface SqlDialect {
    /** Returns the database's SQL for a placeholder and its argument, which is empty if it has none. */
    String sqlFor(SqlPlaceholder placeholder, String argument);

    /** Returns the statement with its placeholders replaced and with plain parameters. */
    SqlStatement translate(String sql);

    /**
     * Binds null, a {@link String}, {@link Double}, {@link Long}, {@link Integer}, {@link Boolean}, {@link StoredJson.JsonText} or
     * a list of texts or of whole numbers.
     */
    void bind(PreparedStatement statement, int position, @Nullable Object value) throws SQLException;

    /**
     * Inserts rows in one stream; returns false, with nothing inserted, if the database cannot or if it would be slower.
     */
    <T> boolean bulkInsert(
            Connection connection, String table, List<String> columns, List<T> rows, SqlSession.RowWriter<T> writer)
            throws SQLException;

    /** Returns a text as it was bound. */
    @Nullable
    String readText(ResultSet rows, int column) throws SQLException;

    /** Returns a {@link StoredJson.JsonText} as it was bound. */
    @Nullable
    String readJson(ResultSet rows, int column) throws SQLException;

    /** Returns the form in which a text is stored inside a {@link StoredJson.JsonText}. */
    String toStoredText(String text);

    /** Reverses {@link #toStoredText}. */
    String fromStoredText(String stored);

    /** Returns the expression for a value of a custom field, which is NULL where the field is empty. */
    String customField(Field field);

    /** Returns the expression for whether a condition on {@code value} is true of any tag in a custom field. */
    String anyTagMatches(Field field, String condition);

    /** Returns the expression for a text in lower case, which is right only if all of the text is ASCII. */
    String lowerAscii(String text);

    /**
     * Applies a condition to the {@link heed.model.field.TextKey} of a text that may have any letters.
     *
     * @param keys the keys that the condition compares with
     * @param condition makes the condition from the SQL expression for the text's key
     */
    SqlCondition matchesFolded(String text, List<String> keys, Function<String, SqlCondition> condition);

    /** Returns the condition that a text has the key in that part. */
    SqlCondition matches(String text, TextConditions.TextMatch part, String key);

    /** Returns the expression for a text without its first character. */
    String withoutFirstCharacter(String text);

    /** Returns whether several transactions may write at once, so that a transaction must lock the rows it relies on. */
    boolean hasConcurrentWriters();

    /** Returns how many rows of an import are read, decided and written together for the best speed. */
    int importBatchSize();

    /**
     * Locks addresses together with their mailboxes: until the end of the transaction no other transaction can lock them or
     * change what suppresses them. Even a call without addresses keeps others from {@linkplain #lockAllAddresses locking
     * all}.
     */
    void lockAddresses(SqlSession session, AccountKey account, Collection<String> addresses);

    /**
     * Waits until no other transaction of the account marks bounced addresses. Called after addresses, prospects and mails are
     * locked, so that this lock is held for a short time only.
     */
    void lockBounceMarking(SqlSession session, AccountKey account);

    /** Locks all addresses of the account. */
    void lockAllAddresses(SqlSession session, AccountKey account);

    /** Makes the database overwrite what this connection deletes from now on, if it would keep it in its files otherwise. */
    void overwriteDeleted(SqlSession session);

    /** Returns a source of ids for new mails, each higher than the one before. */
    LongSupplier mailIdSequence(SqlSession session, AccountKey account);

    /** Makes the numbers of new mails, which each account counts, begin behind a number. */
    void skipMailNumbers(SqlSession session, long last);

    /** Returns the database's plan for a statement, one line per element. */
    List<String> explain(SqlSession session, String sql, Object... values);

    /** Returns the version of the store's schema. */
    long schemaVersion(SqlSession session);

    /** Returns the damage that the database finds in its own files, in the database's words; empty if there is none. */
    List<String> findDamage(SqlSession session);

    /** Returns a sentence about how such damage is repaired. */
    String repairAdvice();

    /** Returns the time of the database's own clock; empty if the database uses this machine's clock. */
    Optional<Instant> databaseTime(SqlSession session);

    /** Returns the exception whose message describes the failure to people. */
    StoreException toStoreException(SQLException e);
}
