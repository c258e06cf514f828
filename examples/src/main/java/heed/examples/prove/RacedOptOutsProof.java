package heed.examples.prove;

import heed.engine.Engine;
import heed.mail.delivery.AccountMail;
import heed.mail.delivery.Delivery;
import heed.mail.delivery.DeliveryPorts;
import heed.mail.delivery.DeliverySettings;
import heed.mail.gate.SendPermit;
import heed.mail.server.ConnectionSecurity;
import heed.model.fact.FieldAssertion;
import heed.model.fact.Provenance;
import heed.model.field.Value;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.Prospect;
import heed.model.prospect.ProspectFlag;
import heed.model.prospect.ProspectId;
import heed.model.store.AccountStore;
import heed.model.store.Prefilter;
import heed.model.suppression.SuppressedDomain;
import heed.smtp.SmtpSettings;
import heed.smtp.SmtpTransport;
import heed.store.SqliteStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * Opts people out, marks them as bounced, or suppresses their domain, while their mail is sent on eight threads, and checks that no MAIL FROM reaches the
 * mail server later than is allowed. Each round is a run that mails the given number of prospects; a seed of its own decides
 * who opts out and when. The arguments of the process are {@code FOLDER SECONDS MAILS SEED}, with the seed of the first round.
 */
public final class RacedOptOutsProof {
    /** How much later than an opt-out a mail may start: the validity of a permit, and half a second for the scheduling of threads. */
    private static final Duration MAX_DELAY = SendPermit.VALID_FOR.plusMillis(500);

    /** The longest time that the mail server takes for a message, so that some time passes between a claim and its mail. */
    private static final Duration MAX_MESSAGE_TIME = Duration.ofMillis(20);
    /** The mail of a prospect who is at most this far behind the latest mail is mostly claimed already. */
    private static final int CLOSE_DISTANCE = 40;
    /** About the number of mails that the workers have reserved. */
    private static final int MAX_DISTANCE = 2_000;

    private static final int ADDRESSES_OF_DOMAIN = 4;

    private static final String ACCOUNT = "raced";
    private static final String AUTOMATION = """
            { "id": "raced", "name": "News", "who": { "all": [] },
              "actions": [ { "action": "send-email", "subject": "News", "text": "{{unsubscribeUrl}}" } ],
              "run": { "mode": "once" } }
            """;

    private final Path folder;
    private final Clock clock = Clock.systemUTC();

    /** @param folder the folder of the store */
    public RacedOptOutsProof(Path folder) {
        this.folder = folder;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        RacedOptOutsResult result = new RacedOptOutsProof(folder)
                .prove(
                        Duration.ofSeconds(Long.parseLong(arguments[1])),
                        Integer.parseInt(arguments[2]),
                        Long.parseLong(arguments[3]));
        System.out.println(result);
        System.exit(result.late() == 0 && result.twice() == 0 ? 0 : 1);
    }

    /**
     * The result of all rounds. An opt-out here is also a mark as bounced, or a suppression of the domain.
     *
     * @param mailed how many addresses were mailed
     * @param stopped how many addresses were opted out and not mailed
     * @param mailedDespiteOptOut how many addresses were opted out and mailed
     * @param after how many of these were mailed after the call that opted them out had returned
     * @param late how many of these were mailed later than is allowed
     * @param twice how many addresses were mailed more than once
     * @param longest the longest time from an opt-out to its mail; negative if all these mails came first
     */
    public record RacedOptOutsResult(
            int rounds,
            int mailed,
            int stopped,
            int mailedDespiteOptOut,
            int after,
            int late,
            int twice,
            Duration longest) {
        static final RacedOptOutsResult NONE = new RacedOptOutsResult(0, 0, 0, 0, 0, 0, 0, Duration.ofDays(-1));

        RacedOptOutsResult plus(RacedOptOutsResult other) {
            return new RacedOptOutsResult(
                    rounds + other.rounds,
                    mailed + other.mailed,
                    stopped + other.stopped,
                    mailedDespiteOptOut + other.mailedDespiteOptOut,
                    after + other.after,
                    late + other.late,
                    twice + other.twice,
                    longest.compareTo(other.longest) > 0 ? longest : other.longest);
        }

        @Override
        public String toString() {
            return rounds + " rounds: " + mailed + " mailed, " + stopped + " stopped by their opt-out, "
                    + mailedDespiteOptOut
                    + " mailed although opted out, " + after + " of these after the opt-out had returned, by "
                    + longest.toMillis()
                    + " ms at most; " + late + " later than " + MAX_DELAY.toMillis() + " ms, " + twice + " twice";
        }
    }

    /** Runs rounds until the duration has passed, and at least one. */
    public RacedOptOutsResult prove(Duration duration, int mails, long seed) throws IOException, InterruptedException {
        RacedOptOutsResult result = RacedOptOutsResult.NONE;
        long end = System.nanoTime() + duration.toNanos();
        while (result.rounds() == 0 || System.nanoTime() < end) {
            RacedOptOutsResult round = runRound(mails, seed + result.rounds());
            System.out.println("seed " + (seed + result.rounds()) + ": " + round);
            result = result.plus(round);
        }
        return result;
    }

