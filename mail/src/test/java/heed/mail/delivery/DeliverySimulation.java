package heed.mail.delivery;

import heed.mail.EmailMessage;
import heed.mail.MailId;
import heed.mail.MessageClass;
import heed.mail.MessageKey;
import heed.mail.NamedAddress;
import heed.mail.gate.AttemptJournal;
import heed.mail.gate.Attempts;
import heed.mail.gate.InDoubtPolicy;
import heed.mail.gate.InMemoryJournals;
import heed.mail.gate.MailTransport;
import heed.mail.gate.SendGate;
import heed.mail.limits.SendLimiter;
import heed.mail.limits.UnsharedSendLimiter;
import heed.mail.outbox.EnqueueResult;
import heed.mail.outbox.MailStore;
import heed.mail.outbox.OutgoingMail;
import heed.mail.outbox.QueuedMail;
import heed.mail.outbox.SendQuery;
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
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A schedule of deliveries in several processes, with opt-outs, bounces, address changes, crashes, a failing store and
 * an unreliable relay. It is drawn from a seed, which determines every step, and checked by a {@link PromiseChecker}.
 */
public final class DeliverySimulation {
    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final int STEPS = 120;
    private static final List<String> MESSAGES = List.of("first", "second", "third");
    private static final List<Long> PAUSES = List.of(100L, 1_500L, 5_000L, 40_000L, 3_600_000L, 86_400_000L);
    private static final EmailAddress SENDER = new EmailAddress("us@example.com");
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
    private final PromiseChecker checker = new PromiseChecker();
    private final MailTransport transport;
    private final List<ProspectId> prospects = new ArrayList<>();
    private final List<RunId> runs = new ArrayList<>();
    private final InMemoryJournals journals = new InMemoryJournals();
    private final List<SimulatedProcess> processes = new ArrayList<>();
    private final Optional<StringBuilder> trace;
    private final FaultInjector faults;

    /** The workers of a process, and the journal of their sender. */
    private record SimulatedProcess(AttemptJournal journal, List<DeliveryWorker> workers) {
        String instance() {
            return journal.sender().instance(1);
        }
    }

    /** The store and the transport that a schedule runs on: those of the product, or with a planted fault. */
    public record SystemUnderTest(
            Function<SettableClock, MailStore> store, BiFunction<MailTransport, Clock, MailTransport> transport) {

        /** A system whose transport has no fault of its own. */
        public static SystemUnderTest of(Function<SettableClock, MailStore> store) {
            return new SystemUnderTest(store, (transport, clock) -> transport);
        }
    }

    private DeliverySimulation(long seed, SystemUnderTest system, Optional<StringBuilder> trace) {
        this.seed = seed;
        this.trace = trace;
        this.random = new Random(seed);
        this.faults = new FaultInjector(random);
        this.store = system.store.apply(clock);
        this.transport = system.transport.apply(new UnreliableRelay(clock, faults, checker, this::log), clock);
        for (int i = 0; i < 7; i++) {
            EmailAddress address = pick(ADDRESSES);
            prospects.add(store.addProspect(Optional.of(address)));
            checker.addProspect(prospects.get(i), address);
        }
        runs.add(store.addRun());
        runs.add(store.addRun());
        processes.add(startProcess());
        processes.add(startProcess());
    }

    /**
     * Runs the schedule of a seed to its end.
     *
     * @throws AssertionError if it breaks a promise; the message has the seed, the promise and the trace of the
     *     schedule
     */
    public static PromiseChecker run(long seed, SystemUnderTest system) {
        try {
            return new DeliverySimulation(seed, system, Optional.empty()).run();
        } catch (AssertionError broken) {
            throw new AssertionError("seed " + seed + ": " + broken.getMessage() + "\n" + trace(seed, system), broken);
        }
    }

    /** Returns everything that happens in the schedule of a seed, one line for each event. */
    public static String trace(long seed, SystemUnderTest system) {
        StringBuilder trace = new StringBuilder();
        try {
            new DeliverySimulation(seed, system, Optional.of(trace)).run();
        } catch (AssertionError broken) {
            trace.append(broken.getMessage()).append('\n');
        }
        return trace.toString();
    }

    private PromiseChecker run() {
        try (store) {
            enqueue();
            for (int i = 0; i < STEPS; i++) {
                step();
            }
            runUntilSettled();
            checker.verify(
                    store.outbox().listSends(SendQuery.ALL, MailId.START, Integer.MAX_VALUE), faults.leavesDoubt());
        }
        return checker;
    }

    private void log(Supplier<String> event) {
        trace.ifPresent(lines ->
                lines.append(clock.instant()).append(' ').append(event.get()).append('\n'));
    }

    private <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    private SimulatedProcess startProcess() {
        Attempts attempts = new FailingAttempts(store.attempts(), faults, checker, clock, this::log);
        AttemptJournal journal = journals.open();
        SendGate gate = new SendGate(attempts, clock, this::elapsedNanos, journal);
        DeliveryPorts ports = new DeliveryPorts(
                store.outbox(), attempts, store.deliveryInstances(), journals, this::compose, transport);
        AbandonedMail abandonedMail = new AbandonedMail(ports, journal.sender(), SETTINGS, this::elapsedNanos);
        SendLimiter limiter = UnsharedSendLimiter.create(SETTINGS.accountLimit(), SETTINGS.domainLimit(), clock);
        DeliveryCounter counter = new DeliveryCounter();
        List<DeliveryWorker> workers = new ArrayList<>();
        for (int i = 0; i < SETTINGS.workers(); i++) {
            workers.add(new DeliveryWorker(
                    ports,
                    journal,
                    abandonedMail,
                    gate,
                    SETTINGS,
                    limiter,
                    counter,
                    clock,
                    new Random(random.nextLong())));
        }
        SimulatedProcess process = new SimulatedProcess(journal, workers);
        Set<String> unused = store.deliveryInstances().join(process.instance());
        return process;
    }

