package heed.filters.json;

import static org.assertj.core.api.Assertions.assertThat;

import heed.model.field.Field;
import heed.model.field.StandardFields;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTest {
    private static final List<String> LABELS =
            StandardFields.ALL.stream().map(Field::label).toList();

    @ParameterizedTest(name = "{0} is nearest to {1}")
    @CsvSource({
        "Email Optout, Email Opt Out",
        "email_opt_out, Email Opt Out",
        "Contry, Country",
        "Cuontry, Country",
        "Bounce, Bounced",
        "Lead Scroe, Lead Score",
        "FirstName, First Name",
        "Emial, Email"
    })
    void a_typing_error_finds_the_intended_name(String typed, String intended) {
        assertThat(NearestName.of(typed, LABELS)).contains(intended);
    }

    @ParameterizedTest(name = "{0} is nearest to {1}")
    @CsvSource({
        "sned, sends",
        "rnu, run",
        "shwo, show",
        "udno, undo",
        "rusn, runs",
        "lsiten, listen",
        "snedt-est, send-test"
    })
    void swapped_letters_of_a_short_name_find_it(String typed, String intended) {
        assertThat(NearestName.of(typed, List.of("run", "runs", "show", "undo", "listen", "sends", "send-test")))
                .contains(intended);
    }

    @ParameterizedTest(name = "{0} is not {1}")
    @CsvSource({
        "notequals, equals",
        "not equals, equals",
        "isn't empty, is-empty",
        "nonempty, is-empty",
        "Not Bounced, Bounced",
        "Email Opt In, Email Opt Out",
        "emailOptIn, emailOptOut",
        "less-than, greater-than",
        "last 60 days, last 90 days",
        "last 6 months, next 6 months",
        "start-with, ends-with",
        "subscribed, unsubscribed"
    })
    void a_name_that_says_something_else_is_never_the_nearest(String typed, String other) {
        assertThat(NearestName.of(typed, List.of(other))).isEmpty();
    }

    @Test
    void a_name_that_is_far_from_every_candidate_finds_nothing() {
        assertThat(NearestName.of("Shoe Size", LABELS)).isEmpty();
        assertThat(NearestName.of("", LABELS)).isEmpty();
        assertThat(NearestName.of("?!", LABELS)).isEmpty();
        assertThat(NearestName.of("x".repeat(1_000_000), LABELS)).isEmpty();
        assertThat(NearestName.of("Country", List.of())).isEmpty();
        assertThat(NearestName.of("ab", List.of("xy"))).isEmpty();
    }
}
