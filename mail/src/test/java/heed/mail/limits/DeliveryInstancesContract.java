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

/** What every list of deliverers keeps to. */
public abstract class DeliveryInstancesContract {
    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T10:00:00Z"));
    private MailStore store;
    private DeliveryInstances deliverers;

    /** A store with one account of that name. */
    protected abstract MailStore open(SettableClock clock);

    @BeforeEach
    void open() {
        store = open(clock);
        deliverers = store.deliveryInstances();
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void who_joins_sees_itself_and_those_before_it() {
        assertThat(deliverers.join("b")).containsExactly("b");
        assertThat(deliverers.join("a")).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void a_beat_is_counted_and_shows_the_others_with_whom_they_divide() {
        deliverers.join("a");
        deliverers.join("b");
        assertThat(deliverers.heartbeat("a", Set.of("a", "b")))
                .contains(List.of(new DeliveryInstance("b", 0, Set.of("a", "b"))));
        assertThat(deliverers.heartbeat("b", Set.of("b")))
                .contains(List.of(new DeliveryInstance("a", 1, Set.of("a", "b"))));
        assertThat(deliverers.heartbeat("a", Set.of("a"))).contains(List.of(new DeliveryInstance("b", 1, Set.of("b"))));
    }

    @Test
    void who_has_beaten_since_is_not_removed_as_silent() {
        deliverers.join("a");
        deliverers.join("b");
        DeliveryInstance seen =
                deliverers.heartbeat("a", Set.of("a")).orElseThrow().get(0);
        deliverers.heartbeat("b", Set.of("b"));
        deliverers.remove(seen);
        assertThat(deliverers.heartbeat("b", Set.of("b"))).isPresent();
    }

    @Test
    void who_was_silent_or_left_is_told_that_it_is_not_there_any_more() {
        deliverers.join("a");
        deliverers.join("b");
        deliverers.join("c");
        deliverers.remove(deliverers.heartbeat("a", Set.of("a")).orElseThrow().get(0));
        deliverers.leave("c");
        deliverers.leave("c");
        assertThat(deliverers.heartbeat("b", Set.of("b"))).isEmpty();
        assertThat(deliverers.heartbeat("c", Set.of("c"))).isEmpty();
        assertThat(deliverers.heartbeat("a", Set.of("a"))).contains(List.of());
    }
}
