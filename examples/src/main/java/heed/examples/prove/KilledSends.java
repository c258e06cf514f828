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

    private static final String BASE = "sends";
    private static final String KILLED = "killed_sends";
    private static final long PEOPLE = 5;
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    private final List<String> heed;
    private final Path folder;
    private final ProofStores stores;

    /** @param folder where everything but the stores is kept */
    public KilledSends(List<String> heed, Path folder, ProofStores stores) {
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
        Result result = ProofStores.with(
                arguments[0],
                Path.of(arguments[1]),
                stores -> new KilledSends(stores.command(arguments[2]), folder, stores).prove(kills, prospects, seed));
        System.out.println(result);
        System.exit(result.right() == result.rounds() && result.killed() >= kills ? 0 : 1);
    }

    /**
     * What came of it.
     *
     * @param killed how many processes were still at work when it happened
     * @param amongMails how many of these when some mails had been taken and not all
     * @param unknown how many mails ended as unknown, in all rounds
     * @param right in how many rounds everybody got what they should
     */
    public record Result(int rounds, int killed, int amongMails, long unknown, int right) {
        @Override
        public String toString() {
            return rounds + " rounds: " + killed + " disturbed at work, " + amongMails + " of them among their mails; "
                    + unknown + " mails listed as unknown; " + right + " right: no address twice, no suppressed one,"
                    + " every other once or unknown";
        }
    }

    /** @param kills so many; a process that has ended by then is not counted, and twice as many rounds are the most */
    public Result prove(int kills, int prospects, long seed) throws IOException, InterruptedException, SQLException {
        Path people = folder.resolve("sends.csv");
        Set<String> wanted = people(people, prospects);
        Files.writeString(folder.resolve("sends.json"), AUTOMATION, StandardCharsets.UTF_8);
        stores.clear(BASE);
        HeedProcess.start(heed, folder, stores.address(BASE), "import", people.toString())
                .finish(0);
        int rounds = 0;
        int killed = 0;
        int among = 0;
        int right = 0;
        long unknown = 0;
        try (SmtpSink sink = new SmtpSink(Clock.systemUTC())) {
            Files.writeString(folder.resolve("mail.json"), SETTINGS.formatted(sink.port()), StandardCharsets.UTF_8);
            long untilFirst = untilFirstMail(sink, prospects);
            while (killed < kills && rounds < 2 * kills) {
                Random random = new Random(seed + rounds);
                sink.forget();
                stores.copy(BASE, KILLED);
                List<String> moments = new ArrayList<>();
                do {
                    HeedProcess process = moments.isEmpty() ? run(prospects) : deliver();
                    Optional<Moment> moment = kill(process, sink, wanted.size(), untilFirst, random);
                    if (moment.isPresent()) {
                        moments.add(moment.get().words);
                        among += moment.get().mails > 0 && moment.get().mails < wanted.size() ? 1 : 0;
                    }
                } while (random.nextInt(4) == 0);
                run(prospects).finish(0, 1, 3); // 1: mail waits, for a busy server that did not answer within a second
                deliverAll();
                Set<String> unknowns = Mails.addresses(stores, KILLED, "UNKNOWN");
                List<String> wrong = wrong(wanted, unknowns, Mails.addresses(stores, KILLED, "SENT"), sink.taken());
                killed += moments.size();
                unknown += unknowns.size();
                right += wrong.isEmpty() ? 1 : 0;
                System.out.println("seed " + (seed + rounds) + ": "
                        + (moments.isEmpty() ? "had ended" : String.join(" and ", moments)) + ", "
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
    private long untilFirstMail(SmtpSink sink, int prospects) throws IOException, InterruptedException, SQLException {
        stores.copy(BASE, KILLED);
        long before = System.nanoTime();
        HeedProcess run = run(prospects);
        while (run.isAlive() && !sink.reaches(1, LOOK_AGAIN)) {}
        long first = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - before);
        run.finish(0, 1);
        return first;
    }

    /** When a process died, and how many mails had been taken by then. */
    private record Moment(long mails, String words) {}

    /** Mostly when so many mails have been taken, and a moment more; now and then before the first, or as it is taken. */
    private Optional<Moment> kill(HeedProcess run, SmtpSink sink, int wanted, long untilFirst, Random random)
            throws IOException, InterruptedException, SQLException {
        Death death = Death.drawn(stores, KILLED, random);
        String words;
        if (random.nextInt(8) == 0) {
            long moment = random.nextLong(untilFirst + 1);
            sink.reaches(sink.count() + 1, Duration.ofMillis(moment));
            words = "within " + moment + " ms";
        } else {
            long taken = sink.count();
            long few = taken + random.nextLong(Math.max(1, wanted - taken));
            long more = random.nextLong(10);
            while (run.isAlive() && !sink.reaches(few, LOOK_AGAIN)) {}
            run.ends(more);
            words = "at " + sink.count() + " mails";
        }
        long mails = sink.count();
        return death.comesTo(run)
                ? Optional.of(new Moment(mails, death + " " + words + (run.failed() ? "" : ", and it went on")))
                : Optional.empty();
    }

    private HeedProcess run(int prospects) throws IOException {
        return HeedProcess.start(
                heed,
                folder,
                stores.address(KILLED),
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
        return HeedProcess.start(heed, folder, stores.address(KILLED), arguments.toArray(String[]::new));
    }

    /** Until nothing waits and no attempt is open: what a dead process held comes back when its lease has ended. */
    private void deliverAll() throws IOException, InterruptedException, SQLException {
        long end = System.nanoTime() + LONGEST.toNanos();
        HeedProcess delivery = deliver("--follow");
        while (Mails.anyOpen(stores, KILLED)) {
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
