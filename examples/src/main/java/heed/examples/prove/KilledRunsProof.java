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
 * Kills a run (SIGKILL) at a random moment, gives the same command again, and compares the store with the store of an
 * undisturbed run, in a separate process. Each round draws its moment from a seed of its own. With stores in PostgreSQL about
 * half of the rounds kill the server instead and start it again; with stores that are locked nothing is killed. The arguments
 * of the process are {@link ProofArguments}, with the number of prospects as size.
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

    /**
     * @param heed the words that start {@code heed}, without arguments
     * @param folder the folder of all files except the stores
     */
    public KilledRunsProof(List<String> heed, Path folder, ProofStores stores) {
        this.heed = List.copyOf(heed);
        this.folder = folder;
        this.stores = stores;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException, SQLException {
        ProofArguments proof = ProofArguments.parse(arguments);
        KilledRunsResult result =
                proof.withStores(stores -> new KilledRunsProof(stores.command(proof.heed()), proof.folder(), stores)
                        .prove(proof.kills(), proof.size(), proof.seed()));
        System.out.println(result);
        System.exit(result.equalRounds() == result.rounds() && result.killed() >= proof.kills() ? 0 : 1);
    }

    /**
     * The result of all rounds.
     *
     * @param killed how many runs were disturbed before they had ended
     * @param halfDone how many of these had committed some but not all of their batches
     * @param equalRounds in how many rounds the store ended equal to the store of the undisturbed run
     */
    public record KilledRunsResult(int rounds, int killed, int halfDone, int equalRounds) {
        @Override
        public String toString() {
            return rounds + " rounds: " + killed + " disturbed, " + halfDone + " of them half done; " + equalRounds
                    + " ended equal to an undisturbed run, row for row";
        }
    }

    /**
     * Runs rounds until enough runs were disturbed.
     *
     * @param kills how many runs are to be disturbed. A run that ends too early does not count, so there can be up to twice as
     *     many rounds.
     */
    public KilledRunsResult prove(int kills, int prospects, long seed)
            throws IOException, InterruptedException, SQLException {
        Path csv = folder.resolve("prospects.csv");
        Path automation = folder.resolve("automation.json");
        MessyProspectsGenerator.write(csv, prospects, MessyProspectsGenerator.SEED);
        Files.writeString(automation, AUTOMATION, StandardCharsets.UTF_8);
        stores.clear(BASE_STORE);
        startHeed(BASE_STORE, "import", csv.toString(), "--new-store", "--accept-rejects")
                .requireExitCode(0);
        stores.copy(BASE_STORE, UNDISTURBED_STORE);
        long start = System.nanoTime();
        startHeed(UNDISTURBED_STORE, "run", automation.toString()).requireExitCode(0);
        long undisturbedMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);

        int rounds = 0;
        int killed = 0;
        int halfDone = 0;
        int equalRounds = 0;
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
            boolean disturbed = reached && fault.inject(run);
            boolean half = disturbed && halfDone();
            if (disturbed) {
                startHeed(KILLED_STORE, "run", automation.toString()).requireExitCode(0, 3);
            } else {
                run.requireExitCode(0);
            }
            String differences = compareStores();
            killed += disturbed ? 1 : 0;
            halfDone += half ? 1 : 0;
            equalRounds += differences.isEmpty() ? 1 : 0;
            System.out.println("seed " + (seed + rounds) + ": "
                    + (disturbed
                            ? fault + " " + (early ? "after " + moment + " ms" : "past prospect " + moment)
                                    + (run.failed() ? "" : ", and the run continued")
                            : "the run had ended")
                    + (half ? ", half done" : "") + ", "
                    + (differences.isEmpty() ? "equal" : "DIFFERENT:\n" + differences));
            rounds++;
        }
        return new KilledRunsResult(rounds, killed, halfDone, equalRounds);
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

    /** Waits until the run has committed the batch of a prospect. Returns false if the run ends first. */
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
