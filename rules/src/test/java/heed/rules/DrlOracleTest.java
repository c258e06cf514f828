package heed.rules;

import static heed.rules.RuleFixtures.EVALUATION_TIME;
import static heed.rules.RuleFixtures.all;
import static heed.rules.RuleFixtures.any;
import static heed.rules.RuleFixtures.comparison;
import static heed.rules.RuleFixtures.is;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heed.filters.Criterion;
import heed.filters.Operator;
import heed.filters.TimeFrame;
import heed.model.field.Field;
import heed.model.field.FieldCatalog;
import heed.model.field.StandardFields;
import heed.model.field.Value;
import heed.model.prospect.Prospect;
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

/** The rules that the product builds in memory select the same prospects as handwritten rules in DRL. */
class DrlOracleTest {

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = 1)
    void opting_out_two_countries_agrees_with_a_handwritten_rule(long seed) throws IOException {
        assertAgreement(
                "opt-out-canada-france.drl",
                all(
                        is(
                                StandardFields.COUNTRY,
                                Value.CountryName.from("Canada").orElseThrow(),
                                Value.CountryName.from("France").orElseThrow()),
                        is(StandardFields.EMAIL_OPT_OUT, Value.of(false))),
                seed);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = 1)
    void conditions_on_text_scores_and_dates_agree_with_handwritten_rules(long seed) throws IOException {
        assertAgreement(
                "warm-customers.drl",
                any(
                        comparison(StandardFields.COMPANY, Operator.CONTAINS, Value.Text.of("Acme")),
                        all(
                                comparison(
                                        StandardFields.LEAD_SCORE,
                                        Operator.GREATER_THAN_OR_EQUALS,
                                        new Value.Decimal(50)),
                                new Criterion.InTimeFrame(
                                        StandardFields.CREATED,
                                        false,
                                        List.of(TimeFrame.parse("this year").orElseThrow())),
                                is(StandardFields.BOUNCED, Value.of(false)))),
                seed);
    }

    @Test
    void rules_that_do_not_compile_are_rejected() {
        assertThatThrownBy(() -> new DrlOracle("rule x when Nobody() then end", FieldCatalog.standard()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Nobody");
    }

    private static void assertAgreement(String drl, Criterion criterion, long seed) throws IOException {
        List<Prospect> prospects = prospects(new Random(seed));
        List<Prospect> built = new ArrayList<>();
        try (Matcher matcher = RuleBook.compile(List.of(new Selector("a", criterion)), EVALUATION_TIME)
                .sessionMatcher()) {
            matcher.match(prospects, (selector, index) -> built.add(prospects.get(index)));
        }
        assertThat(built).hasSizeBetween(50, prospects.size() - 50);
        assertThat(new DrlOracle(read(drl), FieldCatalog.standard()).select(prospects))
                .isEqualTo(built);
    }

    private static List<Prospect> prospects(Random random) {
        List<String> countries = List.of("Canada", "CA", "france", "FRA", "Germany", "Atlantis");
        List<String> companies = List.of("Acme", "ACME, Inc.", "The acme", "Globex");
        return LongStream.rangeClosed(1, 1_000)
                .mapToObj(key -> {
                    Map<Field, Value> valuesByField = new LinkedHashMap<>();
                    valuesByField.put(
                            StandardFields.CREATED,
                            new Value.DateTime(
                                    Instant.parse("2025-07-01T00:00:00Z").plusSeconds(random.nextInt(300 * 86_400))));
                    valuesByField.put(
                            StandardFields.COUNTRY,
                            Value.CountryName.from(countries.get(random.nextInt(countries.size())))
                                    .orElseThrow());
                    valuesByField.put(
                            StandardFields.COMPANY, Value.Text.of(companies.get(random.nextInt(companies.size()))));
                    valuesByField.put(StandardFields.LEAD_SCORE, new Value.Decimal(random.nextInt(100)));
                    valuesByField.put(StandardFields.EMAIL_OPT_OUT, Value.of(random.nextBoolean()));
                    valuesByField.put(StandardFields.BOUNCED, Value.of(random.nextBoolean()));
                    valuesByField
                            .keySet()
                            .removeIf(field -> !field.equals(StandardFields.CREATED) && random.nextInt(5) == 0);
                    return RuleFixtures.prospect(key, valuesByField);
                })
                .toList();
    }

    private static String read(String name) throws IOException {
        try (InputStream drl = Objects.requireNonNull(DrlOracleTest.class.getResourceAsStream(name))) {
            return new String(drl.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
