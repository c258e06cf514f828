package heed.mail.limits;

import static org.assertj.core.api.Assertions.assertThat;

import heed.model.store.StoreException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Simulates the deliveries of several processes that join, leave, are killed, stop for a while, lose their store and
 * have their clocks set. A seed determines each schedule. Every schedule checks that all deliveries together obey the
 * limits.
 */
class SharedLimitsTest {
    private static final int SCHEDULES = 150;
    private static final int STEPS = 1500;
    private static final List<String> DOMAINS =
            List.of("one.example", "two.example", "three.example", "xn--p1ai.example");
    private static final Duration LONGEST_SEND =
            Duration.ofSeconds(2); // a send of a silent process ends before its share is reassigned

    @ParameterizedTest(name = "seeds from {0}")
    @ValueSource(longs = {0, 1_000_000})
    void no_schedule_exceeds_the_limits_and_in_the_end_the_limits_can_be_used_in_full(long firstSeed) {
        long sent = 0;
        long sharedSends = 0;
        for (long seed = firstSeed; seed < firstSeed + SCHEDULES; seed++) {
            try {
                SimulatedCluster cluster = new SimulatedCluster(seed);
                cluster.run();
                sent += cluster.sent;
                sharedSends += cluster.sharedSends;
            } catch (AssertionError broken) {
                throw new AssertionError("seed " + seed + ": " + broken.getMessage(), broken);
            }
        }
        // The schedules are meaningful: they send many mails, many of them by several processes at the same time.
        assertThat(sent).isGreaterThan(100 * SCHEDULES);
        assertThat(sharedSends).isGreaterThan(15 * SCHEDULES);
    }

    @Test
    void a_single_instance_has_the_whole_limit_at_once() {
        SimulatedCluster cluster = new SimulatedCluster(1);
        cluster.accountLimit = new SendLimit(8, OptionalDouble.empty());
        cluster.domainLimit = new SendLimit(3, OptionalDouble.empty());
        SimulatedProcess process = cluster.start();
        cluster.heartbeat(process);
        assertThat(process.slots.stream().filter(slot -> !slot.isClosed())).hasSize(8);
        for (int i = 0; i < 3; i++) {
            assertThat(process.slots
                            .get(i)
                            .tryAcquire("one.example", process.clock().instant()))
                    .isEmpty();
        }
        assertThat(process.slots
                        .get(3)
                        .tryAcquire("one.example", process.clock().instant()))
                .isPresent();
    }

    @Test
    void two_instances_have_half_the_limit_each_within_three_heartbeats() {
        SimulatedCluster cluster = new SimulatedCluster(1);
        cluster.accountLimit = new SendLimit(8, OptionalDouble.empty());
        cluster.domainLimit = new SendLimit(8, OptionalDouble.empty());
        SimulatedProcess first = cluster.start();
        cluster.heartbeat(first);
        SimulatedProcess second = cluster.start();
        for (int i = 0; i < 3; i++) {
            cluster.heartbeat(second);
            cluster.heartbeat(first);
        }
        cluster.heartbeat(second);
        assertThat(first.slots.stream().filter(slot -> !slot.isClosed())).hasSize(4);
        assertThat(second.slots.stream().filter(slot -> !slot.isClosed())).hasSize(4);
    }

    /** One process with one delivery. */
    private static final class SimulatedProcess {
        final List<SendLimiter.WorkerSlot> slots = new ArrayList<>();
        final Map<SendLimiter.WorkerSlot, Set<String>> sending =
                new HashMap<>(); // the domains of the mails in transmission
        final Map<SendLimiter.WorkerSlot, Long> sendEnds = new HashMap<>();
        final SendLimiter limiter;
        final LimitCoordinator coordinator;
        final SimulatedCluster cluster;
        final double drift; // of its elapsed time
        Duration clockOffset = Duration.ZERO; // the error of its clock
        long nextHeartbeat;
        long stoppedUntil; // the process does nothing
        long disconnectedUntil; // the process cannot reach the store
        boolean leaving;