    private long elapsedNanos() {
        return TimeUnit.MILLISECONDS.toNanos(clock.millis());
    }

    /** Ends a process. Its journal tells the others what it had sent, unless it is lost with its machine. */
    private void end(SimulatedProcess process, boolean withJournal) {
        store.deliveryInstances().leave(process.instance());
        if (withJournal) {
            process.journal.abandon();
        }
    }

    private List<MessageComposer.Composition> compose(List<QueuedMail> mails) {
        return mails.stream()
                .map(mail -> (MessageComposer.Composition) new MessageComposer.Composed(new EmailMessage(
                        mail.messageClass(),
                        NamedAddress.of(SENDER),
                        Optional.empty(),
                        SENDER,
                        PromiseChecker.messageId(mail.key(), mail.id()),
                        clock.instant(),
                        "Hello",
                        Optional.of("Hello"),
                        Optional.empty(),
                        Optional.empty())))
                .toList();
    }

    private void step() {
        int draw = random.nextInt(100);
        if (draw < faults.deaths()) {
            int died = random.nextInt(processes.size());
            boolean withJournal = chance(0.5);
            log(() -> "process " + died + " dies" + (withJournal ? "" : " with its journal"));
            end(processes.get(died), withJournal);
            processes.set(died, startProcess());
        } else if (draw < 72) {
            work(pick(pick(processes).workers));
        } else if (draw < 77) {
            passTime(Duration.ofMillis(1 + (long) (pick(PAUSES) * random.nextDouble())));
        } else if (draw < 86) {
            flag(pick(prospects), chance(0.5) ? ProspectFlag.EMAIL_OPT_OUT : ProspectFlag.BOUNCED, chance(0.4));
        } else if (draw < 93) {
            enqueue();
        } else if (draw < 95) {
            pauseOrResume(pick(runs), chance(0.4));
        } else if (draw < 97) {
            ProspectId prospect = pick(prospects);
            EmailAddress address = pick(ADDRESSES);
            log(() -> "prospect " + prospect + " moves to " + address);
            store.changeAddress(prospect, address);
            checker.changeAddress(prospect, address, clock.instant());
        } else if (draw < 99) {
            int stopped = random.nextInt(processes.size());
            log(() -> "process " + stopped + " stops");
            stop(processes.get(stopped));
            processes.set(stopped, startProcess());
        } else if (chance(0.2)) {
            RunId run = pick(runs);
            log(() -> "cancel " + run);
            store.outbox().cancel(run, clock.instant());
        }
    }

    /** Takes one step of a worker. If the worker is idle, time often passes until it has something to do. */
    private void work(DeliveryWorker worker) {
        if (advance(worker) == DeliveryWorker.Step.IDLE && chance(0.6)) {
            Instant now = clock.instant();
            Instant longest = now.plus(Duration.ofDays(1));
            Instant until = worker.idleUntil().isBefore(longest) ? worker.idleUntil() : longest;
            if (until.isAfter(now)) {
                passTime(Duration.between(now, until));
            }
        }
    }

    /** Lets time pass. Before a long time, the workers usually finish the mails that they hold. */
    private void passTime(Duration time) {
        if (time.compareTo(LEASE.dividedBy(3)) > 0 && chance(0.8)) {
            for (SimulatedProcess process : processes) {
                for (DeliveryWorker worker : process.workers) {
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
        log(() -> "prospect " + prospect + " " + flag + " " + yes);
        store.setFlag(prospect, flag, yes);
        checker.flag(prospect, flag, yes, clock.instant());
    }

    private void pauseOrResume(RunId run, boolean pause) {
        log(() -> (pause ? "pause " : "resume ") + run);
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
                        Optional.of(checker.address(prospect)),
                        MessageClass.TRANSACTIONAL,
                        Optional.of(run)))
                .toList();
        boolean fails = chance(0.2);
        log(() -> "enqueue " + key.action() + (fails ? ", rolled back" : ""));
        try {
            store.write(unit -> enqueue(unit, mails, fails));
        } catch (StoreException rolledBack) {
            return;
        }
    }

    private List<EnqueueResult> enqueue(UnitOfWork unit, List<OutgoingMail> mails, boolean fails) {
        List<EnqueueResult> enqueued = store.outbox().enqueue(unit, mails, clock.instant());
        if (fails) {
            throw new StoreException("the batch is rolled back");
        }
        return enqueued;
    }

    private DeliveryWorker.Step advance(DeliveryWorker worker) {
        try {
            return worker.advance();
        } catch (StoreException failed) {
            log(() -> failed.getMessage());
            return DeliveryWorker.Step.WORKED;
        }
    }

    private void stop(SimulatedProcess process) {
        process.workers.forEach(DeliveryWorker::stop);
        for (DeliveryWorker worker : process.workers) {
            int left = 100;
            while (advance(worker) != DeliveryWorker.Step.DONE && left > 0) {
                left--;
            }
        }
        end(process, true);
    }

    /** Ends the faults and lets time pass until no mail waits. */
    private void runUntilSettled() {
        faults.end();
        runs.forEach(store.outbox()::resume);
        processes.forEach(this::stop);
        log(() -> "faults end");
        List<DeliveryWorker> last = startProcess().workers;
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
        return store.outbox().listSends(SendQuery.ALL, MailId.START, Integer.MAX_VALUE).stream()
                .allMatch(mail -> mail.state().settled());
    }
}
