package heed.examples.prove;

import heed.actions.ActionTypes;
import heed.engine.Engine;
import heed.engine.definition.AutomationSource;
import heed.engine.run.MessageDefaults;
import heed.engine.run.RunOptions;
import heed.filters.json.SourceText;
import heed.mail.MailCorrelation;
import heed.mail.MailTokens;
import heed.mail.NamedAddress;
import heed.mail.delivery.AccountMail;
import heed.mail.delivery.Delivery;
import heed.mail.delivery.DeliveryPorts;
import heed.mail.delivery.DeliverySettings;
import heed.mail.gate.SendPermit;
import heed.mail.server.ConnectionSecurity;
import heed.mail.unsubscribe.UnsubscribeLinks;
import heed.model.fact.FieldAssertion;
import heed.model.fact.Provenance;
import heed.model.field.StandardFields;
import heed.model.field.Value;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.Prospect;
import heed.model.prospect.ProspectFlag;
import heed.model.prospect.ProspectId;
import heed.model.store.AccountStore;
import heed.model.store.ImportOptions;
import heed.model.store.ImportRow;
import heed.model.store.Prefilter;
import heed.smtp.SmtpSettings;
import heed.smtp.SmtpTransport;
import heed.store.SqliteStore;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;

/**
 * Opts people out, and marks them as bounced, while their mail goes out on eight threads to a mail server, and looks for a
 * MAIL FROM that came later than it may: {@code FOLDER SECONDS MAILS SEED}. Each round is a run of so many mails; who says
 * no when is drawn from a seed of its own, one higher each round.
 */
public final class RacedOptOutsProof {
    /** What a permit is good for, and what threads may take to be scheduled. */
    private static final Duration MAX_DELAY = SendPermit.VALID_FOR.plusMillis(500);

    /** So long a message takes at most, so that there is time between a claim and its mail. */
    private static final Duration MAX_MESSAGE_TIME = Duration.ofMillis(20);
    /** Who is this close behind the latest mail has one that is claimed, more often than not. */
    private static final int CLOSE_DISTANCE = 40;
    /** About as many mails are in the workers' hands. */
    private static final int MAX_DISTANCE = 2_000;

    private static final String ACCOUNT = "raced";
    private static final String AUTOMATION = """
            { "id": "raced", "name": "News", "who": { "all": [] },
              "actions": [ { "action": "send-email", "subject": "News", "text": "{{unsubscribeUrl}}" } ],
              "run": { "mode": "once" } }
            """;

    private final Path folder;
    private final Clock clock = Clock.systemUTC();

    public RacedOptOutsProof(Path folder) {
        this.folder = folder;
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        Files.createDirectories(folder);
        RacedOptOutsResult result = new RacedOptOutsProof(folder)
                .prove(
                        Duration.ofSeconds(Long.parseLong(arguments[1])),
                        Integer.parseInt(arguments[2]),
                        Long.parseLong(arguments[3]));
        System.out.println(result);
        System.exit(result.late() == 0 && result.twice() == 0 ? 0 : 1);
    }

    /**
     * What came of it.
     *
     * @param mailed how many addresses were mailed
     * @param stopped how many said no and were not mailed
     * @param overtaken how many were mailed and said no, in this order or within the time that is allowed
     * @param after how many of these were mailed after their no had returned
     * @param late how many of these were mailed later than is allowed
     * @param longest by how much the latest of the overtaken was mailed after its no; below zero if before
     */
    public record RacedOptOutsResult(
            int rounds, int mailed, int stopped, int overtaken, int after, int late, int twice, Duration longest) {
        static final RacedOptOutsResult NONE = new RacedOptOutsResult(0, 0, 0, 0, 0, 0, 0, Duration.ofDays(-1));

        RacedOptOutsResult plus(RacedOptOutsResult other) {
            return new RacedOptOutsResult(
                    rounds + other.rounds,
                    mailed + other.mailed,
                    stopped + other.stopped,
                    overtaken + other.overtaken,
                    after + other.after,
                    late + other.late,
                    twice + other.twice,
                    longest.compareTo(other.longest) > 0 ? longest : other.longest);
        }

        @Override
        public String toString() {
            return rounds + " rounds: " + mailed + " mailed, " + stopped + " stopped by their no, " + overtaken
                    + " mailed around it, " + after + " of these after its return, by " + longest.toMillis()
                    + " ms at most; " + late + " later than " + MAX_DELAY.toMillis() + " ms, " + twice + " twice";
        }
    }

    /** Rounds until so much time has passed. */
    public RacedOptOutsResult prove(Duration time, int mails, long seed) throws IOException, InterruptedException {
        RacedOptOutsResult result = RacedOptOutsResult.NONE;
        long end = System.nanoTime() + time.toNanos();
        while (result.rounds() == 0 || System.nanoTime() < end) {
            RacedOptOutsResult round = runRound(mails, seed + result.rounds());
            System.out.println("seed " + (seed + result.rounds()) + ": " + round);
            result = result.plus(round);
        }
        return result;
    }

