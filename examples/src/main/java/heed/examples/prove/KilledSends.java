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
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Kills a run that sends email at random moments (SIGKILL), sometimes what resumes it as well, gives the same commands again
 * until no mail waits, and compares what a mail server took with who should have got it: {@code COMMAND FOLDER KILLS
 * PROSPECTS SEED}, where the command is the {@code heed} executable. The moments of a round are drawn from a seed of its
 * own, one higher each round.
 */
public final class KilledSends {
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

    private static final long PEOPLE = 5;
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    private final List<String> heed;
    private final Path folder;
    private final Path store;

    public KilledSends(List<String> heed, Path folder) {
        this.heed = List.copyOf(heed);
        this.folder = folder;
        this.store = folder.resolve("killed-sends.db");
    }

    public static void main(String[] arguments) throws IOException, InterruptedException, SQLException {
        Path folder = Path.of(arguments[1]);
        Files.createDirectories(folder);
        int kills = Integer.parseInt(arguments[2]);
        Result result = new KilledSends(List.of(arguments[0]), folder)
                .prove(kills, Integer.parseInt(arguments[3]), Long.parseLong(arguments[4]));
        System.out.println(result);
        System.exit(result.right() == result.rounds() && result.killed() >= kills ? 0 : 1);
    }

    /**
     * What came of it.
     *
     * @param killed how many processes were still at work when they were killed
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

    /** @param kills so many; a process that has ended by then is not counted, and twice as many rounds are the most */
    public Result prove(int kills, int prospects, long seed) throws IOException, InterruptedException, SQLException {
        Path base = folder.resolve("sends.db");
        Path people = folder.resolve("sends.csv");
        Set<String> wanted = people(people, prospects);
        Files.writeString(folder.resolve("sends.json"), AUTOMATION, StandardCharsets.UTF_8);
        Files.deleteIfExists(base);
        HeedProcess.start(heed, base, "import", people.toString()).finish(0);
        int rounds = 0;
        int killed = 0;
        int among = 0;
        int right = 0;
        long unknown = 0;
        try (SmtpSink sink = new SmtpSink(Clock.systemUTC())) {
            Files.writeString(folder.resolve("mail.json"), SETTINGS.formatted(sink.port()), StandardCharsets.UTF_8);
            long untilFirst = untilFirstMail(base, sink, prospects);
            while (killed < kills && rounds < 2 * kills) {
                Random random = new Random(seed + rounds);
                sink.forget();
                HeedProcess.copy(base, store);
                List<String> moments = new ArrayList<>();
                do {
                    HeedProcess process = moments.isEmpty() ? run(prospects) : deliver();
                    String moment = kill(process, sink, wanted.size(), untilFirst, random);
                    if (!moment.isEmpty()) {
                        moments.add(moment);
                        among += sink.count() > 0 && sink.count() < wanted.size() ? 1 : 0;
                    }
                } while (random.nextInt(4) == 0);
                run(prospects).finish(0, 3);
                deliverAll();
                Set<String> unknowns = Mails.addresses(store, "UNKNOWN");
                List<String> wrong = wrong(wanted, unknowns, Mails.addresses(store, "SENT"), sink.taken());
                killed += moments.size();
                unknown += unknowns.size();
                right += wrong.isEmpty() ? 1 : 0;
                System.out.println("seed " + (seed + rounds) + ": "
                        + (moments.isEmpty() ? "had ended" : "killed " + String.join(" and ", moments)) + ", "
                        + unknowns.size() + " unknown, " + (wrong.isEmpty() ? "right" : "WRONG: " + wrong));
                rounds++;
            }
        }
        return new Result(rounds, killed, among, unknown, right);
    }

    /** Some share an address, some are opted out or bounced, and with them whoever has their address. */
    private static Set<String> people(Path file, int prospects) throws IOException {
        Random random = new Random(PEOPLE);
        Set<String> wanted = new HashSet<>();
        Set<String> suppressed = new HashSet<>();
        StringBuilder csv = new StringBuilder("Id,Email,First Name,Email Opt Out,Bounced\n");
        for (int i = 0; i < prospects; i++) {
            String address = "p" + (random.nextInt(20) == 0 ? random.nextInt(prospects) : i) + "@example.com";
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

    /** How long a run that nobody kills takes until the first of its mails is taken, in ms. */
    private long untilFirstMail(Path base, SmtpSink sink, int prospects) throws IOException, InterruptedException {
        HeedProcess.copy(base, store);
        long before = System.nanoTime();
        HeedProcess run = run(prospects);
        while (run.isAlive() && !sink.reaches(1, LOOK_AGAIN)) {}
        long first = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - before);
        run.finish(0);
        return first;
    }

    /** Mostly when so many mails have been taken, and a moment more; now and then before the first, or as it is taken. */
    private static String kill(HeedProcess run, SmtpSink sink, int wanted, long untilFirst, Random random)
            throws InterruptedException {
        if (random.nextInt(8) == 0) {
            long moment = random.nextLong(untilFirst + 1);
            sink.reaches(sink.count() + 1, Duration.ofMillis(moment));
            return run.kill() ? "within " + moment + " ms" : "";
        }
        long taken = sink.count();
        long mails = taken + random.nextLong(Math.max(1, wanted - taken));
        long more = random.nextLong(10);
        while (run.isAlive() && !sink.reaches(mails, LOOK_AGAIN)) {}
        return !run.ends(more) && run.kill() ? "at " + sink.count() + " mails" : "";
    }

    private HeedProcess run(int prospects) throws IOException {
        return HeedProcess.start(
                heed,
                store,
                "run",
                folder.resolve("sends.json").toString(),
                "--confirm",
                Integer.toString(prospects),
                "--mail",
                folder.resolve("mail.json").toString());
    }

    private HeedProcess deliver(String... options) throws IOException {
        List<String> arguments = new ArrayList<>(
                List.of("deliver", "--mail", folder.resolve("mail.json").toString()));
        arguments.addAll(List.of(options));
        return HeedProcess.start(heed, store, arguments.toArray(String[]::new));
    }

    /** Until nothing waits and no attempt is open: what a dead process held comes back when its lease has ended. */
    private void deliverAll() throws IOException, InterruptedException, SQLException {
        long end = System.nanoTime() + LONGEST.toNanos();
        HeedProcess delivery = deliver("--follow");
        while (Mails.anyOpen(store)) {
            if (delivery.ends(LOOK_AGAIN.toMillis()) || System.nanoTime() > end) {
                delivery.kill();
                delivery.finish();
            }
        }
        delivery.stop();
    }

    private static List<String> wrong(
            Set<String> wanted, Set<String> unknown, Set<String> sent, Map<String, List<Instant>> taken) {
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
            if (!taken.containsKey(address) && sent.contains(address)) {
                wrong.add(address + " is listed as sent and was not");
            }
        }
        return wrong;
    }
}
