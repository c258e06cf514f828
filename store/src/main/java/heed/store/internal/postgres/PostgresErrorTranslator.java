package heed.store.internal.postgres;

import heed.model.store.StoreException;
import heed.store.internal.sql.ConflictException;
import java.sql.SQLException;

/** What a failure of PostgreSQL means, in words for people: by its SQLSTATE, never by its text, which has values in it. */
public final class PostgresErrorTranslator {
    private PostgresErrorTranslator() {}

    public static StoreException translate(SQLException e) {
        String state = sqlState(e);
        return isConflict(state) ? new ConflictException(e) : new StoreException(message(state), e);
    }

    /** A deadlock, a transaction that could not be put in order with others, or another was first with a unique key. */
    private static boolean isConflict(String state) {
        return state.equals("40001") || state.equals("40P01") || state.equals("23505");
    }

    /** Whether the connection was lost, so that what became of a commit is not known. */
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
            case "25006" -> "the store cannot be written: its server is a standby or only reads";
            case "3D000" -> "the server has no database of that name";
            case "42501" -> "the store's role may not do this; the roles that Heed needs are in docs/stores.md";
            case "53100" -> "the store cannot be written: the server's disk is full";
            case "53300" -> "the server has no connection left for the store";
            case "55P03" ->
                "the store is busy: another has held what this needs for too long; see who (docs/stores.md), end that, and"
                        + " try again";
            case "57014" -> "the store took too long: the server cancelled the statement";
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
