package heed.examples.prove;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Kills a run that sends mail (SIGKILL) at a random moment, sometimes also the delivery that continues it, gives the same
 * commands again until no mail waits, and compares the mails that an SMTP server accepted with the expected recipients. Each
 * round draws its moments from a seed of its own. With stores in PostgreSQL about half of the kills hit the server, which is
 * started again; with stores that are locked nothing is killed. The arguments of the process are {@link ProofArguments}, with
 * the number of prospects as size.
 */
public final class KilledSendsProof {
    private static final String AUTOMATION = """
            { "id": "killed", "name": "News for everybody",
              "who": { "all": [] },
              "actions": [ { "action": "send-email", "subject": "News for {{firstName fallback=\\"you\\"}}",
                             "text": "Nothing new. {{unsubscribeUrl}}" } ],
              "run": { "mode": "once" } }
            """;

    /** The lease is longer than the longest attempt: the two seconds of a permit and six waits of a second each. */
    private static final String SETTINGS = """
            { "smtp": { "host": "127.0.0.1", "port": %d, "security": "none", "timeoutSeconds": 1 },
              "from": "News <news@example.com>", "bounces": "bounces@example.com",
              "publicUrl": "https://mail.example.com/", "delivery": { "leaseSeconds": 9 } }
            """;

    private static final String BASE_STORE = "sends";
    private static final String KILLED_STORE = "killed_sends";
    private static final long PROSPECTS_SEED = 5;
    private static final Duration TIMEOUT = Duration.ofMinutes(5);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(100);

    private final List<String> heed;
    private final Path folder;
    private final ProofStores stores;