        SimulatedProcess(SimulatedCluster cluster, int number) {
            this.cluster = cluster;
            this.drift = 1 + (cluster.random.nextDouble() - 0.5) / 500;
            this.limiter = new SendLimiter(cluster.accountLimit, cluster.domainLimit, clock(), this::nanos);
            this.coordinator = new LimitCoordinator(
                    cluster.port(this),
                    limiter,
                    () -> "d" + cluster.random.nextInt(1000) + "-" + number + "-" + cluster.nextId++,
                    id -> false,
                    this::nanos);
            for (int i = 0; i < cluster.accountLimit.concurrency(); i++) {
                slots.add(limiter.newSlot());
            }
        }

        long nanos() {
            return (long) (cluster.nanos * drift) - 7_000_000_000L;
        }

        Clock clock() {
            InstantSource source = () -> Instant.ofEpochSecond(1_800_000_000L)
                    .plusNanos(cluster.nanos)
                    .plus(clockOffset);
            return source.withZone(ZoneOffset.UTC);
        }
    }

    private static final class SimulatedCluster {
        final Random random;
        final boolean clocksAreSet;
        final InMemoryDeliveryInstances instances = new InMemoryDeliveryInstances();
        final List<SimulatedProcess> processes = new ArrayList<>();
        final Set<String> locked = new HashSet<>();
        final Map<String, Deque<Long>> sentAt = new HashMap<>();
        SendLimit accountLimit;
        SendLimit domainLimit;
        long nanos = 1;
        int extraBursts; // each set clock allows one burst more
        int extraMails; // each process that starts alone allows one mail more
        int processCount;
        int nextId;
        int depth;
        boolean quiet; // no random sends and no failures of the store
        long sent;
        long sharedSends;

        SimulatedCluster(long seed) {
            random = new Random(seed);
            clocksAreSet = random.nextInt(3) == 0;
            accountLimit = new SendLimit(
                    1 + random.nextInt(8),
                    random.nextBoolean() ? OptionalDouble.empty() : OptionalDouble.of(0.5 + random.nextInt(20)));
            domainLimit = new SendLimit(
                    1 + random.nextInt(5),
                    random.nextBoolean() ? OptionalDouble.empty() : OptionalDouble.of(0.3 + random.nextInt(8)));
        }

        SimulatedProcess start() {
            SimulatedProcess process = new SimulatedProcess(this, ++processCount);
            process.nextHeartbeat = nanos;
            processes.add(process);
            return process;
        }

        void heartbeat(SimulatedProcess process) {
            process.nextHeartbeat = nanos + LimitCoordinator.HEARTBEAT_INTERVAL.toNanos();
            try {
                while (process.coordinator.heartbeat()) {
                    // the share has changed: send another heartbeat at once
                }
            } catch (StoreException disconnected) {
                process.nextHeartbeat = nanos + LimitCoordinator.HEARTBEAT_INTERVAL.toNanos();
            }
        }

        void run() {
            start();
            for (int i = 0; i < STEPS; i++) {
                step();
            }
            endDisturbances();
        }

        private void step() {
            advance(random.nextInt(40) == 0 ? random.nextInt(2_000_000_000) : random.nextInt(60_000_000));
            int dice = random.nextInt(1000);
            if (processes.isEmpty() || dice < 6 && processes.size() < 5) {
                start();
                return;
            }
            SimulatedProcess process = processes.get(random.nextInt(processes.size()));
            if (dice < 9) { // killed
                processes.remove(process);
            } else if (dice < 13) {
                process.leaving = true;
            } else if (dice < 17) {
                process.stoppedUntil = nanos + random.nextInt(2_000_000_000) * 6L;
            } else if (dice < 21) {
                process.disconnectedUntil = nanos + random.nextInt(2_000_000_000) * 6L;
            } else if (dice < 23 && clocksAreSet) {
                process.clockOffset = process.clockOffset.plusMillis(random.nextInt(20_000_000) - 10_000_000);
                extraBursts++;
            } else {
                send(process);
            }
        }

