package heed.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A PostgreSQL server of the programs that this machine has (Debian's {@code postgresql}), which waits for the disk as an
 * installed one does. Its data stay in the folder, and it listens on the loopback address alone; it ends with {@link #close}.
 * As root it runs as the user postgres, who must be able to reach the folder.
 */
final class PostgresCluster implements AutoCloseable {
    private static final Path VERSIONS = Path.of("/usr/lib/postgresql");

    private final Path bin;
    private final Path data;
    private final int port;

    private PostgresCluster(Path bin, Path data, int port) {
        this.bin = bin;
        this.data = data;
        this.port = port;
    }

    /** Starts the one in the folder; makes it if there is none. */
    static PostgresCluster start(Path folder) throws IOException, InterruptedException {
        PostgresCluster cluster = new PostgresCluster(newest(), folder.resolve("postgresql"), freePort());
        if (!Files.exists(cluster.data)) {
            Files.createDirectories(cluster.data);
            if (root()) {
                run(List.of("chown", "postgres", cluster.data.toString()));
            }
            cluster.program(
                    "initdb",
                    "-D",
                    cluster.data.toString(),
                    "-A",
                    "trust",
                    "-U",
                    "postgres",
                    "-E",
                    "UTF8",
                    "--locale=C");
        }
        cluster.program(
                "pg_ctl",
                "-D",
                cluster.data.toString(),
                "-w",
                "-l",
                cluster.data.resolve("log").toString(),
                "start",
                "-o",
                "-c listen_addresses=127.0.0.1 -c port=" + cluster.port
                        + " -c unix_socket_directories='' -c fsync=on -c synchronous_commit=on -c shared_buffers=2GB"
                        + " -c max_wal_size=8GB -c checkpoint_timeout=15min");
        return cluster;
    }

    private static Path newest() throws IOException {
        if (!Files.isDirectory(VERSIONS)) {
            throw new IOException("there is no PostgreSQL at " + VERSIONS + ": apt-get install postgresql");
        }
        try (Stream<Path> versions = Files.list(VERSIONS)) {
            return versions.max(
                            Comparator.comparingInt(version -> Integer.parseInt(String.valueOf(version.getFileName()))))
                    .orElseThrow()
                    .resolve("bin");
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static boolean root() {
        return "root".equals(System.getProperty("user.name"));
    }

    private void program(String name, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(root() ? List.of("runuser", "-u", "postgres", "--") : List.of());
        command.add(bin.resolve(name).toString());
        command.addAll(List.of(arguments));
        run(command);
    }

    private static void run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + " failed");
        }
    }

    /** Of a database, for JDBC. */
    String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?user=postgres";
    }

    /** Of a database, for a store. */
    String address(String database) {
        return "postgresql://postgres@127.0.0.1:" + port + "/" + database;
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url("postgres"));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() {
        try {
            program("pg_ctl", "-D", data.toString(), "-w", "-m", "fast", "stop");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
