package heed.examples.prove;

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
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A separate PostgreSQL server on loopback. It waits for the disk, as a production server does, so that its speed and what
 * survives a kill are realistic. Its binaries come from the newest PostgreSQL package of the system. PostgreSQL refuses to run
 * as root, so root starts it as the system user {@code postgres}. Not thread-safe.
 */
public final class DurablePostgres implements AutoCloseable {
    private static final Path INSTALL_FOLDER = Path.of("/usr/lib/postgresql");

    private final Path binaries;
    private final Path folder;
    private final boolean persistent;
    private final int port;
    private final Map<String, String> settings;

    private DurablePostgres(Path binaries, Path folder, boolean persistent, int port, Map<String, String> settings) {
        this.binaries = binaries;
        this.folder = folder;
        this.persistent = persistent;
        this.port = port;
        this.settings = new TreeMap<>(settings);
    }

    /**
     * Creates and starts a server whose data {@link #close} deletes.
     *
     * @param settings settings of {@code postgresql.conf}, such as {@code shared_buffers}
     * @throws IOException if the server does not start, or if PostgreSQL is not installed
     */
    public static DurablePostgres start(Map<String, String> settings) throws IOException {
        return start(Path.of(System.getProperty("java.io.tmpdir")), settings);
    }

    /** Creates and starts the same kind of server below a folder that the user {@code postgres} can enter. */
    static DurablePostgres start(Path parent, Map<String, String> settings) throws IOException {
        return start(Files.createTempDirectory(parent, "heed-postgres"), false, settings);
    }

    /**
     * Starts the server whose data is in a folder, and creates it if it does not exist. {@link #close} leaves the data.
     *
     * @param folder a folder that the user {@code postgres} can enter
     */
    public static DurablePostgres openIn(Path folder, Map<String, String> settings) throws IOException {
        return start(Files.createDirectories(folder), true, settings);
    }

    private static DurablePostgres start(Path folder, boolean persistent, Map<String, String> settings)
            throws IOException {
        DurablePostgres server = new DurablePostgres(newestBinaries(), folder, persistent, freePort(), settings);
        if (!Files.exists(Path.of(server.dataFolder()))) {
            if (isRoot()) {
                run(List.of("chown", "postgres", folder.toString()));
            }
            server.runProgram(
                    "initdb",
                    "--auth=trust",
                    "--username=postgres",
                    "--encoding=UTF8",
                    "--locale=C",
                    "-D",
                    server.dataFolder());
        }
        server.start();
        return server;
    }

    /** Returns whether a PostgreSQL package is installed. */
    public static boolean isInstalled() throws IOException {
        return findInstalled().isPresent();
    }

    private static Path newestBinaries() throws IOException {
        return findInstalled()
                .orElseThrow(() -> new IOException(
                        "PostgreSQL was not found in " + INSTALL_FOLDER + "; run apt-get install postgresql"));
    }

    /** Returns the folder of the binaries of the newest installed version. */
    private static Optional<Path> findInstalled() throws IOException {
        if (!Files.isDirectory(INSTALL_FOLDER)) {
            return Optional.empty();
        }
        try (Stream<Path> versions = Files.list(INSTALL_FOLDER)) {
            return versions.filter(version -> Files.isExecutable(version.resolve("bin/initdb")))
                    .max(Comparator.comparingInt(
                            version -> Integer.parseInt(version.getFileName().toString())))
                    .map(version -> version.resolve("bin"));
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    private String dataFolder() {
        return folder.resolve("data").toString();
    }

    /** Starts the server, after a kill with the data that survived it. */
    public void start() throws IOException {
        StringBuilder options = new StringBuilder("-p " + port + " -h 127.0.0.1 -k " + folder);
        settings.forEach(
                (name, value) -> options.append(" -c ").append(name).append('=').append(value));
        runProgram(
                "pg_ctl",
                "-D",
                dataFolder(),
                "-l",
                folder.resolve("log").toString(),
                "-o",
                options.toString(),
                "-w",
                "start");
    }

    /** Starts the server if it is not running. */
    void startIfDown() throws IOException {
        Optional<ProcessHandle> server = postmaster();
        if (server.isEmpty() || !server.get().isAlive()) {
            start();
        }
    }

    private Optional<ProcessHandle> postmaster() throws IOException {
        Path file = Path.of(dataFolder(), "postmaster.pid");
        return Files.exists(file)
                ? ProcessHandle.of(
                        Long.parseLong(Files.readAllLines(file).get(0).strip()))
                : Optional.empty();
    }

    /** Kills all processes of the server at once, as a power failure would. */
    public void kill() throws IOException {
        ProcessHandle server = postmaster().orElseThrow();
        List<ProcessHandle> processes = new ArrayList<>(server.descendants().toList());
        processes.add(0, server);
        processes.forEach(ProcessHandle::destroyForcibly);
        processes.forEach(process -> process.onExit().join());
    }

    /** Returns the address of a database for the option {@code --store}. */
    public String address(String database) {
        return "postgresql://postgres@127.0.0.1:" + port + "/" + database;
    }

    /** Returns the JDBC URL of a database. */
    public String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?user=postgres";
    }

    /** Executes a statement in the database {@code postgres}, outside of any transaction. */
    public void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url("postgres"));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Stops the server, and deletes its data unless it was opened with {@link #openIn}. */
    @Override
    public void close() throws IOException {
        runProgram("pg_ctl", "-D", dataFolder(), "-m", persistent ? "fast" : "immediate", "stop");
        if (persistent) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private void runProgram(String program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(isRoot() ? List.of("runuser", "-u", "postgres", "--") : List.of());
        command.add(binaries.resolve(program).toString());
        command.addAll(List.of(arguments));
        run(command);
    }

    private static void run(List<String> command) throws IOException {
        Path output = Files.createTempFile("heed-postgres", ".out");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .directory(Path.of(System.getProperty("java.io.tmpdir")).toFile())
                    .start();
            if (process.waitFor() != 0) {
                throw new IOException(command.get(command.size() - 1) + ": " + Files.readString(output));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException(e));
        } finally {
            Files.delete(output);
        }
    }
}
