package heed.examples.prove;

import heed.examples.MessyProspectsGenerator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Kills a run at random moments (SIGKILL), gives the same command again, and has another process compare what is left with
 * an undisturbed run's: {@code STORES STORES_FOLDER COMMAND FOLDER KILLS PROSPECTS SEED}, where the command is the {@code heed} executable.
 * The moments of a round are drawn from a seed of its own, one higher each round. With stores on a server, every other
 * time or so it is the server that is killed, and started again; with stores that are locked, nothing is killed.
 */
public final class KilledRunsProof {
    private static final String AUTOMATION = """
            { "id": "killed", "name": "Opt out five countries and hand them over",
              "who": { "field": "Country", "operator": "equals",
                       "value": ["Germany", "United Kingdom", "Canada", "France", "Spain"] },
              "actions": [ { "action": "set-field", "field": "Email Opt Out", "value": true },
                           { "action": "set-field", "field": "Lead Owner", "value": "Dana" } ],
              "run": { "mode": "once" } }
            """;

    private static final String BASE_STORE = "base";
    private static final String UNDISTURBED_STORE = "undisturbed";
    private static final String KILLED_STORE = "killed";

    private final List<String> heed;
    private final Path folder;
    private final ProofStores stores;

    /** @param folder where everything but the stores is kept */
    public KilledRunsProof(List<String> heed, Path folder, ProofStores stores) {
        this.heed = List.copyOf(heed);
        this.folder = folder;
        this.stores = stores;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException, SQLException {
        Path folder = Path.of(arguments[3]);
        Files.createDirectories(folder);
        int kills = Integer.parseInt(arguments[4]);
        int prospects = Integer.parseInt(arguments[5]);
        long seed = Long.parseLong(arguments[6]);
        KilledRunsResult result = ProofStores.withStores(
                arguments[0],
                Path.of(arguments[1]),
                stores -> new KilledRunsProof(stores.command(arguments[2]), folder, stores)
                        .prove(kills, prospects, seed));
        System.out.println(result);
        System.exit(result.equalRounds() == result.rounds() && result.killed() >= kills ? 0 : 1);
    }

    /**
     * What came of it.
     *
     * @param killed how many of the runs were still at work when it happened
     * @param halfDone how many had committed some of their batches and not all
     * @param equalRounds how many ended as the undisturbed run did
     */
    public record KilledRunsResult(int rounds, int killed, int halfDone, int equalRounds) {
        @Override
        public String toString() {
            return rounds + " rounds: " + killed + " disturbed at work, " + halfDone + " of them half done; "
                    + equalRounds + " ended equal to an undisturbed run, row for row";
        }
    }

    /** @param kills so many; a run that has ended by then is not counted, and twice as many rounds are the most */
    public KilledRunsResult prove(int kills, int prospects, long seed)
            throws IOException, InterruptedException, SQLException {
        Path people = folder.resolve("prospects.csv");
        Path automation = folder.resolve("automation.json");
        MessyProspectsGenerator.write(people, prospects, MessyProspectsGenerator.SEED);
        Files.writeString(automation, AUTOMATION, StandardCharsets.UTF_8);
        stores.clear(BASE_STORE);
        startHeed(BASE_STORE, "import", people.toString()).requireExitCode(0);
        stores.copy(BASE_STORE, UNDISTURBED_STORE);
        long before = System.nanoTime();
        startHeed(UNDISTURBED_STORE, "run", automation.toString()).requireExitCode(0);
        long undisturbedMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - before);

        int rounds = 0;
        int killed = 0;
        int halfDone = 0;
        int equal = 0;
        while (killed < kills && rounds < 2 * kills) {
            Random random = new Random(seed + rounds);
            InjectedFault fault = InjectedFault.choose(stores, KILLED_STORE, random);
            stores.copy(BASE_STORE, KILLED_STORE);
            HeedProcess run = startHeed(KILLED_STORE, "run", automation.toString());
            boolean early = random.nextInt(8) == 0;
            long moment = random.nextLong(early ? undisturbedMillis / 2 + 1 : prospects);
            boolean reached = early
                    ? !run.endsWithin(moment)
                    : waitForProspect(moment, run) && !run.endsWithin(random.nextLong(30));
            boolean atWork = reached && fault.inject(run);
            boolean half = atWork && halfDone();
            if (atWork) {
                startHeed(KILLED_STORE, "run", automation.toString()).requireExitCode(0, 3);
            } else {
                run.requireExitCode(0);
            }
            String differences = compareStores();
            killed += atWork ? 1 : 0;
            halfDone += half ? 1 : 0;
            equal += differences.isEmpty() ? 1 : 0;
            System.out.println("seed " + (seed + rounds) + ": "
                    + (atWork
                            ? fault + " " + (early ? "after " + moment + " ms" : "past prospect " + moment)
                                    + (run.failed() ? "" : ", and the run went on")
                            : "had ended")
                    + (half ? ", half done" : "") + ", "
                    + (differences.isEmpty() ? "equal" : "DIFFERENT:\n" + differences));
            rounds++;
        }
        return new KilledRunsResult(rounds, killed, halfDone, equal);
    }

    private HeedProcess startHeed(String store, String... arguments) throws IOException {
        return HeedProcess.start(heed, folder, stores.address(store), arguments);
    }

    private String compareStores() throws IOException, InterruptedException {
        Process checker = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        StoreComparison.class.getName(),
                        stores.url(UNDISTURBED_STORE),
                        stores.url(KILLED_STORE))
                .redirectErrorStream(true)
                .start();
        String report = new String(checker.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return checker.waitFor() == 0 ? "" : report;
    }

    /** Waits until the run has committed what it does to that prospect; false if it has ended first. */
    private boolean waitForProspect(long prospect, HeedProcess run) throws InterruptedException, SQLException {
        try (Connection connection = stores.open(KILLED_STORE);
                PreparedStatement select = connection.prepareStatement("SELECT max(checkpoint) FROM run")) {
            while (!run.endsWithin(1)) {
                try (ResultSet runs = select.executeQuery()) {
                    if (runs.next() && runs.getLong(1) >= prospect) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private boolean halfDone() throws SQLException {
        try (Connection connection = stores.open(KILLED_STORE);
                Statement statement = connection.createStatement();
                ResultSet runs = statement.executeQuery(
                        "SELECT count(*) FROM run WHERE state IN ('RUNNING', 'FAILED') AND checkpoint > 0")) {
            return runs.next() && runs.getInt(1) > 0;
        }
    }
}