    /**
     * @param heed the words that start {@code heed}, without arguments
     * @param folder the folder of all files except the stores
     */
    public KilledSendsProof(List<String> heed, Path folder, ProofStores stores) {
        this.heed = List.copyOf(heed);
        this.folder = folder;
        this.stores = stores;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException, SQLException {
        ProofArguments proof = ProofArguments.parse(arguments);
        KilledSendsResult result =
                proof.withStores(stores -> new KilledSendsProof(stores.command(proof.heed()), proof.folder(), stores)
                        .prove(proof.kills(), proof.size(), proof.seed()));
        System.out.println(result);
        System.exit(result.correctRounds() == result.rounds() && result.killed() >= proof.kills() ? 0 : 1);
    }

    /**
     * The result of all rounds.
     *
     * @param killed how many processes were disturbed before they had ended
     * @param amongMails how many of these were disturbed after the first and before the last mail was accepted
     * @param unknown how many mails ended as unknown, in all rounds
     * @param correctRounds in how many rounds exactly the expected recipients were mailed
     */
    public record KilledSendsResult(int rounds, int killed, int amongMails, long unknown, int correctRounds) {
        @Override
        public String toString() {
            return rounds + " rounds: " + killed + " disturbed, " + amongMails + " of them among their mails; "
                    + unknown + " mails listed as unknown; " + correctRounds
                    + " correct: no address mailed twice,"
                    + " no suppressed one mailed, every other mailed once or unknown";
        }
    }

    /**
     * Runs rounds until enough processes were disturbed.
     *
     * @param kills how many processes are to be disturbed. A process that ends too early does not count, so there can be up to
     *     twice as many rounds.
     */
    public KilledSendsResult prove(int kills, int prospects, long seed)
            throws IOException, InterruptedException, SQLException {
        Path csv = folder.resolve("sends.csv");
        Set<String> expectedRecipients = writeProspects(csv, prospects);
        Files.writeString(folder.resolve("sends.json"), AUTOMATION, StandardCharsets.UTF_8);
        stores.clear(BASE_STORE);
        HeedProcess.start(heed, folder, stores.address(BASE_STORE), "import", csv.toString(), "--new-store")
                .requireExitCode(0);
        int rounds = 0;
        int killed = 0;
        int amongMails = 0;
        int correctRounds = 0;
        long unknown = 0;
        try (SmtpSink sink = new SmtpSink(Clock.systemUTC())) {
            Files.writeString(folder.resolve("mail.json"), SETTINGS.formatted(sink.port()), StandardCharsets.UTF_8);
            long untilFirst = millisUntilFirstMail(sink, prospects);
            while (killed < kills && rounds < 2 * kills) {
                Random random = new Random(seed + rounds);
                sink.reset();
                stores.copy(BASE_STORE, KILLED_STORE);
                List<String> killPoints = new ArrayList<>();
                do {
                    HeedProcess process = killPoints.isEmpty() ? startRun(prospects) : startDelivery();
                    Optional<KillPoint> killPoint = kill(process, sink, expectedRecipients.size(), untilFirst, random);
                    if (killPoint.isPresent()) {
                        killPoints.add(killPoint.get().description);
                        amongMails +=
                                killPoint.get().mails > 0 && killPoint.get().mails < expectedRecipients.size() ? 1 : 0;
                    }
                } while (random.nextInt(4) == 0);
                // 1: mail waits because a busy server did not answer within a second; 0 and 3: nothing is left to send
                boolean saysDone = startRun(prospects).requireExitCode(0, 1, 3) != 1;
                boolean leftMail = saysDone && MailStateQueries.hasUnsettled(stores, KILLED_STORE);
                deliverAll();
                Set<String> unknowns = MailStateQueries.addressesInState(stores, KILLED_STORE, "UNKNOWN");
                List<String> violations = findViolations(
                        expectedRecipients,
                        unknowns,
                        MailStateQueries.addressesInState(stores, KILLED_STORE, "SENT"),
                        sink.received());
                if (leftMail) {
                    violations.add("the run ended without a failure and left mail");
                }
                killed += killPoints.size();
                unknown += unknowns.size();
                correctRounds += violations.isEmpty() ? 1 : 0;
                System.out.println("seed " + (seed + rounds) + ": "
                        + (killPoints.isEmpty() ? "the run had ended" : String.join(" and ", killPoints)) + ", "
                        + unknowns.size() + " unknown, " + (violations.isEmpty() ? "correct" : "WRONG: " + violations));
                rounds++;
            }
        }
        return new KilledSendsResult(rounds, killed, amongMails, unknown, correctRounds);
    }

    /**
     * Writes prospects. Some share an address, and some are opted out or bounced, which suppresses every prospect with the
     * same address. Returns the addresses that are not suppressed.
     */
    private static Set<String> writeProspects(Path file, int prospects) throws IOException {
        Random random = new Random(PROSPECTS_SEED);
        Set<String> expectedRecipients = new HashSet<>();
        Set<String> suppressed = new HashSet<>();
        StringBuilder csv = new StringBuilder("Id,Email,First Name,Email Opt Out,Bounced\n");
        for (int i = 0; i < prospects; i++) {
            String address = "p" + (random.nextInt(20) == 0 ? random.nextInt(prospects) : i) + "@example.com";
            boolean optOut = random.nextInt(20) == 0;
            boolean bounced = random.nextInt(20) == 0;
            expectedRecipients.add(address);
            if (optOut || bounced) {
                suppressed.add(address);
            }
            csv.append("P%d,%s,%s,%s,%s\n".formatted(i, address, i % 3 == 0 ? "" : "Ann", optOut, bounced));
        }
        expectedRecipients.removeAll(suppressed);
        Files.writeString(file, csv, StandardCharsets.UTF_8);
        return expectedRecipients;
    }

    /** Returns how many milliseconds an undisturbed run takes until its first mail is accepted. */
    private long millisUntilFirstMail(SmtpSink sink, int prospects)
            throws IOException, InterruptedException, SQLException {
        stores.copy(BASE_STORE, KILLED_STORE);
        long start = System.nanoTime();
        HeedProcess run = startRun(prospects);
        while (run.isAlive() && !sink.waitForMessages(1, POLL_INTERVAL)) {}
        long first = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        run.requireExitCode(0, 1);
        return first;
    }

    /**
     * The moment at which a process was disturbed.
     *
     * @param mails how many mails had been accepted
     */
    private record KillPoint(long mails, String description) {}

    /**
     * Disturbs a process: mostly some milliseconds after a random number of mails was accepted, sometimes before or while the
     * first one is. Returns nothing if the process had ended.
     */
    private Optional<KillPoint> kill(HeedProcess run, SmtpSink sink, int expectedCount, long untilFirst, Random random)
            throws IOException, InterruptedException, SQLException {
        InjectedFault fault = InjectedFault.choose(stores, KILLED_STORE, random);
        String description;
        if (random.nextInt(8) == 0) {
            long moment = random.nextLong(untilFirst + 1);
            sink.waitForMessages(sink.count() + 1, Duration.ofMillis(moment));
            description = "within " + moment + " ms";
        } else {
            long alreadyReceived = sink.count();
            long target = alreadyReceived + random.nextLong(Math.max(1, expectedCount - alreadyReceived));
            long extraMillis = random.nextLong(10);
            while (run.isAlive() && !sink.waitForMessages(target, POLL_INTERVAL)) {}
            run.endsWithin(extraMillis);
            description = "at " + sink.count() + " mails";
        }
        long mails = sink.count();
        return fault.inject(run)
                ? Optional.of(new KillPoint(
                        mails, fault + " " + description + (run.failed() ? "" : ", and the process continued")))
                : Optional.empty();
    }

    private HeedProcess startRun(int prospects) throws IOException {
        return HeedProcess.start(
                heed,
                folder,
                stores.address(KILLED_STORE),
                "run",
                folder.resolve("sends.json").toString(),
                "--confirm",
                Integer.toString(prospects),
                "--mail",
                folder.resolve("mail.json").toString());
    }

    private HeedProcess startDelivery(String... options) throws IOException {
        List<String> arguments = new ArrayList<>(
                List.of("deliver", "--mail", folder.resolve("mail.json").toString()));
        arguments.addAll(List.of(options));
        return HeedProcess.start(heed, folder, stores.address(KILLED_STORE), arguments.toArray(String[]::new));
    }

    /** Delivers until no mail waits or is in flight. Mails that a killed process had claimed are free once its lease has ended. */
    private void deliverAll() throws IOException, InterruptedException, SQLException {
        long end = System.nanoTime() + TIMEOUT.toNanos();
        HeedProcess delivery = startDelivery("--follow");
        while (MailStateQueries.hasUnsettled(stores, KILLED_STORE)) {
            if (delivery.endsWithin(POLL_INTERVAL.toMillis()) || System.nanoTime() > end) {
                delivery.kill();
                delivery.requireExitCode();
            }
        }
        delivery.stop();
    }

    private static List<String> findViolations(
            Set<String> expected, Set<String> unknown, Set<String> sent, Map<String, List<Instant>> received) {
        List<String> violations = new ArrayList<>();
        received.forEach((address, times) -> {
            if (times.size() > 1) {
                violations.add(times.size() + " times to " + address);
            }
            if (!expected.contains(address)) {
                violations.add("to " + address + ", which is suppressed or unknown");
            }
        });
        for (String address : expected) {
            if (!received.containsKey(address) && !unknown.contains(address)) {
                violations.add("nothing to " + address);
            }
            if (!received.containsKey(address) && sent.contains(address)) {
                violations.add(address + " is listed as sent and was not");
            }
        }
        return violations;
    }
}