        /** Advances the time: running processes send heartbeats, and sends end. */
        private void advance(long time) {
            long end = nanos + time;
            while (nanos < end) {
                nanos = Math.min(end, nanos + 50_000_000);
                for (SimulatedProcess process : List.copyOf(processes)) {
                    act(process);
                }
            }
        }

        private void act(SimulatedProcess process) {
            for (SendLimiter.WorkerSlot slot : List.copyOf(process.sendEnds.keySet())) {
                if (process.sendEnds.get(slot) <= nanos) { // the relay finishes a send also if the process is stopped
                    process.sending.remove(slot);
                    if (process.stoppedUntil <= nanos) {
                        process.sendEnds.remove(slot);
                        slot.release();
                    }
                }
            }
            if (process.stoppedUntil <= nanos && process.nextHeartbeat <= nanos) {
                heartbeat(process);
            }
            if (process.leaving && process.sendEnds.isEmpty() && process.disconnectedUntil <= nanos) {
                processes.remove(process);
                try {
                    process.coordinator.leave();
                } catch (StoreException disconnected) {
                    return; // the others remove the silent instance
                }
            }
        }

        private void send(SimulatedProcess process) {
            if (process.stoppedUntil > nanos || process.leaving) {
                return;
            }
            SendLimiter.WorkerSlot slot = process.slots.get(random.nextInt(process.slots.size()));
            if (process.sendEnds.containsKey(slot)) {
                return;
            }
            Instant now = process.clock().instant();
            Set<String> domains = new HashSet<>();
            for (int mails = 1 + random.nextInt(4); mails > 0; mails--) {
                String domain = DOMAINS.get(random.nextInt(DOMAINS.size()));
                if (!slot.opensAt(now).isAfter(now)
                        && slot.tryAcquire(domain, now).isEmpty()) {
                    domains.add(domain);
                    count(domain);
                }
            }
            if (!domains.isEmpty()) {
                process.sending.put(slot, domains);
                process.sendEnds.put(slot, nanos + (long) (random.nextDouble() * LONGEST_SEND.toNanos()));
                checkConcurrency();
            }
        }

        private void count(String domain) {
            sent++;
            checkRate(domain, domainLimit.perSecond());
            checkRate("", accountLimit.perSecond());
        }

        /** Checks that in every time span the mails are at most the rate times the span, plus one burst. */
        private void checkRate(String name, OptionalDouble perSecond) {
            if (perSecond.isEmpty()) {
                return;
            }
            double rate = perSecond.getAsDouble();
            Deque<Long> times = sentAt.computeIfAbsent(name, key -> new ArrayDeque<>());
            times.addLast(nanos);
            int mails = 0;
            for (long earlier : (Iterable<Long>) times::descendingIterator) {
                mails++;
                double seconds = (nanos - earlier) / 1e9 * 1.001;
                double allowed = rate * seconds + Math.max(1, rate) + extraBursts * Math.max(1, rate) + extraMails;
                assertThat((double) mails)
                        .as("mails to \"" + name + "\" in " + seconds + " s at " + rate + " a second")
                        .isLessThanOrEqualTo(allowed + 1e-6);
            }
        }

        private void checkConcurrency() {
            Map<String, Integer> atOnce = new HashMap<>();
            int slots = 0;
            int senders = 0;
            for (SimulatedProcess process : processes) {
                slots += process.sending.size();
                senders += process.sending.isEmpty() ? 0 : 1;
                process.sending
                        .values()
                        .forEach(domains -> domains.forEach(domain -> atOnce.merge(domain, 1, Integer::sum)));
            }
            sharedSends += senders > 1 ? 1 : 0;
            assertThat(slots).as("mails at once").isLessThanOrEqualTo(accountLimit.concurrency());
            assertThat(atOnce.values())
                    .as("mails at once to each domain, " + atOnce)
                    .allMatch(mails -> mails <= domainLimit.concurrency());
        }

