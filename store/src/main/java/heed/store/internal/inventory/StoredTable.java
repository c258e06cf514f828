package heed.store.internal.inventory;

import heed.store.internal.inventory.StoredColumn.Content;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A table of a store.
 *
 * @param title the name by which people are shown the rows about them; empty if the table has none
 * @param scope how the rows of an account are found
 * @param order the column, with an index after that of the scope, by which these rows are read in parts; empty if they are few
 */
public record StoredTable(String name, String title, Scope scope, String order, List<StoredColumn> columns) {

    /** How the rows of an account are found. */
    enum Scope {
        /** The column {@code account} has the account's key. */
        ACCOUNT,
        /** The column of the order has a key in the account's range. */
        KEYS,
        /** The column {@code run} has a run of the account. */
        RUN,
        /** The rows are reached through those that refer to them. */
        REFERENCES,
        /** The table is the store's own. */
        STORE
    }

    /** @param columns the names, each followed by {@code =CONTENT} unless its content is plain, with spaces between them */
    static StoredTable of(String name, String title, Scope scope, String order, String columns) {
        return new StoredTable(
                name,
                title,
                scope,
                order,
                Arrays.stream(columns.trim().split("\\s+"))
                        .map(column -> {
                            int equals = column.indexOf('=');
                            return equals < 0
                                    ? new StoredColumn(name, column, Content.PLAIN)
                                    : new StoredColumn(
                                            name,
                                            column.substring(0, equals),
                                            Content.valueOf(
                                                    column.substring(equals + 1).toUpperCase(Locale.ROOT)));
                        })
                        .toList());
    }

    /** Returns the columns of a content. */
    public Stream<StoredColumn> columns(Content content) {
        return columns.stream().filter(column -> column.content() == content);
    }

    /** Returns whether the table can hold something of a person. */
    public boolean personal() {
        return columns.stream().anyMatch(column -> column.content().personal());
    }

    /** Finds the first column of a content; empty if there is none. */
    Optional<StoredColumn> find(Content content) {
        return columns(content).findFirst();
    }
}
