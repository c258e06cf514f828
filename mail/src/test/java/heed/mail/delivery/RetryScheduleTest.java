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

    private static List<Duration> attempts(RetrySchedule schedule, Random random, int maxDelayMillis) {
        List<Duration> attempts = new ArrayList<>();
        Optional<Instant> next = schedule.nextAttempt(FIRST, FIRST, random);
        while (next.isPresent()) {
            Instant at = next.get().plusMillis(random.nextInt(1 + maxDelayMillis));
            attempts.add(Duration.between(FIRST, at));
            next = schedule.nextAttempt(FIRST, at, random);
        }
        return attempts;
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void there_are_four_attempts_in_the_first_hour_two_on_the_third_day_and_none_after_the_fifth_day(long seed) {
        List<Duration> attempts = attempts(RetrySchedule.STANDARD, new Random(seed), 1000);
        assertThat(attempts).isSorted();
        assertThat(attempts)
                .filteredOn(at -> at.compareTo(Duration.ofHours(1)) < 0)
                .hasSize(4);
        assertThat(attempts)
                .filteredOn(at -> at.compareTo(Duration.ofHours(48)) >= 0 && at.compareTo(Duration.ofHours(72)) < 0)
                .hasSize(2);
        assertThat(attempts.get(attempts.size() - 1)).isBetween(Duration.ofHours(96), Duration.ofHours(120));
        assertThat(FIRST.plus(attempts.get(attempts.size() - 1)))
                .isBeforeOrEqualTo(RetrySchedule.STANDARD.lastAttempt(FIRST).plusSeconds(1));
    }

    @Test
    void attempts_become_more_and_more_rare() {
        List<Duration> attempts = attempts(new RetrySchedule(RetrySchedule.STANDARD.delays(), 0), new Random(1), 0);
        Duration gap = Duration.ZERO;
        Duration previous = Duration.ZERO;
        for (Duration at : attempts) {
            assertThat(at.minus(previous)).isGreaterThanOrEqualTo(gap);
            gap = at.minus(previous);
            previous = at;
        }
        assertThat(attempts).hasSize(14);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void every_schedule_only_goes_forward_and_ends(long seed) {
        Random random = new Random(seed);
        List<Duration> delays = new ArrayList<>();
        Duration at = Duration.ZERO;
        for (int i = random.nextInt(20); i > 0; i--) {
            at = at.plusMillis(1 + random.nextInt(100_000));
            delays.add(at);
        }
        RetrySchedule schedule = new RetrySchedule(delays, random.nextDouble() * 0.99);
        List<Duration> attempts = attempts(schedule, random, random.nextInt(200_000));
        assertThat(attempts).hasSizeLessThanOrEqualTo(delays.size());
        assertThat(attempts).isSorted().doesNotHaveDuplicates();
        if (!delays.isEmpty()) {
            assertThat(attempts).isNotEmpty();
            assertThat(attempts.get(0)).isGreaterThanOrEqualTo(delays.get(0));
        }
    }

    @Test
    void jitter_spreads_mails_that_were_deferred_together() {
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
    void missed_attempts_are_not_made_up() {
        Instant lateInstant = FIRST.plus(Duration.ofHours(21));
        assertThat(new RetrySchedule(RetrySchedule.STANDARD.delays(), 0).nextAttempt(FIRST, lateInstant, new Random(1)))
                .contains(FIRST.plus(Duration.ofHours(22)));
    }

    @Test
    void an_invalid_schedule_is_refused() {
        assertThatThrownBy(() -> new RetrySchedule(List.of(Duration.ofHours(2), Duration.ofHours(1)), 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RetrySchedule(List.of(Duration.ofHours(1)), 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new RetrySchedule(List.of(Duration.ofHours(1)), Double.NaN))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
