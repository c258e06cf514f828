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
 * Deliveries of several processes that join, leave, die, stop for a while, lose their store and have their clocks set, in
 * schedules that are drawn from a seed: what all of them send is held against the limits.
 */
class SharedLimitsTest {
    private static final int SCHEDULES = 150;
    private static final int STEPS = 1500;
    private static final List<String> DOMAINS =
            List.of("one.example", "two.example", "three.example", "xn--p1ai.example");
    private static final Duration LONGEST_SEND = Duration.ofSeconds(2); // what a silent one began ends in time

    @ParameterizedTest(name = "seeds from {0}")
    @ValueSource(longs = {0, 1_000_000})
    void no_schedule_sends_more_than_the_limits_and_in_the_end_all_of_them_can_be_used(long first) {
        long sent = 0;
        long shared = 0;
        for (long seed = first; seed < first + SCHEDULES; seed++) {
            try {
                SimulatedCluster world = new SimulatedCluster(seed);
                world.run();
                sent += world.sent;
                shared += world.shared;
            } catch (AssertionError broken) {
                throw new AssertionError("seed " + seed + ": " + broken.getMessage(), broken);
            }
        }
        // The schedules are worth something: much is sent, and much of it by several at the same time.
        assertThat(sent).isGreaterThan(100 * SCHEDULES);
        assertThat(shared).isGreaterThan(20 * SCHEDULES);
    }

    @Test
    void whoever_is_alone_has_the_whole_limit_at_once() {
        SimulatedCluster world = new SimulatedCluster(1);
        world.accountLimit = new SendLimit(8, OptionalDouble.empty());
        world.domainLimit = new SendLimit(3, OptionalDouble.empty());
        SimulatedProcess only = world.start();
        world.beat(only);
        assertThat(only.lanes.stream().filter(lane -> !lane.isClosed())).hasSize(8);
        for (int i = 0; i < 3; i++) {
            assertThat(only.lanes.get(i).tryAcquire("one.example", only.clock().instant()))
                    .isEmpty();
        }
        assertThat(only.lanes.get(3).tryAcquire("one.example", only.clock().instant()))
                .isPresent();
    }

    @Test
    void two_have_half_each_within_three_beats() {
        SimulatedCluster world = new SimulatedCluster(1);
        world.accountLimit = new SendLimit(8, OptionalDouble.empty());
        world.domainLimit = new SendLimit(8, OptionalDouble.empty());
        SimulatedProcess first = world.start();
        world.beat(first);
        SimulatedProcess second = world.start();
        for (int i = 0; i < 3; i++) {
            world.beat(second);
            world.beat(first);
        }
        world.beat(second);
        assertThat(first.lanes.stream().filter(lane -> !lane.isClosed())).hasSize(4);
        assertThat(second.lanes.stream().filter(lane -> !lane.isClosed())).hasSize(4);
    }

    /** What one process has. */
    private static final class SimulatedProcess {
        final List<SendLimiter.WorkerSlot> lanes = new ArrayList<>();
        final Map<SendLimiter.WorkerSlot, Set<String>> going = new HashMap<>(); // the domains of the mails in each lane
        final Map<SendLimiter.WorkerSlot, Long> ends = new HashMap<>();
        final SendLimiter traffic;
        final LimitCoordinator sharing;
        final SimulatedCluster world;
        final double drift; // of how time passes here
        Duration set = Duration.ZERO; // by how much its clock is wrong
        long nextBeat;
        long stoppedUntil; // it does nothing
        long cutOffUntil; // it cannot reach the store
        boolean leaving;

        SimulatedProcess(SimulatedCluster world, int number) {
            this.world = world;
            this.drift = 1 + (world.random.nextDouble() - 0.5) / 500;
            this.traffic = new SendLimiter(world.accountLimit, world.domainLimit, clock(), this::nanos);
            this.sharing = new LimitCoordinator(
                    world.port(this),
                    traffic,
                    () -> "d" + world.random.nextInt(1000) + "-" + number + "-" + world.ids++,
                    this::nanos);
            for (int i = 0; i < world.accountLimit.concurrency(); i++) {
                lanes.add(traffic.newSlot());
            }
        }

        long nanos() {
            return (long) (world.nanos * drift) - 7_000_000_000L;
        }

        Clock clock() {
            InstantSource source = () ->
                    Instant.ofEpochSecond(1_800_000_000L).plusNanos(world.nanos).plus(set);
            return source.withZone(ZoneOffset.UTC);
        }
    }

