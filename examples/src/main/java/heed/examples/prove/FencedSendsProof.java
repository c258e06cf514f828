package heed.examples.prove;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Holds a process that sends mail at every line of the SMTP dialogue, on one connection each, stops it (SIGSTOP), sets its
 * clock or only lets it wait, and opts everybody out meanwhile. After the opt-outs were acknowledged, no message may be
 * completed. Each round draws its disturbance and its pause from a seed of its own. The arguments of the process are {@link
 * ProofArguments}, with the number of rounds as kills and the seconds of the longest pause as size.
 */
public final class FencedSendsProof {
    private static final String AUTOMATION = """
            { "id": "fenced", "name": "News for everybody", "who": { "all": [] },
              "actions": [ { "action": "send-email", "subject": "News", "text": "Nothing new. {{unsubscribeUrl}}" } ],
              "run": { "mode": "once" } }
            """;
    /** The relay is held for longer than any pause, and the lease is longer than the longest attempt. */
    private static final String SETTINGS = """
            { "smtp": { "host": "127.0.0.1", "port": %d, "security": "none", "timeoutSeconds": 200 },
              "from": "News <news@example.com>", "bounces": "bounces@example.com",
              "publicUrl": "https://mail.example.com/",
              "delivery": { "connections": %d, "leaseSeconds": 1300 } }
            """;

    private static final String BASE_STORE = "fence";
    private static final String ROUND_STORE = "fence_round";
    /** One for each line of the dialogue. */
    private static final int CONNECTIONS = 6;

    private static final int PROSPECTS = 3 * CONNECTIONS;
    private static final long HOUR = 3_600; // seconds
    private static final long START_MILLIS = 60_000;
    /** The longest time for the opt-outs. A process that is stopped in a transaction of its own makes them wait. */
    private static final long OPT_OUT_MILLIS = 20_000;
    /** The time in which a process completes what it may still complete after the relay has answered. */
    private static final long REST_MILLIS = 2_500;

    private final Path folder;
    private final ProofStores stores;

