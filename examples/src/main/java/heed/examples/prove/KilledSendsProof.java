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
 * Kills a run that sends email at random moments (SIGKILL), sometimes what resumes it as well, gives the same commands again
 * until no mail waits, and compares what a mail server took with who should have got it: {@code STORES STORES_FOLDER
 * COMMAND FOLDER KILLS PROSPECTS SEED}, where the command is the {@code heed} executable. The moments of a round are drawn from a seed of its
 * own, one higher each round. With stores on a server, every other time or so it is the server that is killed, and started
 * again; with stores that are locked, nothing is killed.
 */
public final class KilledSendsProof {
    private static final String AUTOMATION = """
            { "id": "killed", "name": "News for everybody",
              "who": { "all": [] },
              "actions": [ { "action": "send-email", "subject": "News for {{firstName fallback=\\"you\\"}}",
                             "text": "Nothing new. {{unsubscribeUrl}}" } ],
              "run": { "mode": "once" } }
            """;
    /** A lease is longer than what an attempt can take: a permit's two seconds and six waits of a second each. */
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

    /** @param folder where everything but the stores is kept */
    public KilledSendsProof(List<String> heed, Path folder, ProofStores stores) {
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
        KilledSendsResult result = ProofStores.withStores(
                arguments[0],
                Path.of(arguments[1]),
                stores -> new KilledSendsProof(stores.command(arguments[2]), folder, stores)
                        .prove(kills, prospects, seed));
        System.out.println(result);
        System.exit(result.correctRounds() == result.rounds() && result.killed() >= kills ? 0 : 1);
    }

    /**
     * What came of it.
     *
     * @param killed how many processes were still at work when it happened
     * @param amongMails how many of these when some mails had been taken and not all
     * @param unknown how many mails ended as unknown, in all rounds
     * @param correctRounds in how many rounds everybody got what they should
     */
    public record KilledSendsResult(int rounds, int killed, int amongMails, long unknown, int correctRounds) {
        @Override
        public String toString() {
            return rounds + " rounds: " + killed + " disturbed at work, " + amongMails + " of them among their mails; "
                    + unknown + " mails listed as unknown; " + correctRounds
                    + " right: no address twice, no suppressed one,"
                    + " every other once or unknown";
        }
    }

    /** @param kills so many; a process that has ended by then is not counted, and twice as many rounds are the most */
    public KilledSendsResult prove(int kills, int prospects, long seed)
            throws IOException, InterruptedException, SQLException {
        Path people = folder.resolve("sends.csv");
        Set<String> expectedRecipients = writeProspects(people, prospects);
        Files.writeString(folder.resolve("sends.json"), AUTOMATION, StandardCharsets.UTF_8);
        stores.clear(BASE_STORE);
        HeedProcess.start(heed, folder, stores.address(BASE_STORE), "import", people.toString())
                .requireExitCode(0);
        int rounds = 0;
        int killed = 0;
        int among = 0;
        int right = 0;
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
                        killPoints.add(killPoint.get().words);
                        among += killPoint.get().mails > 0 && killPoint.get().mails < expectedRecipients.size() ? 1 : 0;
                    }
                } while (random.nextInt(4) == 0);
                startRun(prospects)
                        .requireExitCode(
                                0, 1, 3); // 1: mail waits, for a busy server that did not answer within a second
                deliverAll();
                Set<String> unknowns = MailStateQueries.addressesInState(stores, KILLED_STORE, "UNKNOWN");
                List<String> violations = findViolations(
                        expectedRecipients,
                        unknowns,
                        MailStateQueries.addressesInState(stores, KILLED_STORE, "SENT"),
                        sink.received());
                killed += killPoints.size();
                unknown += unknowns.size();
                right += violations.isEmpty() ? 1 : 0;
                System.out.println("seed " + (seed + rounds) + ": "
                        + (killPoints.isEmpty() ? "had ended" : String.join(" and ", killPoints)) + ", "
                        + unknowns.size() + " unknown, " + (violations.isEmpty() ? "right" : "WRONG: " + violations));
                rounds++;
            }
        }
        return new KilledSendsResult(rounds, killed, among, unknown, right);
    }

    /** Some share an address, some are opted out or bounced, and with them whoever has their address. */
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

    /** How long a run that nobody kills takes until the first of its mails is taken, in ms. */
    private long millisUntilFirstMail(SmtpSink sink, int prospects)
            throws IOException, InterruptedException, SQLException {
        stores.copy(BASE_STORE, KILLED_STORE);
        long before = System.nanoTime();
        HeedProcess run = startRun(prospects);
        while (run.isAlive() && !sink.waitForMessages(1, POLL_INTERVAL)) {}
        long first = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - before);
        run.requireExitCode(0, 1);
        return first;
    }

    /** When a process died, and how many mails had been taken by then. */
    private record KillPoint(long mails, String words) {}

    /** Mostly when so many mails have been taken, and a moment more; now and then before the first, or as it is taken. */
    private Optional<KillPoint> kill(HeedProcess run, SmtpSink sink, int expectedCount, long untilFirst, Random random)
            throws IOException, InterruptedException, SQLException {
        InjectedFault fault = InjectedFault.choose(stores, KILLED_STORE, random);
        String words;
        if (random.nextInt(8) == 0) {
            long moment = random.nextLong(untilFirst + 1);
            sink.waitForMessages(sink.count() + 1, Duration.ofMillis(moment));
            words = "within " + moment + " ms";
        } else {
            long alreadyReceived = sink.count();
            long few = alreadyReceived + random.nextLong(Math.max(1, expectedCount - alreadyReceived));
            long more = random.nextLong(10);
            while (run.isAlive() && !sink.waitForMessages(few, POLL_INTERVAL)) {}
            run.endsWithin(more);
            words = "at " + sink.count() + " mails";
        }
        long mails = sink.count();
        return fault.inject(run)
                ? Optional.of(new KillPoint(mails, fault + " " + words + (run.failed() ? "" : ", and it went on")))
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

    /** Until nothing waits and no attempt is open: what a dead process held comes back when its lease has ended. */
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
                violations.add("to " + address + ", which is suppressed or nobody's");
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