    private RacedOptOutsResult runRound(int mails, long seed) throws IOException, InterruptedException {
        Path file = folder.resolve("raced.db");
        for (String suffix : List.of("", "-wal", "-shm")) {
            Files.deleteIfExists(file.resolveSibling(file.getFileName() + suffix));
        }
        try (SqliteStore store = SqliteStore.open(file, clock);
                SqliteStore elsewhere = SqliteStore.open(file, clock);
                SmtpSink sink = new SmtpSink(clock, MAX_MESSAGE_TIME)) {
            AccountStore account = store.addAccount(ACCOUNT, ZoneOffset.UTC);
            List<Prospect> people = importProspects(account, mails);
            AccountMail mail = store.mail(ACCOUNT).orElseThrow();
            Engine engine = engine(account, mail);
            queue(engine, mails);
            SmtpSettings relay = SmtpSettings.of("127.0.0.1", sink.port(), ConnectionSecurity.NONE, Optional.empty());
            ExecutorService threads = Executors.newFixedThreadPool(2);
            try (SmtpTransport transport = new SmtpTransport(relay, Optional.empty(), clock);
                    Delivery delivery = new Delivery(
                            DeliveryPorts.of(mail, engine.composer(), transport), DeliverySettings.STANDARD, clock)) {
                delivery.start();
                RacingOptOuts optOuts = new RacingOptOuts(people, sink, delivery::isIdle);
                Future<?> here = threads.submit(() -> optOuts.optOutUntilDone(account, new Random(seed)));
                Future<?> there = threads.submit(
                        () -> optOuts.optOutUntilDone(elsewhere.account(ACCOUNT).orElseThrow(), new Random(~seed)));
                here.get();
                there.get();
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

    private List<Prospect> importProspects(AccountStore account, int mails) {
        List<ImportRow> rows = new ArrayList<>();
        for (int i = 0; i < mails; i++) {
            rows.add(new ImportRow(
                    i + 1,
                    Map.of(
                            StandardFields.ID, Optional.of(Value.Text.of("P" + i)),
                            StandardFields.EMAIL, Optional.of(Value.Text.of("p" + i + "@example.com")))));
        }
        account.write(work -> work.importRows(
                rows, new ImportOptions(StandardFields.ID, true), provenance(Provenance.Origin.IMPORT, "people.csv")));
        return account.read(reading -> reading.listProspects(Prefilter.EVERYONE, ProspectId.START, mails));
    }

    private static Engine engine(AccountStore account, AccountMail mail) {
        MailTokens tokens = new MailTokens(mail.secret(), ACCOUNT);
        return Engine.builder(account)
                .outbox(mail.outbox())
                .messageDefaults(new MessageDefaults(
                        Optional.of(NamedAddress.of(new EmailAddress("news@example.com"))),
                        new MailCorrelation(tokens, new EmailAddress("bounces@example.com")),
                        Optional.of(new UnsubscribeLinks(tokens, URI.create("https://mail.example.com/")))))
                .actionTypes(ActionTypes.standard())
                .build();
    }

    private static void queue(Engine engine, int mails) {
        AutomationSource source = engine.read(new SourceText("raced.json", AUTOMATION))
                .either(valid -> valid.value(), invalid -> {
                    throw new IllegalStateException(invalid.problems().toString());
                });
        engine.run(source, RunOptions.DEFAULT.withConfirmedCount(mails), step -> {});
    }

    private Provenance provenance(Provenance.Origin source, String reason) {
        return new Provenance(clock.instant(), "prove", source, reason, Optional.empty(), Optional.empty());
    }

    /** People who say no just when their mail is about to go. */
    private final class RacingOptOuts {
        private final List<Prospect> people;
        private final SmtpSink sink;
        private final BooleanSupplier finished;
        private final Map<String, Integer> positions = new HashMap<>();
        private final Map<String, Instant> optOutTimes = new ConcurrentHashMap<>();

        RacingOptOuts(List<Prospect> people, SmtpSink sink, BooleanSupplier finished) {
            this.people = people;
            this.sink = sink;
            this.finished = finished;
            for (int i = 0; i < people.size(); i++) {
                positions.put(people.get(i).email().orElseThrow().value(), i);
            }
        }

        /** One transaction each, a mail or two apart, until no more mail goes out. */
        boolean optOutUntilDone(AccountStore account, Random random) throws InterruptedException {
            while (!finished.getAsBoolean()) {
                sink.waitForMessages(sink.count() + 1 + random.nextInt(2), Duration.ofMillis(100));
                int reached = positions.getOrDefault(sink.latestRecipient(), 0);
                int next = reached + random.nextInt(random.nextBoolean() ? CLOSE_DISTANCE : MAX_DISTANCE);
                Prospect prospect = people.get(Math.min(people.size() - 1, next));
                ProspectFlag flag = random.nextInt(4) == 0 ? ProspectFlag.BOUNCED : ProspectFlag.EMAIL_OPT_OUT;
                account.write(work -> {
                    work.assertFields(
                            List.of(new FieldAssertion(prospect.key(), flag.field(), Optional.of(Value.of(true)))),
                            provenance(Provenance.Origin.PROFILE, "asked by phone"));
                    return flag;
                });
                optOutTimes.putIfAbsent(prospect.email().orElseThrow().value(), clock.instant());
            }
            return true;
        }
    }

    private static RacedOptOutsResult summarize(Map<String, List<Instant>> received, Map<String, Instant> optOutTimes) {
        int overtaken = 0;
        int later = 0;
        int late = 0;
        int twice = 0;
        Duration longest = Duration.ofDays(-1);
        for (Map.Entry<String, List<Instant>> mailed : received.entrySet()) {
            twice += mailed.getValue().size() > 1 ? 1 : 0;
            Instant optedOutAt = optOutTimes.get(mailed.getKey());
            if (optedOutAt != null) {
                Duration after = Duration.between(optedOutAt, mailed.getValue().get(0));
                overtaken++;
                later += after.isNegative() ? 0 : 1;
                late += after.compareTo(MAX_DELAY) > 0 ? 1 : 0;
                longest = after.compareTo(longest) > 0 ? after : longest;
            }
        }
        return new RacedOptOutsResult(
                1, received.size(), optOutTimes.size() - overtaken, overtaken, later, late, twice, longest);
    }
}
