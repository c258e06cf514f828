package heed.store.internal.postgres;

import heed.model.store.StoreException;
import heed.store.internal.sql.ConflictException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.sql.SQLException;
import javax.net.ssl.SSLException;

/** Translates failures of PostgreSQL for people, by their SQLSTATE: the server's own texts may contain stored values. */
public final class PostgresErrorTranslator {
    private static final String CONNECTION_REJECTED = "08004";

    private PostgresErrorTranslator() {}

    /** Returns a {@link ConflictException} if the transaction may pass when it is run again. */
    public static StoreException translate(SQLException e) {
        String state = sqlState(e);
        return isConflict(state) ? new ConflictException(e) : new StoreException(message(state, e), e);
    }

    /**
     * A serialization failure, a deadlock, a unique key that another transaction inserted first, or a row that another
     * transaction deleted before this one referred to it.
     */
    private static boolean isConflict(String state) {
        return state.equals("40001") || state.equals("40P01") || state.equals("23505") || state.equals("23503");
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

    private static String message(String state, SQLException e) {
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
                        ? "the store's server cannot be reached" + connectionFailure(state, e)
                        : "the store could not be read or written (SQLSTATE " + state + ")";
            }
        };
    }

    /** Returns why there is no connection. The exceptions tell it by their types; their texts may name the server. */
    private static String connectionFailure(String state, SQLException e) {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof UnknownHostException) {
                return ": there is no host of that name";
            } else if (cause instanceof SSLException || cause instanceof CertificateException) {
                return ": the encryption (TLS) failed; check the certificates and the option sslmode";
            } else if (cause instanceof SocketTimeoutException) {
                return ": it did not answer in time";
            } else if (cause instanceof ConnectException) {
                return ": the connection was refused";
            }
        }
        return state.equals(CONNECTION_REJECTED)
                ? ": it rejected the connection; it may not offer the encryption that the option sslmode requires"
                : ", or the connection to it was lost";
    }
}
