package heed.store.internal.sqlite;

import heed.model.store.StoreException;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Translates failures of SQLite for people. */
final class SqliteErrorTranslator {
    static final String BUSY =
            "the store is busy: another transaction has been writing to it for too long; find and end it (see"
                    + " docs/stores.md), then try again";

    private SqliteErrorTranslator() {}

    static StoreException translate(SQLException e) {
        return new StoreException(message(e), e);
    }

    private static String message(SQLException e) {
        if (!(e instanceof SQLiteException sqlite)) {
            return "the store could not be read or written: " + e.getMessage();
        }
        SQLiteErrorCode code = sqlite.getResultCode();
        return switch (code.code & 0xff) { // the primary code of an extended one
            case 5, 6 -> BUSY;
            case 8 -> "the store cannot be written: its file or folder is read-only";
            case 11 -> "the store's file is damaged";
            case 13 -> "the store cannot be written: the disk is full";
            case 14 -> "the store's file cannot be opened";
            case 26 -> "the file is not a store: it is not an SQLite database";
            default -> "the store could not be read or written (" + code.name() + ")";
        };
    }
}
