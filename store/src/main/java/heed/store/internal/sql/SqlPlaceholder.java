package heed.store.internal.sql;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * A part of a statement that each database writes differently. Statements name it in braces, followed by its argument if it
 * has one: {@code {in ?}}.
 */
public enum SqlPlaceholder {
    /** {@code x {in ?}}: x is one of the values of the bound list. */
    IN("in"),
    /** {@code FROM {list ?}}: the bound list as a table of {@code key}, counted from 0, and {@code value}. */
    LIST("list"),
    /**
     * Locks the selected rows until the end of the transaction, so that no other transaction changes them. {@code {for update
     * m}} locks the rows of the table {@code m} only.
     */
    FOR_UPDATE("for update"),
    /** Locks as {@link #FOR_UPDATE} does, and leaves out rows that another transaction has locked. */
    SKIP_LOCKED("skip locked"),
    /** Lets any number of transactions lock the row, but none of them exclusively; it can still be changed. */
    SHARED_LOCK("shared lock"),
    /** Locks the row against every other lock, shared ones included. */
    EXCLUSIVE_LOCK("exclusive lock"),
    /** The row's version as a number, which differs after each transaction that changed the row. */
    ROW_VERSION("row version"),
    /** {@code FROM table {use index name}}: reads the table by that index. */
    USE_INDEX("use index"),
    /** {@code FROM table {no index}}: reads the table in the order of its primary key, whatever the condition is. */
    NO_INDEX("no index"),
    /** {@code {not indexable}(condition)}: the condition makes the database use no index. */
    NOT_INDEXABLE("not indexable");

    /** The longest name first, so that a name is not read as a shorter one with an argument. */
    private static final List<SqlPlaceholder> LONGEST_FIRST = Arrays.stream(values())
            .sorted(Comparator.comparingInt((SqlPlaceholder placeholder) -> placeholder.text.length())
                    .reversed())
            .toList();

    private final String text;

    SqlPlaceholder(String text) {
        this.text = text;
    }

    /**
     * Returns the placeholder whose name the text between the braces starts with.
     *
     * @throws IllegalArgumentException if there is none
     */
    static SqlPlaceholder find(String content) {
        return LONGEST_FIRST.stream()
                .filter(placeholder -> content.equals(placeholder.text) || content.startsWith(placeholder.text + " "))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("{" + content + "} is not a placeholder of SQL"));
    }

    /** Returns what follows the name in the text between the braces; empty if nothing does. */
    String argumentOf(String content) {
        return content.substring(text.length()).strip();
    }
}