    /** @param folder the folder of all files except the stores */
    public FencedSendsProof(Path folder, ProofStores stores) {
        this.folder = folder;
        this.stores = stores;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException, SQLException {
        ProofArguments proof = ProofArguments.parse(arguments);
        FencedSendsResult result = proof.withStores(stores ->
                new FencedSendsProof(proof.folder(), stores).prove(proof.kills(), proof.size(), proof.seed()));
        System.out.println(result);
        System.exit(result.completedLate() == 0 && result.opportunities() > 0 ? 0 : 1);
    }

    /**
     * The result of all rounds.
     *
     * @param voidRounds the rounds in which the opt-outs were not acknowledged, because the stopped process held a lock
     * @param opportunities how many mails had not been completed when the opt-outs were acknowledged
     * @param completedBefore how many mails had been completed before
     * @param completedLate how many of the messages were completed after it
     */
    public record FencedSendsResult(
            int rounds, int voidRounds, int opportunities, int completedBefore, int completedLate) {
        FencedSendsResult plus(FencedSendsResult other) {
            return new FencedSendsResult(
                    rounds + other.rounds,
                    voidRounds + other.voidRounds,
                    opportunities + other.opportunities,
                    completedBefore + other.completedBefore,
                    completedLate + other.completedLate);
        }

        @Override
        public String toString() {
            return rounds + " rounds (" + voidRounds + " without acknowledged opt-outs): " + opportunities
                    + " mails were under way or waiting when their opt-outs were acknowledged, " + completedLate
                    + " of them were completed afterwards; " + completedBefore + " had been completed before";
        }
    }

    /** What happens to the process while the relay holds it. */
    private enum Disturbance {
        WAIT(false, 0),
        STOP(true, 0),
        CLOCK_FORWARD(false, HOUR),
        CLOCK_BACK(false, -HOUR),
        STOP_AND_CLOCK_FORWARD(true, HOUR),
        STOP_AND_CLOCK_BACK(true, -HOUR);

        private final boolean stops;
        private final long clockSeconds;

        Disturbance(boolean stops, long clockSeconds) {
            this.stops = stops;
            this.clockSeconds = clockSeconds;
        }
    }

    /**
     * Runs rounds.
     *
     * @param longestPause the most seconds for which a process is held after the opt-outs
     */
    public FencedSendsResult prove(int rounds, int longestPause, long seed)
            throws IOException, InterruptedException, SQLException {
        prepare();
        FencedSendsResult total = new FencedSendsResult(0, 0, 0, 0, 0);
        for (int round = 0; round < rounds; round++) {
            Random random = new Random(seed + round);
            Disturbance disturbance = Disturbance.values()[random.nextInt(Disturbance.values().length)];
            long pauseMillis = random.nextLong(1 + longestPause * 1_000L);
            FencedSendsResult result = proveRound(disturbance, pauseMillis, random.nextInt(CONNECTIONS));
            System.out.println("seed " + (seed + round) + ": " + disturbance + " for " + pauseMillis + " ms, "
                    + (result.completedLate == 0 ? "correct" : "WRONG") + ": " + result);
            total = total.plus(result);
        }
        return total;
    }

    private void prepare() throws IOException, InterruptedException, SQLException {
        writeCsv("people.csv", "Id,Email", "");
        writeCsv("noes.csv", "Id,Email,Email Opt Out", ",Yes");
        Files.writeString(folder.resolve("fenced.json"), AUTOMATION, StandardCharsets.UTF_8);
        stores.clear(BASE_STORE);
        importFile(BASE_STORE, "people.csv", "--new-store").requireExitCode(0);
    }

    private void writeCsv(String name, String header, String end) throws IOException {
        Files.writeString(
                folder.resolve(name),
                IntStream.range(0, PROSPECTS)
                        .mapToObj(number -> "P" + number + ",p" + number + "@example.com" + end)
                        .collect(Collectors.joining("\n", header + "\n", "\n")),
                StandardCharsets.UTF_8);
    }

    private Path offsetFile(String process) {
        return folder.resolve("offset-" + process);
    }

    private HeedProcess start(String process, String store, String... arguments) throws IOException {
        return HeedProcess.start(
                SkewedClockHeed.command(offsetFile(process)),
                Files.createDirectories(folder.resolve(process)),
                stores.address(store),
                arguments);
    }

    private HeedProcess importFile(String store, String file, String... options) throws IOException {
        List<String> arguments =
                new ArrayList<>(List.of("import", folder.resolve(file).toString()));
        arguments.addAll(List.of(options));
        return start("import", store, arguments.toArray(String[]::new));
    }

    private HeedProcess startRun() throws IOException {
        return start(
                "run",
                ROUND_STORE,
                "run",
                folder.resolve("fenced.json").toString(),
                "--confirm",
                Integer.toString(PROSPECTS),
                "--mail",
                folder.resolve("mail.json").toString());
    }

    private PausingRelay startRelay(int firstLine) throws IOException {
        PausingRelay relay = new PausingRelay(firstLine, CONNECTIONS);
        Files.writeString(
                folder.resolve("mail.json"), SETTINGS.formatted(relay.port(), CONNECTIONS), StandardCharsets.UTF_8);
        return relay;
    }

    private FencedSendsResult proveRound(Disturbance disturbance, long pauseMillis, int firstLine)
            throws IOException, InterruptedException, SQLException {
        stores.copy(BASE_STORE, ROUND_STORE);
        SkewedClockHeed.setOffset(offsetFile("run"), 0);
        try (PausingRelay relay = startRelay(firstLine)) {
            HeedProcess run = startRun();
            try {
                if (!relay.awaitHeld(START_MILLIS)) {
                    throw new IllegalStateException("the process did not connect " + CONNECTIONS + " times");
                }
                if (disturbance.stops) {
                    run.signal("STOP");
                }
                SkewedClockHeed.setOffset(offsetFile("run"), disturbance.clockSeconds);
                HeedProcess noes = importFile(ROUND_STORE, "noes.csv");
                boolean acknowledged = noes.endsWithin(OPT_OUT_MILLIS);
                if (!acknowledged) {
                    noes.kill();
                    return new FencedSendsResult(1, 1, 0, 0, 0);
                }
                noes.requireExitCode(0);
                long acknowledgedAt = System.nanoTime();
                boolean unused = run.endsWithin(pauseMillis);
                relay.release();
                if (disturbance.stops) {
                    run.signal("CONT");
                }
                unused = run.endsWithin(REST_MILLIS);
                return count(relay.completions(), acknowledgedAt);
            } finally {
                run.kill();
            }
        }
    }

    private static FencedSendsResult count(List<PausingRelay.Completion> completions, long acknowledgedAt) {
        int late = (int) completions.stream()
                .filter(completion -> completion.atNanos() - acknowledgedAt > 0)
                .count();
        int before = completions.size() - late;
        return new FencedSendsResult(1, 0, PROSPECTS - before, before, late);
    }

    /**
     * The result of two processes with clocks that differ.
     *
     * @param unknown how many mails were unknown while they were transmitted
     * @param received how many messages the relay received
     * @param recipients how many addresses received one
     */
    public record SkewedClocksResult(int unknown, int received, int recipients) {}

    /**
     * Lets a second process deliver whose clock differs while the first one transmits.
     *
     * @param offsetSeconds by how much the clock of the second process is ahead
     * @param holdMillis for how long the relay holds the first process meanwhile
     */
    public SkewedClocksResult deliverWithSkewedClocks(long offsetSeconds, long holdMillis)
            throws IOException, InterruptedException, SQLException {
        prepare();
        stores.copy(BASE_STORE, ROUND_STORE);
        SkewedClockHeed.setOffset(offsetFile("run"), 0);
        SkewedClockHeed.setOffset(offsetFile("second"), offsetSeconds);
        try (PausingRelay relay = startRelay(0)) {
            HeedProcess run = startRun();
            HeedProcess second = null;
            try {
                if (!relay.awaitHeld(START_MILLIS)) {
                    throw new IllegalStateException("the process did not connect " + CONNECTIONS + " times");
                }
                second = start(
                        "second",
                        ROUND_STORE,
                        "deliver",
                        "--mail",
                        folder.resolve("mail.json").toString());
                boolean unused = second.endsWithin(holdMillis);
                int unknown = MailStateQueries.addressesInState(stores, ROUND_STORE, "UNKNOWN")
                        .size();
                relay.release();
                run.requireExitCode(0);
                second.requireExitCode(0);
                List<PausingRelay.Completion> completions = relay.completions();
                Set<String> recipients = new HashSet<>();
                completions.forEach(completion -> recipients.add(completion.recipient()));
                return new SkewedClocksResult(unknown, completions.size(), recipients.size());
            } finally {
                run.kill();
                if (second != null) {
                    second.kill();
                }
            }
        }
    }

    /** Returns the number of prospects, each of whom is mailed once. */
    public static int prospects() {
        return PROSPECTS;
    }
}
