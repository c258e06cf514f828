package heed.mail;

import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectFlag;
import heed.model.prospect.ProspectId;
import heed.model.run.RunId;
import heed.model.store.StoreException;
import heed.model.store.UnitOfWork;
import heed.model.testing.SettableClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One schedule of deliveries in several processes, opt-outs, bounces, address changes, crashes, a failing store and an
 * unreliable relay, drawn from a seed and held against {@link Promises}. The same seed is the same schedule.
 */
public final class Simulation {
    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final int STEPS = 120;
    private static final List<String> MESSAGES = List.of("first", "second", "third");
    private static final List<Long> PAUSES = List.of(100L, 1_500L, 5_000L, 40_000L, 3_600_000L, 86_400_000L);
    private static final EmailAddress US = new EmailAddress("us@example.com");
    private static final List<EmailAddress> ADDRESSES = List.of(
            new EmailAddress("a@one.example"),
            new EmailAddress("b@two.example"),
            new EmailAddress("c@one.example"),
            new EmailAddress("d@two.example"));
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final DeliverySettings SETTINGS = new DeliverySettings(
            2,
            OptionalDouble.empty(),
            1,
            OptionalDouble.of(5),
            LEASE,
            InDoubtPolicy.KEEP_UNKNOWN,
            RetrySchedule.STANDARD);

    private final long seed;
    private final Random random;
    private final SettableClock clock = new SettableClock(START);
    private final MailStore store;
    private final Promises promises = new Promises();
    private final MailTransport transport;
    private final List<ProspectId> prospects = new ArrayList<>();
    private final List<RunId> runs = new ArrayList<>();
    private final List<List<DeliveryWorker>> processes = new ArrayList<>();
    private final Optional<StringBuilder> trace;
    private final Trouble trouble;

    /** What is built into the schedule's product: the product itself, or the product with a fault. */
    public record Plant(
            Function<SettableClock, MailStore> store, BiFunction<MailTransport, Clock, MailTransport> transport) {
        public static final Plant NONE = new Plant(InMemoryMailStore::new, (transport, clock) -> transport);
    }

    private Simulation(long seed, Plant plant, Optional<StringBuilder> trace) {
        this.seed = seed;
        this.trace = trace;
        this.random = new Random(seed);
        this.trouble = new Trouble(random);
        this.store = plant.store.apply(clock);
        this.transport = plant.transport.apply(new UnreliableRelay(clock, trouble, promises, this::say), clock);
        for (int i = 0; i < 7; i++) {
            EmailAddress address = pick(ADDRESSES);
            prospects.add(store.addProspect(Optional.of(address)));
            promises.has(prospects.get(i), address);
        }
        runs.add(store.addRun());
        runs.add(store.addRun());
        processes.add(process());
        processes.add(process());
    }

    /** Runs the seed's schedule to its end; an AssertionError names the seed and the broken promise, and tells how. */
    public static Promises run(long seed, Plant plant) {
        try {
            return new Simulation(seed, plant, Optional.empty()).run();
        } catch (AssertionError broken) {
            throw new AssertionError("seed " + seed + ": " + broken.getMessage() + "\n" + trace(seed, plant), broken);
        }
    }

    /** Everything that happens in the seed's schedule, a line each. */
    static String trace(long seed, Plant plant) {
        StringBuilder trace = new StringBuilder();
        try {
            new Simulation(seed, plant, Optional.of(trace)).run();
        } catch (AssertionError broken) {
            trace.append(broken.getMessage()).append('\n');
        }
        return trace.toString();
    }

    private Promises run() {
        try (store) {
            enqueue();
            for (int i = 0; i < STEPS; i++) {
                step();
            }
            quiet();
            promises.end(store.outbox().sends(SendQuery.ALL, MailId.START, Integer.MAX_VALUE), trouble.leavesDoubt());
        }
        return promises;
    }

    private void say(Supplier<String> what) {
        trace.ifPresent(lines ->
                lines.append(clock.instant()).append(' ').append(what.get()).append('\n'));
    }