    private static final class SimulatedCluster {
        final Random random;
        final boolean clocksAreSet;
        final InMemoryDeliveryInstances deliverers = new InMemoryDeliveryInstances();
        final List<SimulatedProcess> processes = new ArrayList<>();
        final Set<String> locked = new HashSet<>();
        final Map<String, Deque<Long>> sentAt = new HashMap<>();
        SendLimit accountLimit;
        SendLimit domainLimit;
        long nanos = 1;
        int anew; // how often a clock was set, or somebody came when there was nobody: a second's worth more
        int started;
        int ids;
        int depth;
        boolean quiet; // nobody sends by itself, and the store is well
        long sent;
        long shared;

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
            SimulatedProcess process = new SimulatedProcess(this, ++started);
            process.nextBeat = nanos;
            processes.add(process);
            return process;
        }

        void beat(SimulatedProcess process) {
            process.nextBeat = nanos + LimitCoordinator.HEARTBEAT_INTERVAL.toNanos();
            try {
                while (process.sharing.heartbeat()) {
                    // at once again
                }
            } catch (StoreException cutOff) {
                process.nextBeat = nanos + LimitCoordinator.HEARTBEAT_INTERVAL.toNanos();
            }
        }

        void run() {
            start();
            for (int i = 0; i < STEPS; i++) {
                step();
            }
            settle();
        }