    private RacedOptOutsResult runRound(int mails, long seed) throws IOException, InterruptedException {
        Path file = folder.resolve("raced.db");
        SqliteFiles.delete(file);
        try (SqliteStore store = SqliteStore.open(file, clock);
                SqliteStore secondConnection = SqliteStore.open(file, clock);
                SmtpSink sink = new SmtpSink(clock, MAX_MESSAGE_TIME)) {
            ProofAccount.fill(store, ACCOUNT, mails, Math.max(1, mails / ADDRESSES_OF_DOMAIN), clock.instant());
            AccountStore account = store.account(ACCOUNT).orElseThrow();
            List<Prospect> prospects =
                    account.read(reading -> reading.listProspects(Prefilter.EVERYONE, ProspectId.START, mails));
            AccountMail mail = store.mail(ACCOUNT).orElseThrow();
            Engine engine = ProofAccount.engine(store, ACCOUNT).build();
            ProofAccount.run(engine, AUTOMATION, mails, step -> {});
            SmtpSettings relay = SmtpSettings.of("127.0.0.1", sink.port(), ConnectionSecurity.NONE, Optional.empty());
            ExecutorService threads = Executors.newFixedThreadPool(2);
            try (SmtpTransport transport = new SmtpTransport(relay, Optional.empty(), clock);
                    Delivery delivery = new Delivery(
                            DeliveryPorts.of(mail, engine.composer(), transport), DeliverySettings.STANDARD, clock)) {
                delivery.start();
                RacingOptOuts optOuts = new RacingOptOuts(prospects, sink, delivery::isIdle);
                Future<?> first = threads.submit(() -> optOuts.optOutUntilDone(account, new Random(seed)));
                Future<?> second = threads.submit(() -> optOuts.optOutUntilDone(
                        secondConnection.account(ACCOUNT).orElseThrow(), new Random(~seed)));
                first.get();
                second.get();
                while (!delivery.isIdle() || mail.outbox().nextDue().isPresent()) {
                    sink.waitForMessages(mails, Duration.ofMillis(50));
                }
                return summarize(sink.received(), optOuts.optOutTimes);
            } catch (ExecutionException failed) {
                throw new IllegalStateException(failed.getCause());
            } finally {
                threads.shutdownNow();
            }
        }
    }

    private Provenance provenance() {
        return new Provenance(
                clock.instant(),
                "prove",
                Provenance.Origin.PROFILE,
                "asked by phone",
                Optional.empty(),
                Optional.empty());
    }

    /** Opts prospects out shortly before their mail is sent, or while it is. */
    private final class RacingOptOuts {
        private final List<Prospect> prospects;
        private final SmtpSink sink;
        private final BooleanSupplier finished;
        private final Map<String, Integer> positions = new HashMap<>();
        private final Map<String, List<EmailAddress>> addressesByDomain;
        private final Map<String, Instant> optOutTimes = new ConcurrentHashMap<>();

        RacingOptOuts(List<Prospect> prospects, SmtpSink sink, BooleanSupplier finished) {
            this.prospects = prospects;
            this.sink = sink;
            this.finished = finished;
            this.addressesByDomain = prospects.stream()
                    .map(prospect -> prospect.email().orElseThrow())
                    .collect(Collectors.groupingBy(EmailAddress::domain));
            for (int i = 0; i < prospects.size(); i++) {
                positions.put(prospects.get(i).email().orElseThrow().value(), i);
            }
        }

        /** Opts a prospect out after every mail or two, each in a transaction of its own, until the delivery is idle. */
        boolean optOutUntilDone(AccountStore account, Random random) throws InterruptedException {
            while (!finished.getAsBoolean()) {
                sink.waitForMessages(sink.count() + 1 + random.nextInt(2), Duration.ofMillis(100));
                int reached = positions.getOrDefault(sink.latestRecipient(), 0);
                int next = reached + random.nextInt(random.nextBoolean() ? CLOSE_DISTANCE : MAX_DISTANCE);
                Prospect prospect = prospects.get(Math.min(prospects.size() - 1, next));
                EmailAddress address = prospect.email().orElseThrow();
                if (random.nextInt(4) == 0) {
                    suppressDomain(account, address.domain());
                } else {
                    setFlag(
                            account,
                            prospect,
                            random.nextInt(3) == 0 ? ProspectFlag.BOUNCED : ProspectFlag.EMAIL_OPT_OUT);
                    optOutTimes.putIfAbsent(address.value(), clock.instant());
                }
            }
            return true;
        }

        private void setFlag(AccountStore account, Prospect prospect, ProspectFlag flag) {
            account.write(work -> {
                work.assertFields(
                        List.of(new FieldAssertion(prospect.key(), flag.field(), Optional.of(Value.of(true)))),
                        provenance());
                return flag;
            });
        }

        private void suppressDomain(AccountStore account, String domain) {
            Set<SuppressedDomain> added = account.write(
                    work -> work.suppressDomains(List.of(new SuppressedDomain(domain, false)), provenance()));
            Instant now = clock.instant();
            if (!added.isEmpty()) {
                addressesByDomain
                        .getOrDefault(domain, List.of())
                        .forEach(address -> optOutTimes.putIfAbsent(address.value(), now));
            }
        }
    }

    private static RacedOptOutsResult summarize(Map<String, List<Instant>> received, Map<String, Instant> optOutTimes) {
        int mailedDespiteOptOut = 0;
        int afterOptOut = 0;
        int late = 0;
        int twice = 0;
        Duration longest = Duration.ofDays(-1);
        for (Map.Entry<String, List<Instant>> mailed : received.entrySet()) {
            twice += mailed.getValue().size() > 1 ? 1 : 0;
            Instant optedOutAt = optOutTimes.get(mailed.getKey());
            if (optedOutAt != null) {
                Duration delay = Duration.between(optedOutAt, mailed.getValue().get(0));
                mailedDespiteOptOut++;
                afterOptOut += delay.isNegative() ? 0 : 1;
                late += delay.compareTo(MAX_DELAY) > 0 ? 1 : 0;
                longest = delay.compareTo(longest) > 0 ? delay : longest;
            }
        }
        return new RacedOptOutsResult(
                1,
                received.size(),
                optOutTimes.size() - mailedDespiteOptOut,
                mailedDespiteOptOut,
                afterOptOut,
                late,
                twice,
                longest);
    }
}
