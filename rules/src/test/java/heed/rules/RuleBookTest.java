package heed.rules;

import static heed.rules.RuleFixtures.EVALUATION_TIME;
import static heed.rules.RuleFixtures.all;
import static heed.rules.RuleFixtures.any;
import static heed.rules.RuleFixtures.book;
import static heed.rules.RuleFixtures.comparison;
import static heed.rules.RuleFixtures.is;
import static heed.rules.RuleFixtures.matches;
import static heed.rules.RuleFixtures.prospect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heed.filters.Criterion;
import heed.filters.Operator;
import heed.model.field.Country;
import heed.model.field.Field;
import heed.model.field.StandardFields;
import heed.model.field.Value;
import heed.model.field.ValueType;
import heed.model.prospect.Prospect;
import heed.model.run.EvaluationTime;
import heed.model.testing.Promise;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleBookTest {
    private static final Value CANADA = country("CA");
    private static final Value FRANCE = country("FR");

    @Test
    void the_automation_of_the_readme_selects_the_intended_prospects() {
        RuleBook book = book(
                all(is(StandardFields.COUNTRY, CANADA, FRANCE), is(StandardFields.EMAIL_OPT_OUT, Value.of(false))));
        assertThat(matches(
                        book,
                        List.of(
                                prospect(1, Map.of(StandardFields.COUNTRY, FRANCE)),
                                prospect(2, Map.of(StandardFields.COUNTRY, country("DE"))),
                                prospect(3, Map.of()),
                                prospect(
                                        4,
                                        Map.of(
                                                StandardFields.COUNTRY,
                                                CANADA,
                                                StandardFields.EMAIL_OPT_OUT,
                                                Value.of(true))),
                                prospect(5, Map.of(StandardFields.COUNTRY, CANADA)))))
                .containsExactly("1: 1", "1: 5");
    }

    @Test
    void no_criteria_select_everyone_and_no_selectors_select_nobody() {
        List<Prospect> prospects = List.of(prospect(1, Map.of()), prospect(2, Map.of()));
        assertThat(matches(book(all()), prospects)).containsExactly("1: 1", "1: 2");
        assertThat(matches(book(), prospects)).isEmpty();
    }

    @Test
    void each_match_is_reported_once_and_in_order() {
        Criterion either = any(is(StandardFields.COUNTRY, FRANCE), is(StandardFields.COUNTRY, FRANCE, CANADA));
        List<Prospect> prospects = List.of(
                prospect(9, Map.of(StandardFields.COUNTRY, FRANCE)),
                prospect(8, Map.of(StandardFields.COUNTRY, CANADA)),
                prospect(9, Map.of(StandardFields.COUNTRY, FRANCE)));
        assertThat(matches(book(either, all(), either), prospects))
                .containsExactly("1: 9", "2: 9", "3: 9", "1: 8", "2: 8", "3: 8", "1: 9", "2: 9", "3: 9");
    }

    @Test
    void a_thousand_automations_by_country_share_one_hash_index() {
        List<Country> countries = Country.all();
        List<Criterion> criteria = IntStream.range(0, 1_000)
                .<Criterion>mapToObj(i -> all(
                        is(StandardFields.COUNTRY, Value.CountryName.of(countries.get(i % countries.size()))),
                        is(StandardFields.EMAIL_OPT_OUT, Value.of(false))))
                .toList();
        RuleBook book = book(EVALUATION_TIME, criteria);
        NetworkDescription network = NetworkDescription.of(book);
        assertThat(network.rules()).isEqualTo(1_000);
        assertThat(network.indexes()).isEqualTo(1);
        assertThat(network.hashed()).isEqualTo(countries.size());
        assertThat(network.unindexed())
                .as("one condition on the flag below each country")
                .isEqualTo(countries.size());

        int canada = countries.indexOf(Country.find("CA").orElseThrow());
        assertThat(matches(book, List.of(prospect(7, Map.of(StandardFields.COUNTRY, CANADA)))))
                .containsExactlyElementsOf(IntStream.range(0, 1_000)
                        .filter(i -> i % countries.size() == canada)
                        .mapToObj(i -> (i + 1) + ": 7")
                        .toList());
    }

    @Test
    void automations_by_score_share_one_range_index() {
        List<Criterion> criteria = IntStream.range(0, 40)
                .mapToObj(i -> comparison(
                        StandardFields.LEAD_SCORE,
                        List.of(
                                        Operator.LESS_THAN,
                                        Operator.LESS_THAN_OR_EQUALS,
                                        Operator.GREATER_THAN,
                                        Operator.GREATER_THAN_OR_EQUALS)
                                .get(i % 4),
                        new Value.Decimal(i / 4)))
                .toList();
        RuleBook book = book(EVALUATION_TIME, criteria);
        NetworkDescription network = NetworkDescription.of(book);
        assertThat(List.of(network.rangeIndexed(), network.indexes(), network.unindexed()))
                .containsExactly(40, 1, 0);
        assertThat(matches(book, List.of(prospect(1, Map.of(StandardFields.LEAD_SCORE, new Value.Decimal(0))))))
                .as("< 1 … 9, <= 0 … 9, >= 0")
                .hasSize(9 + 10 + 1);
        assertThat(matches(book, List.of(prospect(1, Map.of())))).isEmpty();
    }

    @Test
    void up_to_sixteen_values_use_an_index_and_more_values_use_one_condition() {
        Value[] cities = IntStream.rangeClosed(1, 17)
                .mapToObj(i -> Value.Text.of("City " + i))
                .toArray(Value[]::new);
        Prospect last = prospect(1, Map.of(StandardFields.CITY, Value.Text.of("CITY 17")));
        RuleBook unindexed = book(is(StandardFields.CITY, cities));
        assertThat(NetworkDescription.of(unindexed).rules()).isEqualTo(1);
        assertThat(NetworkDescription.of(unindexed).text())
                .startsWith(
                        "City is \"city 1\" or \"city 10\" or \"city 11\" or \"city 12\" or \"city 13\" or 12 more\n");
        assertThat(matches(unindexed, List.of(last))).containsExactly("1: 1");

        RuleBook indexed =
                book(is(StandardFields.CITY, Stream.of(cities).skip(1).toArray(Value[]::new)));
        assertThat(NetworkDescription.of(indexed).rules()).isEqualTo(16);
        assertThat(NetworkDescription.of(indexed).hashed()).isEqualTo(16);
        assertThat(matches(indexed, List.of(last))).containsExactly("1: 1");
    }

    @Test
    void a_long_list_of_addresses_is_evaluated_by_one_condition() {
        Value[] addresses = IntStream.range(0, 50_000)
                .mapToObj(i -> Value.Text.of("p" + i + "@example.com"))
                .toArray(Value[]::new);
        List<Prospect> prospects = IntStream.range(0, 20_000)
                .mapToObj(i -> prospect(i, Map.of(StandardFields.EMAIL, Value.Text.of("p" + (i * 5) + "@example.com"))))
                .toList();
        assertThat(matches(book(is(StandardFields.EMAIL, addresses)), prospects))
                .hasSize(10_000);
    }

    @ParameterizedTest
    @CsvSource({
        "America/St_Johns, 2010-11-07", // at 00:01 clocks were set back over midnight
        "America/St_Johns, 2010-03-14",
        "America/Sao_Paulo, 2018-11-04", // midnight did not exist
        "America/Sao_Paulo, 2018-02-18", // at midnight clocks were set back one hour
        "Pacific/Apia, 2011-12-30", // the day did not exist
        "Europe/Paris, 2025-10-26",
        "America/Toronto, 1918-10-27",
        "Asia/Amman, 2021-10-29"
    })
    void a_date_time_is_compared_with_a_date_by_its_day_even_when_clocks_change(String zoneId, LocalDate date) {
        ZoneId zone = ZoneId.of(zoneId);
        EvaluationTime evaluationTime = new EvaluationTime(Instant.parse("2026-05-06T12:00:00Z"), zone);
        List<LocalDate> days = Stream.of(-1, 0, 1).map(date::plusDays).toList();
        List<Criterion> criteria = new ArrayList<>();
        for (LocalDate day : days) {
            for (Operator operator : List.of(
                    Operator.EQUALS,
                    Operator.DOES_NOT_EQUAL,
                    Operator.LESS_THAN,
                    Operator.LESS_THAN_OR_EQUALS,
                    Operator.GREATER_THAN,
                    Operator.GREATER_THAN_OR_EQUALS)) {
                criteria.add(comparison(StandardFields.CREATED, operator, new Value.Date(day)));
            }
        }
        Instant start = LocalDateTime.of(date.minusDays(1), java.time.LocalTime.NOON)
                .atZone(zone)
                .toInstant();
        List<Prospect> prospects = IntStream.range(0, 36 * 60)
                .mapToObj(minute -> prospect(
                        minute, Map.of(StandardFields.CREATED, new Value.DateTime(start.plusSeconds(minute * 60L)))))
                .toList();
        List<String> expected = new ArrayList<>();
        for (Prospect prospect : prospects) {
            LocalDate local =
                    start.plusSeconds(prospect.key().value() * 60).atZone(zone).toLocalDate();
            int selector = 1;
            for (LocalDate day : days) {
                int order = local.compareTo(day);
                for (boolean matched :
                        new boolean[] {order == 0, order != 0, order < 0, order <= 0, order > 0, order >= 0}) {
                    if (matched) {
                        expected.add(selector + ": " + prospect.key());
                    }
                    selector++;
                }
            }
        }
        assertThat(matches(book(evaluationTime, criteria), prospects)).isEqualTo(expected);
    }

    @Test
    @Promise(10)
    void text_of_an_author_is_treated_as_exact_data() {
        List<String> texts = List.of(
                "\"; System.exit(1);//",
                "x\" || true || city == \"",
                "x\n static { Runtime.getRuntime().halt(1); } //",
                "\\u0022; System.exit(1); //",
                "a\u0000b",
                "\\",
                "O\"Fallon",
                "@{System.exit(1)}",
                "*/ }",
                "line\nbreak",
                "\r\n",
                "${7*7}",
                "null",
                "x".repeat(1_000_000),
                "x".repeat(1_000_000) + "y");
        List<String> notBlank = texts.stream().filter(text -> !text.isBlank()).toList();
        List<Criterion> criteria = new ArrayList<>();
        for (String text : notBlank) {
            criteria.add(is(StandardFields.CITY, Value.Text.of(text)));
            criteria.add(new Criterion.Not(is(StandardFields.CITY, Value.Text.of(text))));
        }
        List<Prospect> prospects = IntStream.range(0, notBlank.size())
                .mapToObj(i -> prospect(i, Map.of(StandardFields.CITY, Value.Text.of(notBlank.get(i)))))
                .toList();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < notBlank.size(); i++) {
            for (int j = 0; j < notBlank.size(); j++) {
                expected.add((2 * j + (i == j ? 1 : 2)) + ": " + i);
            }
        }
        RuleBook book = book(EVALUATION_TIME, criteria);
        assertThat(matches(book, prospects)).isEqualTo(expected);
        assertThat(NetworkDescription.of(book).hashed()).isEqualTo(notBlank.size());
    }

    /** Without lengths, the two lists of words have one constraint id, and Drools tests only one of them for both rules. */
    @Test
    @Promise(10)
    void two_conditions_whose_words_look_like_one_another_stay_two() {
        Criterion first = comparison(
                StandardFields.CITY, Operator.CONTAINS, Value.Text.of("rome"), Value.Text.of("oslo text bern"));
        Criterion second = comparison(
                StandardFields.CITY, Operator.CONTAINS, Value.Text.of("rome text oslo"), Value.Text.of("bern"));
        List<Prospect> prospects = List.of(
                prospect(1, Map.of(StandardFields.CITY, Value.Text.of("Rome"))),
                prospect(2, Map.of(StandardFields.CITY, Value.Text.of("Bern"))));

        assertThat(matches(book(first, second), prospects)).containsExactly("1: 1", "2: 2");
    }

    @Test
    @Promise(10)
    void an_id_is_treated_as_data() {
        String id = "\" then System.exit(1); end rule \"\n\u0000";
        RuleBook book =
                RuleBook.compile(List.of(new Selector(id, all()), new Selector(id + id, all())), EVALUATION_TIME);
        assertThat(matches(book, List.of(prospect(1, Map.of())))).containsExactly(id + ": 1", id + id + ": 1");
    }

    @Test
    void two_selectors_with_the_same_id_are_rejected() {
        List<Selector> selectors = List.of(new Selector("a", all()), new Selector("a", all()));
        assertThatThrownBy(() -> RuleBook.compile(selectors, EVALUATION_TIME))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("two selectors are called a");
    }

    @Test
    void fields_of_two_accounts_are_rejected() {
        int slot = StandardFields.ALL.size();
        Field renewal = new Field("renewal", "Renewal", ValueType.DATE, List.of(), slot, true);
        Field industry = new Field("industry", "Industry", ValueType.TEXT, List.of(), slot, true);
        assertThatThrownBy(() -> book(new Criterion.Presence(renewal, true), is(industry, Value.Text.of("a"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Industry of 2");
    }

    private static Value country(String code) {
        return Value.CountryName.from(code).orElseThrow();
    }
}
