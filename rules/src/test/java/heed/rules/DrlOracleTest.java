package heed.rules;

import static heed.rules.People.MOMENT;
import static heed.rules.People.all;
import static heed.rules.People.any;
import static heed.rules.People.compared;
import static heed.rules.People.is;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heed.filters.Criterion;
import heed.filters.Operator;
import heed.filters.TimeFrame;
import heed.model.Field;
import heed.model.FieldCatalog;
import heed.model.Prospect;
import heed.model.StandardFields;
import heed.model.Value;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules that we build in memory select whom rules written by hand in DRL select. */
class DrlOracleTest {

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = 1)
    void opting_out_two_countries_is_the_rule_that_one_would_write(long seed) throws IOException {
        assertAgreement(
                "opt-out-canada-france.drl",
                all(
                        is(
                                StandardFields.COUNTRY,
                                Value.CountryName.find("Canada").orElseThrow(),
                                Value.CountryName.find("France").orElseThrow()),
                        is(StandardFields.EMAIL_OPT_OUT, Value.of(false))),
                seed);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = 1)
    void parts_of_text_scores_and_dates_are_the_rules_that_one_would_write(long seed) throws IOException {
        assertAgreement(
                "warm-customers.drl",
                any(
                        compared(StandardFields.COMPANY, Operator.CONTAINS, Value.Text.of("Acme")),
                        all(
                                compared(
                                        StandardFields.LEAD_SCORE,
                                        Operator.GREATER_THAN_OR_EQUALS,
                                        new Value.Decimal(50)),
                                new Criterion.InTimeFrame(
                                        StandardFields.CREATED,
                                        false,
                                        List.of(TimeFrame.find("this year").orElseThrow())),
                                is(StandardFields.BOUNCED, Value.of(false)))),
                seed);
    }

    @Test
    void rules_that_do_not_compile_are_refused() {
        assertThatThrownBy(() -> new DrlOracle("rule x when Nobody() then end", FieldCatalog.standard()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Nobody");
    }

    private static void assertAgreement(String drl, Criterion criterion, long seed) throws IOException {
        List<Prospect> prospects = prospects(new Random(seed));
        List<Prospect> built = new ArrayList<>();
        try (Matcher matcher =
                RuleBook.compile(List.of(new Selector("a", criterion)), MOMENT).matcher()) {
            matcher.match(prospects, (selector, place) -> built.add(prospects.get(place)));
        }
        assertThat(built).hasSizeBetween(50, prospects.size() - 50);
        assertThat(new DrlOracle(read(drl), FieldCatalog.standard()).matched(prospects))
                .isEqualTo(built);
    }

    private static List<Prospect> prospects(Random random) {
        List<String> countries = List.of("Canada", "CA", "france", "FRA", "Germany", "Atlantis");
        List<String> companies = List.of("Acme", "ACME, Inc.", "The acme", "Globex");
        return LongStream.rangeClosed(1, 1_000)
                .mapToObj(key -> {
                    Map<Field, Value> held = new LinkedHashMap<>();
                    held.put(
                            StandardFields.CREATED,
                            new Value.DateTime(
                                    Instant.parse("2025-07-01T00:00:00Z").plusSeconds(random.nextInt(300 * 86_400))));
                    held.put(
                            StandardFields.COUNTRY,
                            Value.CountryName.find(countries.get(random.nextInt(countries.size())))
                                    .orElseThrow());
                    held.put(StandardFields.COMPANY, Value.Text.of(companies.get(random.nextInt(companies.size()))));
                    held.put(StandardFields.LEAD_SCORE, new Value.Decimal(random.nextInt(100)));
                    held.put(StandardFields.EMAIL_OPT_OUT, Value.of(random.nextBoolean()));
                    held.put(StandardFields.BOUNCED, Value.of(random.nextBoolean()));
                    held.keySet().removeIf(field -> !field.equals(StandardFields.CREATED) && random.nextInt(5) == 0);
                    return People.prospect(key, held);
                })
                .toList();
    }

    private static String read(String name) throws IOException {
        try (InputStream drl = Objects.requireNonNull(DrlOracleTest.class.getResourceAsStream(name))) {
            return new String(drl.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
