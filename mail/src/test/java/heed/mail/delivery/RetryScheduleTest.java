package heed.mail.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetryScheduleTest {
    private static final Instant FIRST = Instant.parse("2026-03-01T10:00:00Z");

    private static List<Duration> tries(RetrySchedule schedule, Random random, int slowness) {
        List<Duration> tries = new ArrayList<>();
        Optional<Instant> next = schedule.nextAttempt(FIRST, FIRST, random);
        while (next.isPresent()) {
            Instant at = next.get().plusMillis(random.nextInt(1 + slowness));
            tries.add(Duration.between(FIRST, at));
            next = schedule.nextAttempt(FIRST, at, random);
        }
        return tries;
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void tries_are_many_in_the_first_hour_two_on_the_third_day_and_over_before_the_fifth_ends(long seed) {
        List<Duration> tries = tries(RetrySchedule.STANDARD, new Random(seed), 1000);
        assertThat(tries).isSorted();
        assertThat(tries)
                .filteredOn(at -> at.compareTo(Duration.ofHours(1)) < 0)
                .hasSize(4);
        assertThat(tries)
                .filteredOn(at -> at.compareTo(Duration.ofHours(48)) >= 0 && at.compareTo(Duration.ofHours(72)) < 0)
                .hasSize(2);
        assertThat(tries.get(tries.size() - 1)).isBetween(Duration.ofHours(96), Duration.ofHours(120));
        assertThat(FIRST.plus(tries.get(tries.size() - 1)))
                .isBeforeOrEqualTo(RetrySchedule.STANDARD.lastAttempt(FIRST).plusSeconds(1));
    }

    @Test
    void tries_become_ever_rarer() {
        List<Duration> tries = tries(new RetrySchedule(RetrySchedule.STANDARD.delays(), 0), new Random(1), 0);
        Duration gap = Duration.ZERO;
        Duration before = Duration.ZERO;
        for (Duration at : tries) {
            assertThat(at.minus(before)).isGreaterThanOrEqualTo(gap);
            gap = at.minus(before);
            before = at;
        }
        assertThat(tries).hasSize(14);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void whatever_the_schedule_it_only_goes_forward_and_ends(long seed) {
        Random random = new Random(seed);
        List<Duration> after = new ArrayList<>();
        Duration at = Duration.ZERO;
        for (int i = random.nextInt(20); i > 0; i--) {
            at = at.plusMillis(1 + random.nextInt(100_000));
            after.add(at);
        }
        RetrySchedule schedule = new RetrySchedule(after, random.nextDouble() * 0.99);
        List<Duration> tries = tries(schedule, random, random.nextInt(200_000));
        assertThat(tries).hasSizeLessThanOrEqualTo(after.size());
        assertThat(tries).isSorted().doesNotHaveDuplicates();
        if (!after.isEmpty()) {
            assertThat(tries).isNotEmpty();
            assertThat(tries.get(0)).isGreaterThanOrEqualTo(after.get(0));
        }
    }

    @Test
    void jitter_spreads_what_was_refused_together() {
        Random random = new Random(7);
        List<Instant> next = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            next.add(RetrySchedule.STANDARD.nextAttempt(FIRST, FIRST, random).orElseThrow());
        }
        assertThat(next.stream().distinct().count()).isGreaterThan(90);
        assertThat(next)
                .allSatisfy(at -> assertThat(at)
                        .isBetween(FIRST.plus(Duration.ofMinutes(5)), FIRST.plus(Duration.ofSeconds(330))));
    }

    @Test
    void tries_that_were_missed_are_not_made_up() {
        Instant back = FIRST.plus(Duration.ofHours(21));
        assertThat(new RetrySchedule(RetrySchedule.STANDARD.delays(), 0).nextAttempt(FIRST, back, new Random(1)))
                .contains(FIRST.plus(Duration.ofHours(22)));
    }

    @Test
    void a_schedule_that_goes_back_is_refused() {
        assertThatThrownBy(() -> new RetrySchedule(List.of(Duration.ofHours(2), Duration.ofHours(1)), 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RetrySchedule(List.of(Duration.ofHours(1)), 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RetrySchedule(List.of(Duration.ofHours(1)), Double.NaN))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
