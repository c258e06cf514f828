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
 * A PostgreSQL server of its own on loopback that waits for the disk, as one in use does: what is measured on it and what
 * survives a kill counts. Its binaries are those of a package of the system. PostgreSQL refuses to run as root: then the
 * system's role {@code postgres} runs it.
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
     * Makes a server that leaves nothing, and starts it.
     *
     * @param settings of {@code postgresql.conf}, such as {@code shared_buffers}
     * @throws IOException also if there are no binaries
     */
    public static DurablePostgres start(Map<String, String> settings) throws IOException {
        return start(Path.of(System.getProperty("java.io.tmpdir")), settings);
    }

    /** The same in a folder of another one, into which the role {@code postgres} may go. */
    static DurablePostgres start(Path parent, Map<String, String> settings) throws IOException {
        return start(Files.createTempDirectory(parent, "heed-postgres"), false, settings);
    }

    /** Starts the server whose data are in a folder, which the role {@code postgres} can reach; makes it if there is none. */
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

    public static boolean isInstalled() throws IOException {
        return findInstalled().isPresent();
    }

    private static Path newestBinaries() throws IOException {
        return findInstalled()
                .orElseThrow(() -> new IOException(
                        "there is no PostgreSQL in " + INSTALL_FOLDER + ": apt-get install postgresql"));
    }

    /** The binaries of the newest version that is installed. */
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

    /** Starts it again, after a kill with what survived. */
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

    /** Starts it again if it has given up. */
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

    /** Kills the server as a power cut would, all of its processes at once. */
    public void kill() throws IOException {
        ProcessHandle server = postmaster().orElseThrow();
        List<ProcessHandle> all = new ArrayList<>(server.descendants().toList());
        all.add(0, server);
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(process -> process.onExit().join());
    }

    /** What {@code --store} says for one of its databases. */
    public String address(String database) {
        return "postgresql://postgres@127.0.0.1:" + port + "/" + database;
    }

    /** Of one of its databases, for JDBC. */
    public String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?user=postgres";
    }

    /** Executes a statement in the database {@code postgres}. */
    public void execute(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url("postgres"));
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Stops it. */
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
