package heed.mail.unsubscribe;

import static org.assertj.core.api.Assertions.assertThat;

import heed.model.fact.Provenance;
import heed.model.fact.Provenance.Origin;
import heed.model.field.StandardFields;
import heed.model.field.Value;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectFlag;
import heed.model.prospect.ProspectId;
import heed.model.suppression.InMemoryProspects;
import heed.model.testing.Promise;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Opt-outs and changes of addresses, in one order and in another. */
class OptOutOrderTest {
    private static final List<EmailAddress> ADDRESSES = List.of(
            new EmailAddress("a@example.com"),
            new EmailAddress("b@example.com"),
            new EmailAddress("c@example.com"),
            new EmailAddress("d@example.com"));
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    /** What happens to one prospect: its address changes, or it asks by a mail that went to an address. */
    private record Event(int prospect, boolean optOut, Optional<EmailAddress> address) {}

    /** Four prospects, all at the first address, and what happens to them. */
    private static final class World {
        private final InMemoryProspects prospects = new InMemoryProspects();
        private final List<ProspectId> keys = new ArrayList<>();
        private int mails;

        private World() {
            for (int i = 0; i < 4; i++) {
                keys.add(prospects.create(Optional.of(ADDRESSES.get(0)), by(Origin.IMPORT)));
            }
        }

        private Provenance by(Origin origin) {
            return new Provenance(
                    NOW.plusSeconds(mails), "ann", origin, "a test", Optional.of("mail " + mails++), Optional.empty());
        }

        private World apply(List<Event> events) {
            events.forEach(this::apply);
            return this;
        }

        private void apply(Event event) {
            ProspectId prospect = keys.get(event.prospect);
            if (!event.optOut) {
                prospects.assertField(
                        prospect,
                        StandardFields.EMAIL,
                        event.address.map(address -> Value.Text.of(address.value())),
                        by(Origin.PROFILE));
                return;
            }
            Provenance request = by(Origin.UNSUBSCRIBE);
            OptOutRules.OptOutDecision decision = OptOutRules.decide(
                    Optional.of(prospect), event.address, prospects.findHolders(event.address.orElseThrow()));
            decision.address().ifPresent(address -> prospects.addOptOut(address, request));
            decision.prospects().forEach(key -> prospects.assertFlag(key, ProspectFlag.EMAIL_OPT_OUT, true, request));
        }

        private Set<EmailAddress> suppressed() {
            Set<EmailAddress> suppressed = new TreeSet<>();
            ADDRESSES.stream()
                    .filter(address -> prospects.findOldestSuppression(address).isPresent())
                    .forEach(suppressed::add);
            return suppressed;
        }
    }

    private static Optional<EmailAddress> randomAddress(Random random) {
        int next = random.nextInt(ADDRESSES.size() + 1);
        return next == ADDRESSES.size() ? Optional.empty() : Optional.of(ADDRESSES.get(next));
    }

    /** Merges the events of the prospects in a random order that keeps the order of each prospect's own moves. */
    private static List<Event> shuffle(List<List<Event>> queues, Random random) {
        List<Deque<Event>> rest = new ArrayList<>();
        queues.forEach(queue -> rest.add(new ArrayDeque<>(queue)));
        List<Event> order = new ArrayList<>();
        while (rest.stream().anyMatch(queue -> !queue.isEmpty())) {
            Deque<Event> queue = rest.get(random.nextInt(rest.size()));
            if (!queue.isEmpty()) {
                order.add(queue.removeFirst());
            }
        }
        return order;
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    @Promise(11)
    void two_orders_of_opt_outs_and_moves_suppress_the_same_addresses(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            List<List<Event>> queues = new ArrayList<>();
            for (int prospect = 0; prospect < 4; prospect++) {
                List<Event> moves = new ArrayList<>();
                List<Event> requests = new ArrayList<>();
                for (int i = random.nextInt(3); i > 0; i--) {
                    moves.add(new Event(prospect, false, randomAddress(random)));
                }
                if (random.nextInt(3) == 0) {
                    requests.add(new Event(prospect, true, Optional.of(ADDRESSES.get(random.nextInt(2)))));
                }
                queues.add(moves);
                queues.add(requests);
            }
            List<Event> first = shuffle(queues, random);
            List<Event> second = shuffle(queues, random);
            assertThat(new World().apply(first).suppressed())
                    .as("%s and %s", first, second)
                    .isEqualTo(new World().apply(second).suppressed());
        }
    }

    @Test
    @Promise(11)
    void an_address_that_its_reader_has_left_stays_opted_out_and_so_does_the_readers_new_one() {
        Event request = new Event(0, true, Optional.of(ADDRESSES.get(0)));
        Event move = new Event(0, false, Optional.of(ADDRESSES.get(1)));
        Event cleared = new Event(0, false, Optional.empty());
        assertThat(new World().apply(List.of(request, move)).suppressed())
                .containsExactly(ADDRESSES.get(0), ADDRESSES.get(1));
        assertThat(new World().apply(List.of(move, request)).suppressed())
                .containsExactly(ADDRESSES.get(0), ADDRESSES.get(1));
        assertThat(new World().apply(List.of(request, cleared)).suppressed()).containsExactly(ADDRESSES.get(0));
    }

    @Test
    @Promise(11)
    void clearing_the_field_of_a_prospect_at_the_address_frees_it_and_says_so() {
        World world = new World().apply(List.of(new Event(0, true, Optional.of(ADDRESSES.get(0)))));
        world.prospects.assertFlag(world.keys.get(0), ProspectFlag.EMAIL_OPT_OUT, false, world.by(Origin.AUTOMATION));
        assertThat(world.suppressed()).isEmpty();
        assertThat(world.prospects.findFreedAddresses()).containsExactly(ADDRESSES.get(0));
    }

    @Test
    @Promise(11)
    void clearing_the_field_of_a_prospect_who_has_left_frees_only_where_the_prospect_is_now() {
        World world = new World()
                .apply(List.of(
                        new Event(0, true, Optional.of(ADDRESSES.get(0))),
                        new Event(0, false, Optional.of(ADDRESSES.get(1)))));
        world.prospects.assertFlag(world.keys.get(0), ProspectFlag.EMAIL_OPT_OUT, false, world.by(Origin.PROFILE));
        assertThat(world.suppressed()).containsExactly(ADDRESSES.get(0));
        assertThat(world.prospects.findFreedAddresses()).containsExactly(ADDRESSES.get(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"IMPORT", "AUTOMATION", "UNDO", "PROFILE"})
    @Promise(11)
    void a_repeated_no_ends_the_opt_out_of_the_address_only_if_a_person_says_it_of_a_prospect(Origin origin) {
        World world = new World()
                .apply(List.of(
                        new Event(0, true, Optional.of(ADDRESSES.get(0))), new Event(0, false, Optional.empty())));
        world.prospects.assertFlag(world.keys.get(1), ProspectFlag.EMAIL_OPT_OUT, false, world.by(origin));
        assertThat(world.prospects.findFreedAddresses().isEmpty()).isEqualTo(origin != Origin.PROFILE);
        assertThat(world.suppressed().isEmpty()).isEqualTo(origin == Origin.PROFILE);
    }
}