        private void step() {
            pass(random.nextInt(40) == 0 ? random.nextInt(2_000_000_000) : random.nextInt(60_000_000));
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
                process.cutOffUntil = nanos + random.nextInt(2_000_000_000) * 6L;
            } else if (dice < 23 && clocksAreSet) {
                process.set = process.set.plusMillis(random.nextInt(20_000_000) - 10_000_000);
                anew++;
            } else {
                send(process);
            }
        }

        /** Time passes; who is not stopped beats, and mails end. */
        private void pass(long time) {
            long end = nanos + time;
            while (nanos < end) {
                nanos = Math.min(end, nanos + 50_000_000);
                for (SimulatedProcess process : List.copyOf(processes)) {
                    act(process);
                }
            }
        }

        private void act(SimulatedProcess process) {
            for (SendLimiter.WorkerSlot lane : List.copyOf(process.ends.keySet())) {
                if (process.ends.get(lane) <= nanos) { // the relay's side goes on whatever the process does
                    process.going.remove(lane);
                    if (process.stoppedUntil <= nanos) {
                        process.ends.remove(lane);
                        lane.release();
                    }
                }
            }
            if (process.stoppedUntil <= nanos && process.nextBeat <= nanos) {
                beat(process);
            }
            if (process.leaving && process.ends.isEmpty() && process.cutOffUntil <= nanos) {
                processes.remove(process);
                try {
                    process.sharing.leave();
                } catch (StoreException cutOff) {
                    return; // the others will notice
                }
            }
        }

        private void send(SimulatedProcess process) {
            if (process.stoppedUntil > nanos || process.leaving) {
                return;
            }
            SendLimiter.WorkerSlot lane = process.lanes.get(random.nextInt(process.lanes.size()));
            if (process.ends.containsKey(lane)) {
                return;
            }
            Instant now = process.clock().instant();
            Set<String> domains = new HashSet<>();
            for (int mails = 1 + random.nextInt(4); mails > 0; mails--) {
                String domain = DOMAINS.get(random.nextInt(DOMAINS.size()));
                if (!lane.opensAt(now).isAfter(now)
                        && lane.tryAcquire(domain, now).isEmpty()) {
                    domains.add(domain);
                    count(domain);
                }
            }
            if (!domains.isEmpty()) {
                process.going.put(lane, domains);
                process.ends.put(lane, nanos + (long) (random.nextDouble() * LONGEST_SEND.toNanos()));
                check();
            }
        }

        private void count(String domain) {
            sent++;
            within(domain, domainLimit.perSecond());
            within("", accountLimit.perSecond());
        }

        /** In no time more is sent than what the rate lets through in it, and a second's worth. */
        private void within(String name, OptionalDouble perSecond) {
            if (perSecond.isEmpty()) {
                return;
            }
            double rate = perSecond.getAsDouble();
            Deque<Long> at = sentAt.computeIfAbsent(name, key -> new ArrayDeque<>());
            at.addLast(nanos);
            int mails = 0;
            for (long each : (Iterable<Long>) at::descendingIterator) {
                mails++;
                double seconds = (nanos - each) / 1e9 * 1.001;
                double allowed = rate * seconds + Math.max(1, rate) + anew * Math.max(1, rate);
                assertThat((double) mails)
                        .as("mails to \"" + name + "\" in " + seconds + " s at " + rate + " a second")
                        .isLessThanOrEqualTo(allowed + 1e-6);
            }
        }

        private void check() {
            Map<String, Integer> atOnce = new HashMap<>();
            int lanes = 0;
            int senders = 0;
            for (SimulatedProcess process : processes) {
                lanes += process.going.size();
                senders += process.going.isEmpty() ? 0 : 1;
                process.going
                        .values()
                        .forEach(domains -> domains.forEach(domain -> atOnce.merge(domain, 1, Integer::sum)));
            }
            shared += senders > 1 ? 1 : 0;
            assertThat(lanes).as("mails at once").isLessThanOrEqualTo(accountLimit.concurrency());
            assertThat(atOnce.values())
                    .as("mails at once to each domain, " + atOnce)
                    .allMatch(mails -> mails <= domainLimit.concurrency());
        }

        /** Nothing happens any more: each limit is used to the full, and each domain's by who can use it. */
        private void settle() {
            quiet = true;
            for (SimulatedProcess process : processes) {
                process.cutOffUntil = nanos;
                process.stoppedUntil = nanos;
            }
            pass(LimitCoordinator.SILENCE_TIMEOUT.multipliedBy(2).plusSeconds(5).toNanos());
            if (processes.isEmpty()) {
                return;
            }
            int open = 0;
            for (SimulatedProcess process : processes) {
                open += (int)
                        process.lanes.stream().filter(lane -> !lane.isClosed()).count();
            }
            assertThat(open).as("lanes open in the end").isEqualTo(accountLimit.concurrency());
            for (String domain : DOMAINS) {
                assertThat(room(domain)).as("room for " + domain).isGreaterThan(0);
            }
        }

        /** How many lanes can enter a domain, when nothing is going and no rate has been used up. */
        private int room(String domain) {
            int room = 0;
            for (int i = 0; i < 4; i++) { // the account, then the domain may see only now that the clock was set back
                pass(10_000_000_000L);
                room = enter(domain);
            }
            return room;
        }

        private int enter(String domain) {
            int room = 0;
            for (SimulatedProcess process : processes) {
                for (SendLimiter.WorkerSlot lane : process.lanes) {
                    Instant now = process.clock().instant();
                    if (!lane.opensAt(now).isAfter(now)
                            && lane.tryAcquire(domain, now).isEmpty()) {
                        room++;
                    }
                }
                process.lanes.forEach(SendLimiter.WorkerSlot::release);
            }
            return room;
        }

        /**
         * The store as a process has it: its transactions see what was kept before they began to read, and others may do
         * all that they like until they end; but for the row that they change.
         */
        DeliveryInstances port(SimulatedProcess process) {
            return new DeliveryInstances() {
                @Override
                public Set<String> join(String id) {
                    reach();
                    Set<String> seen = deliverers.join(id);
                    deliverers.leave(id);
                    anew += seen.size() == 1 ? 1 : 0;
                    meanwhile(process);
                    deliverers.join(id);
                    deliverers.heartbeat(id, seen);
                    return seen;
                }

                @Override
                public Optional<List<DeliveryInstance>> heartbeat(String id, Set<String> dividesWith) {
                    reach();
                    List<DeliveryInstance> seen = deliverers.others(id);
                    if (!deliverers.contains(id)) {
                        return Optional.empty();
                    }
                    locked.add(id);
                    meanwhile(process);
                    locked.remove(id);
                    deliverers.heartbeat(id, dividesWith);
                    reach(); // it is kept, but the answer may be lost
                    return Optional.of(seen);
                }

                @Override
                public void remove(DeliveryInstance silent) {
                    reach();
                    if (locked.contains(silent.id())) {
                        throw new StoreException("this would wait for the end of another's transaction");
                    }
                    deliverers.remove(silent);
                }

                @Override
                public void leave(String id) {
                    reach();
                    deliverers.leave(id);
                }

                private void reach() {
                    if (process.cutOffUntil > nanos || !quiet && started > 1 && random.nextInt(50) == 0) {
                        throw new StoreException("the store cannot be reached");
                    }
                }
            };
        }

        private void meanwhile(SimulatedProcess inTransaction) {
            if (depth == 0 && !quiet && random.nextInt(3) == 0) {
                depth++;
                for (SimulatedProcess other : List.copyOf(processes)) {
                    if (other != inTransaction && random.nextBoolean() && other.stoppedUntil <= nanos) {
                        beat(other);
                        send(other);
                    }
                }
                depth--;
            }
        }
    }
}
