package heed.mail.limits;

import static org.assertj.core.api.Assertions.assertThat;

import heed.mail.limits.DeliveryInstances.DeliveryInstance;
import heed.mail.outbox.MailStore;
import heed.model.testing.SettableClock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract of every implementation of {@link DeliveryInstances}. */
public abstract class DeliveryInstancesContract {
    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T10:00:00Z"));
    private MailStore store;
    private DeliveryInstances instances;

    /** Opens a store with the account {@link MailStore#ACCOUNT}. */
    protected abstract MailStore open(SettableClock clock);

    @BeforeEach
    void open() {
        store = open(clock);
        instances = store.deliveryInstances();
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void an_instance_that_joins_sees_itself_and_the_earlier_ones() {
        assertThat(instances.join("b")).containsExactly("b");
        assertThat(instances.join("a")).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void a_heartbeat_is_counted_and_returns_the_others_with_their_members() {
        instances.join("a");
        instances.join("b");
        assertThat(instances.heartbeat("a", Set.of("a", "b")))
                .contains(List.of(new DeliveryInstance("b", 0, Set.of("a", "b"))));
        assertThat(instances.heartbeat("b", Set.of("b")))
                .contains(List.of(new DeliveryInstance("a", 1, Set.of("a", "b"))));
        assertThat(instances.heartbeat("a", Set.of("a"))).contains(List.of(new DeliveryInstance("b", 1, Set.of("b"))));
    }

    @Test
    void all_instances_are_listed_with_their_heartbeats_until_they_leave() {
        assertThat(instances.list()).isEmpty();
        instances.join("a");
        instances.join("b");
        instances.heartbeat("b", Set.of("b"));
        assertThat(instances.list())
                .containsExactly(new DeliveryInstance("a", 0, Set.of("a")), new DeliveryInstance("b", 1, Set.of("b")));
        instances.leave("a");
        assertThat(instances.list()).extracting(DeliveryInstance::id).containsExactly("b");
    }

    @Test
    void an_instance_with_a_newer_heartbeat_is_not_removed() {
        instances.join("a");
        instances.join("b");
        DeliveryInstance outdated =
                instances.heartbeat("a", Set.of("a")).orElseThrow().get(0);
        instances.heartbeat("b", Set.of("b"));
        instances.remove(outdated);
        assertThat(instances.heartbeat("b", Set.of("b"))).isPresent();
    }

    @Test
    void an_instance_that_was_removed_or_left_gets_no_others() {
        instances.join("a");
        instances.join("b");
        instances.join("c");
        instances.remove(instances.heartbeat("a", Set.of("a")).orElseThrow().get(0));
        instances.leave("c");
        instances.leave("c");
        assertThat(instances.heartbeat("b", Set.of("b"))).isEmpty();
        assertThat(instances.heartbeat("c", Set.of("c"))).isEmpty();
        assertThat(instances.heartbeat("a", Set.of("a"))).contains(List.of());
    }
}
