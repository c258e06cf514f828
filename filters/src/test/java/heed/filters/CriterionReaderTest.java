package heed.filters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import heed.filters.json.Problem;
import heed.filters.reading.FieldsOf;
import heed.model.field.StandardFields;
import heed.model.field.Value;
import heed.model.prospect.ValueReader;
import heed.model.testing.Promise;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CriterionReaderTest {

    /**
     * The columns are a field, an operator, a value in JSON, and the code, suggestion and location of the only problem.
     */
    @ParameterizedTest(name = "{0} {1} {2}: {3}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Email Optout   | equals             | true            | unknown-field         | \"Email Opt Out\"       | /field",
                "emial          | is-empty           |                 | unknown-field         | \"Email\"               | /field",
                "unsubscribed   | equals             | true            | unknown-field         | \"Email Opt Out\"       | /field",
                "Shoe Size      | equals             | 1               | unknown-field         |                         | /field",
                "City           | equal              | \"x\"           | unknown-operator      | \"equals\"              | /operator",
                "City           | Does not contain   | \"x\"           | unknown-operator      | \"does-not-contain\"    | /operator",
                "City           | !=                 | \"x\"           | unknown-operator      | \"does-not-equal\"      | /operator",
                "City           | resembles          | \"x\"           | unknown-operator      |                         | /operator",
                "My \\\"tags\\\" 1 | equals          | \"x\"           | operator-does-not-fit | \"contains\"            | /operator",
                "Lead Score     | contains           | 1               | operator-does-not-fit | \"equals\"              | /operator",
                "Bounced        | does-not-contain   | true            | operator-does-not-fit | \"does-not-equal\"      | /operator",
                "City           | less-than          | \"x\"           | operator-does-not-fit |                         | /operator",
                "City           | in-time-frame      | \"today\"       | operator-does-not-fit |                         | /operator",
                "City           | equals             | \"\"            | empty-value           | \"operator\": \"is-empty\"     | /value",
                "City           | does-not-equal     | null            | empty-value           | \"operator\": \"is-not-empty\" | /value",
                "City           | equals             | \" \\u00a0\"    | empty-value           | \"operator\": \"is-empty\"     | /value",
                "City           | equals             | []              | empty-value           |                         | /value",
                "City           | equals             | [[\"x\"]]       | wrong-value           |                         | /value/0",
                "City           | equals             | {}              | wrong-value           |                         | /value",
                "City           | equals             | 12.50           | wrong-value           | \"12.50\"               | /value",
                "City           | equals             | true            | wrong-value           | \"true\"                | /value",
                "City           | is-empty           | \"x\"           | unexpected-value      |                         | /value",
                "City           | is-not-empty       | null            | unexpected-value      |                         | /value",
                "Lead Score     | equals             | \"12\"          | wrong-value           | 12                      | /value",
                "Lead Score     | equals             | \"many\"        | wrong-value           |                         | /value",
                "Lead Score     | equals             | true            | wrong-value           |                         | /value",
                "Lead Score     | equals             | 1e91            | wrong-value           |                         | /value",
                "Lead Score     | equals             | 1234567890123456| wrong-value           |                         | /value",
                "Bounced        | equals             | \"true\"        | wrong-value           | true                    | /value",
                "Bounced        | equals             | 0               | wrong-value           | false                   | /value",
                "Bounced        | equals             | \"maybe\"       | wrong-value           |                         | /value",
                "My \\\"date\\\" 1 | equals          | \"31.01.2026\"  | wrong-value           |                         | /value",
                "My \\\"date\\\" 1 | equals          | \"2026-02-30\"  | wrong-value           |                         | /value",
                "My \\\"date\\\" 1 | equals          | \"today\"       | wrong-value           | \"operator\": \"in-time-frame\" | /value",
                "My \\\"date\\\" 1 | equals          | 20260131        | wrong-value           |                         | /value",
                "Created        | greater-than       | \"noon\"        | wrong-value           |                         | /value",
                "Created        | greater-than       | \"last week\"   | wrong-value           |                         | /value",
                "Created        | in-time-frame      | \"last 30 dais\"| bad-time-frame        | \"last 30 days\"        | /value",
                "Created        | in-time-frame      | \"last 0 days\" | bad-time-frame        |                         | /value",
                "Created        | in-time-frame      | 30              | bad-time-frame        |                         | /value",
                "Country        | equals             | \"Cnada\"       | unknown-country       | \"Canada\"              | /value",
                "Country        | equals             | [\"CA\",\"Narnia\"] | unknown-country   |                         | /value/1",
                "Country        | contains           | 5               | wrong-value           | \"5\"                   | /value",
                "Email          | equals             | \"ann\"         | wrong-value           |                         | /value",
                "My \\\"tags\\\" 1 | contains        | 5               | wrong-value           | \"5\"                   | /value",
            })
    void a_wrong_comparison_is_reported_with_its_location_and_a_suggestion(
            String field, String operator, String value, String code, String suggestion, String pointer) {
        String json = "{\"field\":\"" + field + "\",\"operator\":\"" + operator + "\""
                + (value == null ? "" : ",\"value\":" + value) + "}";
        Problem problem = CriterionFixtures.problem(json);
        assertThat(tuple(problem.code(), problem.suggestion(), problem.pointer()))
                .isEqualTo(tuple(code, Optional.ofNullable(suggestion), pointer));
        assertThat(problem.message()).isNotBlank().doesNotEndWith(".");
    }

    @Test
    @Promise(7)
    void all_problems_are_reported_at_once() {
        assertThat(CriterionFixtures.problems("""
                {"all": [
                  {"field": "Contry", "operator": "equals", "value": "Canada"},
                  {"any": []},
                  {"not": [1]},
                  {"feild": "City", "operator": "equals", "value": ["", "x", 5]},
                  {"formula": "1 AND", "criteria": [{"field": "City", "operator": "equals"}]},
                  {"all": [], "any": 5},
                  {},
                  "City",
                  {"formula": 5}
                ]}"""))
                .extracting(Problem::line, Problem::code)
                .containsExactly(
                        tuple(2, "unknown-field"),
                        tuple(3, "no-criteria"),
                        tuple(4, "wrong-type"),
                        tuple(5, "unknown-property"),
                        tuple(6, "bad-formula"),
                        tuple(6, "missing-property"),
                        tuple(7, "ambiguous-criteria"),
                        tuple(7, "wrong-type"),
                        tuple(8, "missing-property"),
                        tuple(9, "wrong-type"),
                        tuple(10, "missing-property"),
                        tuple(10, "wrong-type"));
    }

    @Test
    void values_are_read_in_the_form_of_the_field() {
        assertThat(values("Country", "equals", "[\"CA\", \"can\", \"canada\"]"))
                .extracting(Value::text)
                .containsExactly("CA", "CA", "CA");
        assertThat(values("Bounced", "equals", "[true, \"yes\", \"YES\", false, \"No\"]"))
                .extracting(Value::text)
                .containsExactly("Yes", "Yes", "Yes", "No", "No");
        assertThat(values("Lead Score", "equals", "[1.50, -0, 1e3, 1E-2]"))
                .extracting(Value::text)
                .containsExactly("1.5", "0", "1000", "0.01");
        assertThat(values("Created", "equals", "[\"2026-07-01\", \"2026-07-01 12:00\", \"2026-07-01T12:00:00Z\"]"))
                .containsExactly(
                        ValueReader.readDate("2026-07-01"),
                        ValueReader.readDateTime("2026-07-01T10:00:00Z", CriterionFixtures.PARIS),
                        ValueReader.readDateTime("2026-07-01T12:00:00Z", CriterionFixtures.PARIS));
        assertThat(values("email", "equals", "\" Ann@MÜLLER.example \""))
                .extracting(Value::text)
                .containsExactly("ann@xn--mller-kva.example");
        assertThat(values("Email", "ends-with", "[\"@müller.example\", \"müller\", \"@..\"]"))
                .extracting(Value::text)
                .containsExactly("@xn--mller-kva.example", "müller", "@..");
        assertThat(values("City", "equals", "\" Cafe\\u0301 \""))
                .extracting(Value::text)
                .containsExactly("Café");
    }

    @Test
    void an_empty_all_selects_everyone_and_an_empty_any_is_a_problem() {
        assertThat(CriterionFixtures.parse("{\"all\": []}")).isEqualTo(new Criterion.All(List.of()));
        assertThat(CriterionFixtures.problem("{\"any\": []}").code()).isEqualTo("no-criteria");
        assertThat(CriterionFixtures.problem("[]").message()).contains("{\"all\": [ … ]}");
    }

    @Test
    void a_duplicate_property_is_a_problem_even_if_the_criterion_can_be_read() {
        assertThat(CriterionFixtures.problem(
                                "{\"field\":\"City\",\"operator\":\"is-empty\",\"operator\":\"is-not-empty\"}")
                        .code())
                .isEqualTo("duplicate-property");
    }

    @Test
    void exceeded_limits_of_count_and_depth_are_reported() {
        String criterion = "{\"field\":\"City\",\"operator\":\"is-empty\"}";
        assertThat(CriterionFixtures.problems(all(criterion, 10_000))).isEmpty();
        assertThat(CriterionFixtures.problem(all(criterion, 10_001)).message())
                .isEqualTo("these are more than 10,000 criteria");
        assertThat(CriterionFixtures.problem("{\"field\":\"City\",\"operator\":\"equals\",\"value\":["
                                + String.join(",", Collections.nCopies(10_001, "\"x\"")) + "]}")
                        .message())
                .isEqualTo("a comparison has at most 10,000 values");
        assertThat(CriterionFixtures.problem("{\"not\":".repeat(64) + criterion + "}".repeat(64))
                        .code())
                .isEqualTo("too-deep");
        assertThat(CriterionFixtures.problems("{\"not\":".repeat(63) + criterion + "}".repeat(63)))
                .isEmpty();
    }

    @Test
    void more_than_a_thousand_problems_are_counted() {
        List<Problem> problems = CriterionFixtures.problems(all("{\"field\":\"City\",\"operator\":\"x\"}", 3_000));
        assertThat(problems).hasSize(1_001);
        assertThat(problems.get(1_000).message()).isEqualTo("2000 more problems are not shown");
    }

    @Test
    void the_fields_of_a_criterion_are_those_that_it_compares() {
        assertThat(FieldsOf.criterion(CriterionFixtures.parse("""
                {"all": [{"any": [{"field": "Bounced", "operator": "equals", "value": true},
                                  {"field": "City", "operator": "is-empty"}]},
                         {"not": {"field": "Created", "operator": "in-time-frame", "value": "today"}},
                         {"field": "City", "operator": "equals", "value": "Paris"}]}""")))
                .containsExactly(StandardFields.CITY, StandardFields.CREATED, StandardFields.BOUNCED);
        assertThat(FieldsOf.criterion(new Criterion.All(List.of()))).isEmpty();
    }

    private static String all(String criterion, int count) {
        return "{\"all\":[" + String.join(",", Collections.nCopies(count, criterion)) + "]}";
    }

    private static List<Value> values(String field, String operator, String value) {
        Criterion criterion = CriterionFixtures.parse(
                "{\"field\":\"" + field + "\",\"operator\":\"" + operator + "\",\"value\":" + value + "}");
        return ((Criterion.Comparison) criterion).values();
    }
}
