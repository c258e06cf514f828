package heed.examples.prove;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * Kills a run that sends email at random moments (SIGKILL), gives the same commands again until no mail waits, and compares
 * what a mail server took with who should have got it: {@code COMMAND FOLDER ROUNDS MAILS SEED}, where the command is the
 * {@code heed} executable.
 */
public final class KilledSends {
    private static final String AUTOMATION = """
            { "id": "killed", "name": "News for everybody",
              "who": { "all": [] },
              "actions": [ { "action": "send-email", "subject": "News for {{firstName fallback=\\"you\\"}}",
                             "text": "Nothing new. {{unsubscribeUrl}}" } ],
              "run": { "mode": "once" } }
            """;
    private static final String SETTINGS = """
            { "smtp": { "host": "127.0.0.1", "port": %d, "security": "none", "timeoutSeconds": 0.4 },
              "from": "News <news@example.com>", "bounces": "bounces@example.com",
              "publicUrl": "https://mail.example.com/", "delivery": { "leaseSeconds": 5 } }
            """;
    private static final int MOST_DELIVERIES = 30;

    private final List<String> heed;
    private final Path folder;
    private final Random random;

    public KilledSends(List<String> heed, Path folder, long seed) {
        this.heed = List.copyOf(heed);
        this.folder = folder;
        this.random = new Random(seed);
    }

