package heed.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import heed.model.store.StoreException;
import heed.store.internal.postgres.PostgresErrorTranslator;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The address of a store on a PostgreSQL server: {@code postgresql://user@host:port/database?option=value&…}. {@link #toString}
 * is for people: it leaves out all options except the schema.
 *
 * @param options the options of the address by name: {@code schema}, {@code pool} (the maximum number of connections),
 *     {@code sslmode}, {@code sslrootcert}, {@code sslcert} and {@code sslkey}
 */
public record PostgresServer(
        String host, int port, String database, Optional<String> user, Map<String, String> options) {
    public static final String SCHEME = "postgresql://";

    private static final String FORMAT = "postgresql://USER@HOST:PORT/DATABASE";
    private static final int DEFAULT_PORT = 5432;
    private static final String SCHEMA_OPTION = "schema";
    private static final String POOL_OPTION = "pool";
    private static final int DEFAULT_POOL_SIZE = 16;
    private static final int MAX_POOL_SIZE = 1000;
    /** The options of TLS, by the names that the driver and libpq give them. */
    private static final List<String> TLS_OPTIONS = List.of("sslmode", "sslrootcert", "sslcert", "sslkey");

    private static final List<String> OPTIONS = Stream.concat(
                    Stream.of(SCHEMA_OPTION, POOL_OPTION), TLS_OPTIONS.stream())
            .toList();
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    public PostgresServer {
        options = Map.copyOf(options);
    }

    /** The address contains a password. The caller knows where else it can be set. */
    public static final class PasswordInAddressException extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        private PasswordInAddressException() {
            super("a password in an address can be read by everyone on the machine: leave it out");
        }
    }

    /**
     * Parses an address.
     *
     * @throws PasswordInAddressException if the address contains a password
     * @throws IllegalArgumentException if the text is not a valid address, with a message that names the reason
     */
    public static PostgresServer parse(String text) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("this is not an address of the form " + FORMAT, e);
        }
        Optional<String> user = Optional.ofNullable(uri.getUserInfo());
        Map<String, String> options = parseOptions(Optional.ofNullable(uri.getRawQuery()));
        if (user.filter(info -> info.contains(":")).isPresent() || options.containsKey("password")) {
            throw new PasswordInAddressException();
        }
        String database = Optional.ofNullable(uri.getPath()).orElse("");
        if (uri.getHost() == null || database.length() < 2 || uri.getFragment() != null) {
            throw new IllegalArgumentException("this is not an address of the form " + FORMAT);
        }
        options.keySet().stream()
                .filter(name -> !OPTIONS.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new IllegalArgumentException(
                            "an address has no option \"" + name + "\"; the options are " + String.join(", ", OPTIONS));
                });
        PostgresServer server = new PostgresServer(
                uri.getHost(), uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort(), database.substring(1), user, options);
        int unused = server.poolSize(); // rejects an invalid number
        return server;
    }

    private static Map<String, String> parseOptions(Optional<String> query) {
        Map<String, String> options = new TreeMap<>();
        query.ifPresent(text -> {
            for (String option : text.split("&", -1)) {
                int sign = option.indexOf('=');
                if (sign < 1
                        || options.put(decode(option.substring(0, sign)), decode(option.substring(sign + 1))) != null) {
                    throw new IllegalArgumentException("an address must have each option at most once, as NAME=VALUE");
                }
            }
        });
        return options;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private int poolSize() {
        String pool = options.getOrDefault(POOL_OPTION, Integer.toString(DEFAULT_POOL_SIZE));
        int connections = pool.matches("[0-9]{1,4}") ? Integer.parseInt(pool) : 0;
        if (connections < 2 || connections > MAX_POOL_SIZE) {
            throw new IllegalArgumentException(
                    "the option pool must be a number of connections from 2 to " + MAX_POOL_SIZE);
        }
        return connections;
    }

    String schema() {
        return options.getOrDefault(SCHEMA_OPTION, PostgresStore.SCHEMA);
    }

    /** Creates a pool of connections. Without a password the driver reads the .pgpass file. */
    HikariDataSource createDataSource(Optional<String> password) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {host});
        source.setPortNumbers(new int[] {port});
        source.setDatabaseName(database);
        user.ifPresent(source::setUser);
        password.ifPresent(source::setPassword);
        source.setCurrentSchema(schema());
        source.setApplicationName("heed");
        source.setReWriteBatchedInserts(true);
        source.setLogServerErrorDetail(false); // it may contain stored values
        source.setConnectTimeout((int) CONNECT_TIMEOUT.toSeconds());
        source.setTcpKeepAlive(true);
        TLS_OPTIONS.forEach(
                name -> Optional.ofNullable(options.get(name)).ifPresent(value -> setTlsOption(source, name, value)));
        HikariConfig config = new HikariConfig();
        config.setDataSource(source);
        config.setMaximumPoolSize(poolSize());
        config.setMinimumIdle(0);
        config.setConnectionTimeout(CONNECT_TIMEOUT.toMillis());
        config.setPoolName("heed");
        try {
            return new HikariDataSource(config);
        } catch (PoolInitializationException e) {
            throw e.getCause() instanceof SQLException cause
                    ? PostgresErrorTranslator.translate(cause)
                    : new StoreException("the store's server cannot be reached", e);
        }
    }

    private static void setTlsOption(PGSimpleDataSource source, String name, String value) {
        switch (name) {
            case "sslmode" -> source.setSslMode(value);
            case "sslrootcert" -> source.setSslRootCert(value);
            case "sslcert" -> source.setSslCert(value);
            default -> source.setSslKey(value);
        }
    }

    @Override
    public String toString() {
        return SCHEME + user.map(name -> name + "@").orElse("") + host + ":" + port + "/" + database
                + (schema().equals(PostgresStore.SCHEMA) ? "" : "?" + SCHEMA_OPTION + "=" + schema());
    }
}
