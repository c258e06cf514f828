package heed.examples.prove;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
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
    private static final Path INSTALLED = Path.of("/usr/lib/postgresql");

    private final Path binaries;
    private final Path folder;
    private final int port;
    private final Map<String, String> settings;

    private DurablePostgres(Path binaries, Path folder, int port, Map<String, String> settings) {
        this.binaries = binaries;
        this.folder = folder;
        this.port = port;
        this.settings = new TreeMap<>(settings);
    }

    /** The binaries of the newest version that is installed; empty if none is. */
    public static Optional<Path> installed() throws IOException {
        if (!Files.isDirectory(INSTALLED)) {
            return Optional.empty();
        }
        try (Stream<Path> versions = Files.list(INSTALLED)) {
            return versions.filter(version -> Files.isExecutable(version.resolve("bin/initdb")))
                    .max(Comparator.comparingInt(
                            version -> Integer.parseInt(version.getFileName().toString())))
                    .map(version -> version.resolve("bin"));
        }
    }

    /**
     * Makes a server and starts it.
     *
     * @param parent a folder into which that role may go
     * @param settings of {@code postgresql.conf}, such as {@code shared_buffers}
     */
    public static DurablePostgres start(Path binaries, Path parent, Map<String, String> settings) throws IOException {
        Path folder = Files.createTempDirectory(parent, "heed-postgres");
        DurablePostgres server = new DurablePostgres(binaries, folder, freePort(), settings);
        if (root()) {
            run(List.of("chown", "postgres", folder.toString()));
        }
        server.give(
                "initdb", "--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C", "-D", server.data());
        server.start();
        return server;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static boolean root() {
        return "root".equals(System.getProperty("user.name"));
    }

    private String data() {
        return folder.resolve("data").toString();
    }

    /** Starts it again, after a kill with what survived. */
    public void start() throws IOException {
        StringBuilder options = new StringBuilder("-p " + port + " -h 127.0.0.1 -k " + folder);
        settings.forEach(
                (name, value) -> options.append(" -c ").append(name).append('=').append(value));
        give("pg_ctl", "-D", data(), "-l", folder.resolve("log").toString(), "-o", options.toString(), "-w", "start");
    }

    /** Starts it again if it has given up. */
    void startIfDown() throws IOException {
        Optional<ProcessHandle> server = postmaster();
        if (server.isEmpty() || !server.get().isAlive()) {
            start();
        }
    }

    private Optional<ProcessHandle> postmaster() throws IOException {
        Path file = Path.of(data(), "postmaster.pid");
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

    public String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?user=postgres";
    }

    /** Stops it and leaves nothing. */
    @Override
    public void close() throws IOException {
        give("pg_ctl", "-D", data(), "-m", "immediate", "stop");
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private void give(String program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(root() ? List.of("runuser", "-u", "postgres", "--") : List.of());
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
