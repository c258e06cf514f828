package heed.examples.prove;

import heed.examples.MessyProspects;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Kills a run at random moments (SIGKILL), gives the same command again, and has another process compare what is left with
 * an undisturbed run's: {@code COMMAND FOLDER ROUNDS PROSPECTS SEED}, where the command is the {@code heed} executable.
 */
public final class KilledRuns {
    private static final String AUTOMATION = """
            { "id": "killed", "name": "Opt out five countries and hand them over",
              "who": { "field": "Country", "operator": "equals",
                       "value": ["Germany", "United Kingdom", "Canada", "France", "Spain"] },
              "actions": [ { "action": "set-field", "field": "Email Opt Out", "value": true },
                           { "action": "set-field", "field": "Lead Owner", "value": "Dana" } ],
              "run": { "mode": "once" } }
            """;

    private final List<String> heed;
    private final Path folder;
    private final Random random;

    public KilledRuns(List<String> heed, Path folder, long seed) {
        this.heed = List.copyOf(heed);
        this.folder = folder;
        this.random = new Random(seed);
    }

    public static void main(String[] arguments) throws IOException, InterruptedException, SQLException {
        Path folder = Path.of(arguments[1]);
        Files.createDirectories(folder);
        Result result = new KilledRuns(List.of(arguments[0]), folder, Long.parseLong(arguments[4]))
                .prove(Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]));
        System.out.println(result);
        System.exit(result.equal() == result.rounds() ? 0 : 1);
    }

    /**
     * What came of it.
     *
     * @param killed how many of the runs were still at work when they were killed
     * @param halfDone how many had committed some of their batches and not all
     * @param equal how many ended as the undisturbed run did
     */
    public record Result(int rounds, int killed, int halfDone, int equal) {
        @Override
        public String toString() {
            return rounds + " rounds: " + killed + " killed at work, " + halfDone + " of them half done; " + equal
                    + " ended equal to an undisturbed run, row for row";
        }
    }

    public Result prove(int rounds, int prospects) throws IOException, InterruptedException, SQLException {
        Path people = folder.resolve("prospects.csv");
        Path automation = folder.resolve("automation.json");
        Path base = folder.resolve("base.db");
        Path undisturbed = folder.resolve("undisturbed.db");
        MessyProspects.write(people, prospects, MessyProspects.SEED);
        Files.writeString(automation, AUTOMATION, StandardCharsets.UTF_8);
        finish(start(base, "import", people.toString()), 0);
        Files.copy(base, undisturbed, StandardCopyOption.REPLACE_EXISTING);
        long before = System.nanoTime();
        finish(start(undisturbed, "run", automation.toString()), 0);
        long whole = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - before);

        int killed = 0;
        int halfDone = 0;
        int equal = 0;
        for (int round = 1; round <= rounds; round++) {
            Path store = folder.resolve("killed.db");
            delete(store);
            Files.copy(base, store);
            Process run = start(store, "run", automation.toString());
            boolean ended = run.waitFor(whole / 3 + random.nextLong(whole * 2 / 3 + 1), TimeUnit.MILLISECONDS);
            if (!ended) {
                run.descendants().forEach(ProcessHandle::destroyForcibly);
                run.destroyForcibly().waitFor();
                killed++;
                halfDone += halfDone(store) ? 1 : 0;
                finish(start(store, "run", automation.toString()), 0, 3);
            }
            Process checker = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            SameStores.class.getName(),
                            undisturbed.toString(),
                            store.toString())
                    .redirectErrorStream(true)
                    .start();
            String differences = new String(checker.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (checker.waitFor() == 0) {
                equal++;
            } else {
                System.out.println("round " + round + ":\n" + differences);
            }
        }
        return new Result(rounds, killed, halfDone, equal);
    }

    private static boolean halfDone(Path store) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + store);
                Statement statement = connection.createStatement();
                ResultSet runs =
                        statement.executeQuery("SELECT count(*) FROM run WHERE state = 'RUNNING' AND checkpoint > 0")) {
            return runs.next() && runs.getInt(1) > 0;
        }
    }

    private Process start(Path store, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(heed);
        command.addAll(List.of(arguments));
        command.addAll(List.of("--store", store.toString(), "--json"));
        return new ProcessBuilder(command)
                .redirectError(folder.resolve("stderr.txt").toFile())
                .redirectOutput(folder.resolve("stdout.txt").toFile())
                .start();
    }

    private String finish(Process process, Integer... expected) throws IOException, InterruptedException {
        int exit = process.waitFor();
        String output = Files.readString(folder.resolve("stdout.txt"));
        if (!List.of(expected).contains(exit)) {
            throw new IllegalStateException(
                    "exit code " + exit + ": " + Files.readString(folder.resolve("stderr.txt")) + output);
        }
        return output;
    }

    private static void delete(Path store) throws IOException {
        for (String suffix : List.of("", "-wal", "-shm")) {
            Files.deleteIfExists(Path.of(store + suffix));
        }
    }
}