    private <T> T pick(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    private List<DeliveryWorker> process() {
        Attempts attempts = new FailingAttempts(store.attempts(), trouble, promises, clock, this::say);
        SendGate gate = new SendGate(attempts, clock, LEASE);
        DeliveryPorts ports = new DeliveryPorts(store.outbox(), attempts, store.deliverers(), this::compose, transport);
        Traffic traffic = new Traffic(SETTINGS, clock, () -> 0);
        traffic.follow(Division.alone(), 1);
        Tallying tallying = new Tallying();
        List<DeliveryWorker> workers = new ArrayList<>();
        for (int i = 0; i < SETTINGS.workers(); i++) {
            workers.add(
                    new DeliveryWorker(ports, gate, SETTINGS, traffic, tallying, clock, new Random(random.nextLong())));
        }
        return workers;
    }

    private List<Composer.Composition> compose(List<QueuedMail> mails) {
        return mails.stream()
                .map(mail -> (Composer.Composition) new Composer.Written(new EmailMessage(
                        mail.kind(),
                        Mailbox.of(US),
                        Optional.empty(),
                        US,
                        Promises.messageId(mail.key(), mail.id()),
                        clock.instant(),
                        "Hello",
                        Optional.of("Hello"),
                        Optional.empty(),
                        Optional.empty())))
                .toList();
    }

    private void step() {
        int dice = random.nextInt(100);
        if (dice < trouble.deaths()) {
            int died = random.nextInt(processes.size());
            say(() -> "process " + died + " dies");
            processes.set(died, process());
        } else if (dice < 72) {
            work(pick(pick(processes)));
        } else if (dice < 77) {
            pass(Duration.ofMillis(1 + (long) (pick(PAUSES) * random.nextDouble())));
        } else if (dice < 86) {
            flag(pick(prospects), chance(0.5) ? ProspectFlag.EMAIL_OPT_OUT : ProspectFlag.BOUNCED, chance(0.4));
        } else if (dice < 93) {
            enqueue();
        } else if (dice < 95) {
            pauseOrResume(pick(runs), chance(0.4));
        } else if (dice < 97) {
            ProspectId prospect = pick(prospects);
            EmailAddress address = pick(ADDRESSES);
            say(() -> "prospect " + prospect + " moves to " + address);
            store.move(prospect, address);
            promises.moves(prospect, address, clock.instant());
        } else if (dice < 99) {
            int stopped = random.nextInt(processes.size());
            say(() -> "process " + stopped + " stops");
            drain(processes.get(stopped));
            processes.set(stopped, process());
        } else if (chance(0.2)) {
            RunId run = pick(runs);
            say(() -> "cancel " + run);
            store.outbox().cancel(run, clock.instant());
        }
    }

    /** One step; where there is nothing to do, time passes until there is. */
    private void work(DeliveryWorker worker) {
        if (advance(worker) == DeliveryWorker.Step.IDLE && chance(0.6)) {
            Instant now = clock.instant();
            Instant longest = now.plus(Duration.ofDays(1));
            Instant until = worker.idleUntil().isBefore(longest) ? worker.idleUntil() : longest;
            if (until.isAfter(now)) {
                pass(Duration.between(now, until));
            }
        }
    }

    /** Before a long time all have usually done what they had in hand. */
    private void pass(Duration time) {
        if (time.compareTo(LEASE.dividedBy(3)) > 0 && chance(0.8)) {
            for (List<DeliveryWorker> workers : processes) {
                for (DeliveryWorker worker : workers) {
                    int left = 20;
                    while (advance(worker) == DeliveryWorker.Step.WORKED && left > 0) {
                        left--;
                    }
                }
            }
        }
        clock.advance(time);
    }

    private void flag(ProspectId prospect, ProspectFlag flag, boolean yes) {
        say(() -> "prospect " + prospect + " " + flag + " " + yes);
        store.set(prospect, flag, yes);
        promises.flag(prospect, flag, yes, clock.instant());
    }

    private void pauseOrResume(RunId run, boolean pause) {
        say(() -> (pause ? "pause " : "resume ") + run);
        if (pause) {
            store.outbox().pause(run);
        } else {
            store.outbox().resume(run);
        }
    }

    private void enqueue() {
        RunId run = pick(runs);
        MessageKey key = new MessageKey(MailStore.ACCOUNT, "automation", "run" + run + "-" + pick(MESSAGES), 1);
        List<OutgoingMail> mails = prospects.stream()
                .map(prospect -> new OutgoingMail(
                        key,
                        prospect,
                        Optional.of(promises.address(prospect)),
                        MessageClass.TRANSACTIONAL,
                        Optional.of(run)))
                .toList();
        boolean dies = chance(0.2);
        say(() -> "enqueue " + key.action() + (dies ? ", undone" : ""));
        try {
            store.write(unit -> enqueue(unit, mails, dies));
        } catch (StoreException undone) {
            return;
        }
    }

    private List<Enqueued> enqueue(UnitOfWork unit, List<OutgoingMail> mails, boolean dies) {
        List<Enqueued> enqueued = store.outbox().enqueue(unit, mails, clock.instant());
        if (dies) {
            throw new StoreException("the batch is undone");
        }
        return enqueued;
    }

    private DeliveryWorker.Step advance(DeliveryWorker worker) {
        try {
            return worker.advance();
        } catch (StoreException failed) {
            say(() -> failed.getMessage());
            return DeliveryWorker.Step.WORKED;
        }
    }

    private void drain(List<DeliveryWorker> workers) {
        workers.forEach(DeliveryWorker::stop);
        for (DeliveryWorker worker : workers) {
            int left = 100;
            while (advance(worker) != DeliveryWorker.Step.DONE && left > 0) {
                left--;
            }
        }
    }

    /** No more trouble, and time passes until nothing waits. */
    private void quiet() {
        trouble.end();
        runs.forEach(store.outbox()::resume);
        processes.forEach(this::drain);
        say(() -> "trouble is over");
        List<DeliveryWorker> last = process();
        for (int i = 0; i < 5_000; i++) {
            if (last.stream()
                            .map(this::advance)
                            .filter(DeliveryWorker.Step.IDLE::equals)
                            .count()
                    == last.size()) {
                if (settled()) {
                    return;
                }
                Instant soon = clock.instant().plus(LEASE);
                clock.set(store.outbox().nextDue().filter(soon::isBefore).orElse(soon));
            }
        }
    }

    private boolean settled() {
        return store.outbox().sends(SendQuery.ALL, MailId.START, Integer.MAX_VALUE).stream()
                .allMatch(mail -> mail.state().settled());
    }
}
