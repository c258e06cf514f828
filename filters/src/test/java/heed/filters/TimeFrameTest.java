package heed.filters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heed.model.run.EvaluationTime;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeFrameTest {

    /** The expected days were counted by hand on a calendar. */
    @ParameterizedTest(name = "{1} on {0} is {2} to {3}")
    @CsvSource({
        "2024-05-15, today,                       2024-05-15, 2024-05-15",
        "2024-05-15, yesterday,                   2024-05-14, 2024-05-14",
        "2024-05-15, tomorrow,                    2024-05-16, 2024-05-16",
        "2024-05-15, this day,                    2024-05-15, 2024-05-15",
        "2024-05-15, last day,                    2024-05-14, 2024-05-14",
        "2024-05-15, this week,                   2024-05-13, 2024-05-19",
        "2024-05-13, this week,                   2024-05-13, 2024-05-19",
        "2024-05-19, this week,                   2024-05-13, 2024-05-19",
        "2024-05-15, last week,                   2024-05-06, 2024-05-12",
        "2024-05-15, next week,                   2024-05-20, 2024-05-26",
        "2025-01-01, last week,                   2024-12-23, 2024-12-29",
        "2024-05-15, this month,                  2024-05-01, 2024-05-31",
        "2024-03-31, last month,                  2024-02-01, 2024-02-29",
        "2023-03-31, last month,                  2023-02-01, 2023-02-28",
        "2024-01-31, next month,                  2024-02-01, 2024-02-29",
        "2024-05-15, this quarter,                2024-04-01, 2024-06-30",
        "2024-01-01, last quarter,                2023-10-01, 2023-12-31",
        "2024-12-31, next quarter,                2025-01-01, 2025-03-31",
        "2024-02-29, this year,                   2024-01-01, 2024-12-31",
        "2024-02-29, last year,                   2023-01-01, 2023-12-31",
        "2024-02-29, next year,                   2025-01-01, 2025-12-31",
        "2024-05-15, last 30 days,                2024-04-15, 2024-05-15",
        "2024-05-15, last 1 day,                  2024-05-14, 2024-05-15",
        "2024-03-31, last 1 month,                2024-02-29, 2024-03-31",
        "2024-05-31, next 1 month,                2024-05-31, 2024-06-30",
        "2024-02-29, last 1 year,                 2023-02-28, 2024-02-29",
        "2024-05-15, next 2 weeks,                2024-05-15, 2024-05-29",
        "2024-05-31, last 1 quarter,              2024-02-29, 2024-05-31",
        "2024-05-15, 3 days ago,                  2024-05-12, 2024-05-12",
        "2024-03-30, 1 month ago,                 2024-02-29, 2024-02-29",
        "2024-02-29, 4 years from now,            2028-02-29, 2028-02-29",
        "2024-02-29, 1 year from now,             2025-02-28, 2025-02-28",
        "2024-05-15, more than 1 year ago,        -,          2023-05-14",
        "2024-02-29, more than 1 year ago,        -,          2023-02-27",
        "2024-05-15, more than 2 weeks from now,  2024-05-30, -",
        "2024-05-15, less than 6 months ago,      2023-11-16, 2024-05-15",
        "2024-05-15, less than 1 day ago,         2024-05-15, 2024-05-15",
        "2024-05-15, less than 3 days from now,   2024-05-15, 2024-05-17",
        "2024-05-15, more than 9999 years ago,    -,          -7975-05-14",
    })
    void a_time_frame_is_a_range_of_calendar_days(String today, String words, String from, String to) {
        EvaluationTime noon = new EvaluationTime(
                LocalDate.parse(today).atTime(12, 0).toInstant(java.time.ZoneOffset.UTC), ZoneId.of("UTC"));
        TimeFrame.DateRange days = TimeFrame.parse(words).orElseThrow().rangeAt(noon);
        assertThat(days.from().map(LocalDate::toString).orElse("-")).isEqualTo(from);
        assertThat(days.to().map(LocalDate::toString).orElse("-")).isEqualTo(to);
    }

    @ParameterizedTest(name = "{0} in {1}")
    @CsvSource({
        "2024-05-15T21:59:59.999Z, Europe/Paris,     2024-05-15",
        "2024-05-15T22:00:00Z,     Europe/Paris,     2024-05-16",
        "2024-03-31T00:59:59Z,     Europe/Paris,     2024-03-31", // the clock skips from 2 to 3 o'clock in this night
        "2024-03-30T23:00:00Z,     Europe/Paris,     2024-03-31",
        "2024-10-27T22:59:59Z,     Europe/Paris,     2024-10-27", // this day has 25 hours
        "2024-10-27T23:00:00Z,     Europe/Paris,     2024-10-28",
        "2024-11-03T05:59:59Z,     America/New_York, 2024-11-03",
        "2011-12-30T09:59:59Z,     Pacific/Apia,     2011-12-29", // 30 December 2011 did not exist there
        "2011-12-30T10:00:00Z,     Pacific/Apia,     2011-12-31",
        "2018-11-04T03:00:00Z,     America/Sao_Paulo, 2018-11-04", // this day began at one o'clock
    })
    void today_is_the_current_day_in_the_zone_of_the_account(String now, String zone, String today) {
        EvaluationTime evaluationTime = new EvaluationTime(Instant.parse(now), ZoneId.of(zone));
        assertThat(TimeFrame.parse("today").orElseThrow().rangeAt(evaluationTime))
                .hasToString(today);
    }

    @Test
    void the_grammar_ignores_case_and_spacing() {
        assertThat(TimeFrame.parse(" LAST  30\tDay "))
                .contains(new TimeFrame(TimeFrame.Form.LAST_N, 30, TimeFrame.Unit.DAY));
        assertThat(TimeFrame.parse("More Than 1 years AGO").orElseThrow()).hasToString("more than 1 year ago");
        assertThat(Arrays.stream(TimeFrame.EXAMPLES.split(", ")).map(TimeFrame::parse))
                .allMatch(java.util.Optional::isPresent);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "now",
                "last",
                "last 0 days",
                "last 10000 days",
                "last -1 days",
                "last 1.5 days",
                "last 99999999999 days",
                "30 days",
                "this 2 weeks",
                "last 2 fortnights",
                "more than last week",
                "ago",
                "last30days",
                "today and tomorrow",
                "last ٣ days"
            })
    void text_outside_the_grammar_is_not_a_time_frame(String words) {
        assertThat(TimeFrame.parse(words)).isEmpty();
    }

    @Test
    void a_very_long_text_is_rejected_at_once() {
        assertThat(TimeFrame.parse("last " + " ".repeat(1_000_000))).isEmpty();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2})
    void every_time_frame_is_read_back_from_its_words(long seed) {
        RandomValues values = new RandomValues(new Random(seed));
        Set<TimeFrame.Form> forms = IntStream.range(0, 500)
                .mapToObj(i -> {
                    TimeFrame frame = values.timeFrame();
                    assertThat(TimeFrame.parse(frame.toString())).contains(frame);
                    return frame.form();
                })
                .collect(Collectors.toSet());
        assertThat(forms).containsExactlyInAnyOrder(TimeFrame.Form.values());
    }

    @Test
    void a_time_frame_whose_parts_do_not_fit_cannot_be_created() {
        assertThatThrownBy(() -> new TimeFrame(TimeFrame.Form.LAST_N, 0, TimeFrame.Unit.DAY))
                .hasMessageContaining("fit");
        assertThatThrownBy(() -> new TimeFrame(TimeFrame.Form.THIS, 1, TimeFrame.Unit.DAY))
                .hasMessageContaining("fit");
        assertThatThrownBy(() -> new TimeFrame(TimeFrame.Form.TODAY, 0, TimeFrame.Unit.WEEK))
                .hasMessageContaining("fit");
    }
}