    public static void main(String[] arguments) throws IOException, InterruptedException, SQLException {
        Path folder = Path.of(arguments[1]);
        Files.createDirectories(folder);
        Result result = new KilledSends(List.of(arguments[0]), folder, Long.parseLong(arguments[4]))
                .prove(Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]));
        System.out.println(result);
        System.exit(result.right() == result.rounds() ? 0 : 1);
    }

    /**
     * What came of it.
     *
     * @param killed how many of the runs were still at work when they were killed
     * @param amongMails how many of these when some mails had been taken and not all
     * @param unknown how many mails ended as unknown, in all rounds
     * @param right in how many rounds everybody got what they should
     */
    public record Result(int rounds, int killed, int amongMails, long unknown, int right) {
        @Override
        public String toString() {
            return rounds + " rounds: " + killed + " killed at work, " + amongMails + " of them among their mails; "
                    + unknown + " mails listed as unknown; " + right + " right: no address twice, no suppressed one,"
                    + " every other once or unknown";
        }
    }

    public Result prove(int rounds, int mails) throws IOException, InterruptedException, SQLException {
        Path base = folder.resolve("sends.db");
        Files.deleteIfExists(base);
        Path people = folder.resolve("sends.csv");
        Set<String> wanted = people(people, mails);
        Files.writeString(folder.resolve("sends.json"), AUTOMATION, StandardCharsets.UTF_8);
        finish(start(base, "import", people.toString()), 0);
        int killed = 0;
        int among = 0;
        int right = 0;
        long unknown = 0;
        try (SmtpSink sink = new SmtpSink(Clock.systemUTC())) {
            Files.writeString(folder.resolve("mail.json"), SETTINGS.formatted(sink.port()), StandardCharsets.UTF_8);
            long whole = undisturbed(base);
            for (int round = 1; round <= rounds; round++) {
                sink.forget();
                Path store = copy(base);
                Process run = run(store);
                boolean ended = run.waitFor(whole / 4 + random.nextLong(whole * 3 / 4 + 1), TimeUnit.MILLISECONDS);
                if (!ended) {
                    run.descendants().forEach(ProcessHandle::destroyForcibly);
                    run.destroyForcibly().waitFor();
                    killed++;
                    among += sink.count() > 0 && sink.count() < wanted.size() ? 1 : 0;
                }
                finish(run(store), 0, 3);
                deliver(store);
                Set<String> unknowns = unknown(store);
                unknown += unknowns.size();
                List<String> wrong = wrong(wanted, unknowns, sink.taken());
                right += wrong.isEmpty() ? 1 : 0;
                System.out.println("round " + round + (ended ? ": had ended" : ": killed") + ", " + unknowns.size()
                        + " unknown, " + (wrong.isEmpty() ? "right" : "WRONG " + wrong));
            }
        }
        return new Result(rounds, killed, among, unknown, right);
    }

    /** Some share an address, some are opted out or bounced, and with them whoever has their address. */
    private Set<String> people(Path file, int mails) throws IOException {
        Set<String> wanted = new HashSet<>();
        Set<String> suppressed = new HashSet<>();
        StringBuilder csv = new StringBuilder("Id,Email,First Name,Email Opt Out,Bounced\n");
        for (int i = 0; i < mails; i++) {
            String address = "p" + (random.nextInt(20) == 0 ? random.nextInt(mails) : i) + "@example.com";
            boolean optOut = random.nextInt(20) == 0;
            boolean bounced = random.nextInt(20) == 0;
            wanted.add(address);
            if (optOut || bounced) {
                suppressed.add(address);
            }
            csv.append("P%d,%s,%s,%s,%s\n".formatted(i, address, i % 3 == 0 ? "" : "Ann", optOut, bounced));
        }
        wanted.removeAll(suppressed);
        Files.writeString(file, csv, StandardCharsets.UTF_8);
        return wanted;
    }

    private Path copy(Path base) throws IOException {
        Path store = folder.resolve("killed-sends.db");
        for (String suffix : List.of("", "-wal", "-shm")) {
            Files.deleteIfExists(store.resolveSibling(store.getFileName() + suffix));
        }
        return Files.copy(base, store, StandardCopyOption.REPLACE_EXISTING);
    }

    /** How long a run takes that nobody kills, in ms. */
    private long undisturbed(Path base) throws IOException, InterruptedException {
        Path store = copy(base);
        long before = System.nanoTime();
        finish(run(store), 0);
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - before);
    }

    private Process run(Path store) throws IOException {
        return start(
                store,
                "run",
                folder.resolve("sends.json").toString(),
                "--confirm",
                Long.toString(number(store, "SELECT count(*) FROM prospect")),
                "--mail",
                folder.resolve("mail.json").toString());
    }

    /** Until nothing waits and no attempt is open: what a dead process held comes back when its lease has ended. */
    private void deliver(Path store) throws IOException, InterruptedException {
        for (int i = 0; i < MOST_DELIVERIES; i++) {
            finish(start(store, "deliver", "--mail", folder.resolve("mail.json").toString()), 0);
            if (number(store, "SELECT count(*) FROM mail WHERE state IN ('QUEUED', 'RETRYING', 'IN_FLIGHT')") == 0) {
                return;
            }
        }
        throw new IllegalStateException("mail still waits");
    }

    private static List<String> wrong(Set<String> wanted, Set<String> unknown, Map<String, List<Instant>> taken) {
        List<String> wrong = new ArrayList<>();
        taken.forEach((address, times) -> {
            if (times.size() > 1) {
                wrong.add(times.size() + " times to " + address);
            }
            if (!wanted.contains(address)) {
                wrong.add("to " + address + ", which is suppressed or nobody's");
            }
        });
        for (String address : wanted) {
            if (!taken.containsKey(address) && !unknown.contains(address)) {
                wrong.add("nothing to " + address);
            }
        }
        return wrong;
    }

    private static Set<String> unknown(Path store) throws SQLException {
        Set<String> addresses = new TreeSet<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + store);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT address FROM mail WHERE state = 'UNKNOWN'")) {
            while (rows.next()) {
                addresses.add(rows.getString(1));
            }
        }
        return addresses;
    }

    private static long number(Path store, String sql) {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + store);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getLong(1) : 0;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private Process start(Path store, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(heed);
        command.addAll(List.of(arguments));
        command.addAll(List.of("--store", store.toString(), "--json"));
        return new ProcessBuilder(command)
                .redirectError(folder.resolve("sends-stderr.txt").toFile())
                .redirectOutput(folder.resolve("sends-stdout.txt").toFile())
                .start();
    }

    private void finish(Process process, Integer... expected) throws IOException, InterruptedException {
        int exit = process.waitFor();
        if (!List.of(expected).contains(exit)) {
            throw new IllegalStateException("exit code " + exit + ": "
                    + Files.readString(folder.resolve("sends-stderr.txt"))
                    + Files.readString(folder.resolve("sends-stdout.txt")));
        }
    }
}