        /**
         * Ends all disturbances, and checks that the limit of the account is assigned in full and each domain can be
         * used.
         */
        private void endDisturbances() {
            quiet = true;
            for (SimulatedProcess process : processes) {
                process.disconnectedUntil = nanos;
                process.stoppedUntil = nanos;
            }
            advance(LimitCoordinator.SILENCE_TIMEOUT
                    .multipliedBy(2)
                    .plusSeconds(5)
                    .toNanos());
            if (processes.isEmpty()) {
                return;
            }
            int open = 0;
            for (SimulatedProcess process : processes) {
                open += (int)
                        process.slots.stream().filter(slot -> !slot.isClosed()).count();
            }
            assertThat(open).as("open slots in the end").isEqualTo(accountLimit.concurrency());
            for (String domain : DOMAINS) {
                assertThat(openSlots(domain)).as("open slots for " + domain).isGreaterThan(0);
            }
        }

        /** Returns how many slots can send to a domain when nothing is in transmission and every bucket is full. */
        private int openSlots(String domain) {
            int count = 0;
            for (int i = 0; i < 4; i++) { // a bucket notices only at its next use that the clock was set back
                advance(10_000_000_000L);
                count = countOpenSlots(domain);
            }
            return count;
        }

        private int countOpenSlots(String domain) {
            int count = 0;
            for (SimulatedProcess process : processes) {
                for (SendLimiter.WorkerSlot slot : process.slots) {
                    Instant now = process.clock().instant();
                    if (!slot.opensAt(now).isAfter(now)
                            && slot.tryAcquire(domain, now).isEmpty()) {
                        count++;
                    }
                }
                process.slots.forEach(SendLimiter.WorkerSlot::release);
            }
            return count;
        }

        /**
         * Returns the port to the store for a process. A transaction sees what was committed before it began. Until it
         * ends, other processes may do anything, except change the row that the transaction changes.
         */
        DeliveryInstances port(SimulatedProcess process) {
            return new DeliveryInstances() {
                @Override
                public Set<String> join(String id) {
                    checkConnection();
                    Set<String> visible = instances.join(id);
                    instances.leave(id);
                    extraMails += visible.size() == 1 ? 1 : 0;
                    runOthers(process);
                    instances.join(id);
                    instances.heartbeat(id, visible);
                    return visible;
                }

                @Override
                public Optional<List<DeliveryInstance>> heartbeat(String id, Set<String> members) {
                    checkConnection();
                    List<DeliveryInstance> visible = instances.others(id);
                    if (!instances.contains(id)) {
                        return Optional.empty();
                    }
                    locked.add(id);
                    runOthers(process);
                    locked.remove(id);
                    instances.heartbeat(id, members);
                    checkConnection(); // the heartbeat is stored, but the response may be lost
                    return Optional.of(visible);
                }

                @Override
                public List<DeliveryInstance> list() {
                    return instances.list();
                }

                @Override
                public void remove(DeliveryInstance silent) {
                    checkConnection();
                    if (locked.contains(silent.id())) {
                        throw new StoreException("the row is locked by another transaction");
                    }
                    instances.remove(silent);
                }

                @Override
                public void leave(String id) {
                    checkConnection();
                    instances.leave(id);
                }

                private void checkConnection() {
                    if (process.disconnectedUntil > nanos || !quiet && processCount > 1 && random.nextInt(50) == 0) {
                        throw new StoreException("the store cannot be reached");
                    }
                }
            };
        }

        private void runOthers(SimulatedProcess inTransaction) {
            if (depth == 0 && !quiet && random.nextInt(3) == 0) {
                depth++;
                for (SimulatedProcess other : List.copyOf(processes)) {
                    if (other != inTransaction && random.nextBoolean() && other.stoppedUntil <= nanos) {
                        heartbeat(other);
                        send(other);
                    }
                }
                depth--;
            }
        }
    }
}
