package heed.store.internal.postgres;

import heed.model.store.StoreException;
import heed.store.internal.sql.ConflictException;
import java.sql.SQLException;

/** Translates failures of PostgreSQL for people, by their SQLSTATE: the server's own texts may contain stored values. */
public final class PostgresErrorTranslator {
    private PostgresErrorTranslator() {}

    /** Returns a {@link ConflictException} if the transaction may pass when it is run again. */
    public static StoreException translate(SQLException e) {
        String state = sqlState(e);
        return isConflict(state) ? new ConflictException(e) : new StoreException(message(state), e);
    }

    /** A serialization failure, a deadlock, or a unique key that another transaction inserted first. */
    private static boolean isConflict(String state) {
        return state.equals("40001") || state.equals("40P01") || state.equals("23505");
    }

    /** Returns whether the connection was lost, so that the outcome of a commit is unknown. */
    static boolean isConnectionLost(SQLException e) {
        String state = sqlState(e);
        return state.startsWith("08") || state.startsWith("57P") || state.isEmpty();
    }

    private static String sqlState(SQLException e) {
        String state = e.getSQLState();
        return state == null ? "" : state;
    }

    private static String message(String state) {
        return switch (state) {
            case "25006" -> "the store cannot be written: its server is a standby or read-only";
            case "3D000" -> "the server has no database of that name";
            case "42501" -> "the store's role may not do this; docs/stores.md lists the roles that Heed needs";
            case "53100" -> "the store cannot be written: the server's disk is full";
            case "53300" -> "the server has no connection left for the store";
            case "55P03" ->
                "the store is busy: another transaction has held a lock for too long; find and end it (see"
                        + " docs/stores.md), then try again";
            case "57014" -> "the server cancelled a statement that took too long";
            case "57P01", "57P02", "57P03" -> "the store's server is starting or shutting down";
            default -> {
                if (state.startsWith("28")) {
                    yield "the server refused the role or its password";
                }
                yield state.isEmpty() || state.startsWith("08")
                        ? "the store's server cannot be reached, or the connection to it was lost"
                        : "the store could not be read or written (SQLSTATE " + state + ")";
            }
        };
    }
}
