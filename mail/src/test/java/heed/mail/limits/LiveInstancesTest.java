package heed.mail.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LiveInstancesTest {
    private final InMemoryDeliveryInstances instances = new InMemoryDeliveryInstances();
    private final AtomicLong nanos = new AtomicLong();

    private boolean isAnyAlive(Runnable duringPause) {
        return new LiveInstances(instances, "ended"::equals, nanos::get, () -> {
                    nanos.addAndGet(Duration.ofMillis(100).toNanos());
                    duringPause.run();
                })
                .isAnyAlive();
    }

    @Test
    void without_instances_the_answer_takes_no_time() {
        assertThat(isAnyAlive(() -> {})).isFalse();
        assertThat(nanos).hasValue(0);
    }

    @Test
    void with_instances_that_have_certainly_ended_the_answer_takes_no_time() {
        instances.join("ended");
        assertThat(isAnyAlive(() -> {})).isFalse();
        assertThat(nanos).hasValue(0);
    }

    @Test
    void an_instance_that_has_died_is_not_alive_after_two_heartbeats_were_missed() {
        instances.join("killed");
        assertThat(isAnyAlive(() -> {})).isFalse();
        assertThat(Duration.ofNanos(nanos.get()))
                .isBetween(
                        LimitCoordinator.HEARTBEAT_INTERVAL.multipliedBy(2),
                        LimitCoordinator.HEARTBEAT_INTERVAL.multipliedBy(3));
    }

    @Test
    void a_heartbeat_and_a_new_instance_are_signs_of_life_and_the_last_one_that_leaves_is_none() {
        instances.join("killed");
        instances.join("alive");
        assertThat(isAnyAlive(() -> instances.heartbeat("alive", Set.of("alive"))))
                .isTrue();
        instances.leave("alive");
        assertThat(isAnyAlive(() -> instances.join("new"))).isTrue();
        instances.leave("new");
        assertThat(isAnyAlive(() -> instances.leave("killed"))).isFalse();
    }
}
