package heed.filters.reading;

import static org.assertj.core.api.Assertions.assertThat;

import heed.filters.Criterion;
import heed.filters.CriterionFixtures;
import heed.filters.Operator;
import heed.model.field.Field;
import heed.model.field.Value;
import heed.model.prospect.Prospect;
import heed.model.prospect.ProspectId;
import heed.model.prospect.ValueReader;
import heed.model.run.EvaluationTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests every operator against truth tables made by hand, also for empty fields. */
class PredicateOfTest {
    private static final EvaluationTime EVALUATION_TIME =
            new EvaluationTime(Instant.parse("2024-05-15T10:00:00Z"), CriterionFixtures.PARIS);

    /**
     * The columns are a field, an operator, one or more values, the prospect's value (empty for an empty field), and
     * whether the criterion matches. The rows are chosen so that one value matches, the other does not, both do, or
     * neither does.
     */
    private static final String TABLE = """
            City           | equals                          | "Paris"             |               | no
            City           | equals                          | "Paris"             | paris         | yes
            City           | equals                          | "Paris"             | Paris Nord    | no
            City           | equals                          | ["Paris","Nice"]    | NICE          | yes
            City           | equals                          | ["Paris","Nice"]    | Lyon          | no
            City           | does-not-equal                  | "Paris"             |               | yes
            City           | does-not-equal                  | "Paris"             | PARIS         | no
            City           | does-not-equal                  | ["Paris","Nice"]    | Nice          | no
            City           | does-not-equal                  | ["Paris","Nice"]    | Lyon          | yes
            City           | contains                        | "ar"                |               | no
            City           | contains                        | "AR"                | Paris         | yes
            City           | contains                        | ["x","ri"]          | Paris         | yes
            City           | contains                        | ["x","y"]           | Paris         | no
            City           | contains                        | "%"                 | Paris         | no
            City           | contains                        | "e"                 | é             | no
            City           | does-not-contain                | "ar"                |               | yes
            City           | does-not-contain                | ["x","ri"]          | Paris         | no
            City           | does-not-contain                | ["x","y"]           | Paris         | yes
            City           | starts-with                     | "pa"                |               | no
            City           | starts-with                     | ["ni","PA"]         | Paris         | yes
            City           | starts-with                     | "aris"              | Paris         | no
            City           | does-not-start-with             | "pa"                |               | yes
            City           | does-not-start-with             | ["ni","pa"]         | Paris         | no
            City           | does-not-start-with             | ["ni","ly"]         | Paris         | yes
            City           | ends-with                       | "is"                |               | no
            City           | ends-with                       | ["x","IS"]          | Paris         | yes
            City           | ends-with                       | "pari"              | Paris         | no
            City           | does-not-end-with               | "is"                |               | yes
            City           | does-not-end-with               | ["x","is"]          | Paris         | no
            City           | does-not-end-with               | ["x","y"]           | Paris         | yes
            City           | is-empty                        |                     |               | yes
            City           | is-empty                        |                     | Paris         | no
            City           | is-not-empty                    |                     |               | no
            City           | is-not-empty                    |                     | Paris         | yes
            City           | equals                          | "Strasse"           | Straße        | no
            City           | equals                          | "οδος"              | ΟΔΟΣ          | yes
            City           | equals                          | "cafe\\u0301"       | CAFÉ          | yes
            Country        | equals                          | "Canada"            | can           | yes
            Country        | equals                          | "Canada"            | Kanada?       | no
            Country        | equals                          | ["France","CA"]     | Canada        | yes
            Country        | does-not-equal                  | "Canada"            | Kanada?       | yes
            Country        | does-not-equal                  | "Canada"            |               | yes
            Country        | does-not-equal                  | ["FR","CA"]         | Canada        | no
            Country        | contains                        | "ana"               | CA            | yes
            Country        | contains                        | "ca"                | FR            | no
            Country        | starts-with                     | "kan"               | Kanada?       | yes
            Country        | does-not-end-with               | "DA"                | CA            | no
            Bounced        | equals                          | false               |               | yes
            Bounced        | equals                          | true                |               | no
            Bounced        | does-not-equal                  | true                |               | yes
            Bounced        | is-empty                        |                     |               | no
            Bounced        | is-not-empty                    |                     |               | yes
            Bounced        | equals                          | [true,false]        | Yes           | yes
            My "yes-no" 1  | equals                          | false               |               | no
            My "yes-no" 1  | does-not-equal                  | true                |               | yes
            My "yes-no" 1  | is-empty                        |                     |               | yes
            My "yes-no" 1  | equals                          | false               | No            | yes
            Lead Score     | equals                          | 1.50                | 1.5           | yes
            Lead Score     | equals                          | 0                   |               | no
            Lead Score     | equals                          | -0.0                | 0             | yes
            Lead Score     | does-not-equal                  | 0                   |               | yes
            Lead Score     | does-not-equal                  | [1,2]               | 2             | no
            Lead Score     | does-not-equal                  | [1,2]               | 3             | yes
            Lead Score     | less-than                       | 5                   |               | no
            Lead Score     | less-than                       | 5                   | 4.9           | yes
            Lead Score     | less-than                       | 5                   | 5             | no
            Lead Score     | less-than                       | [1,9]               | 5             | yes
            Lead Score     | less-than-or-empty              | 5                   |               | yes
            Lead Score     | less-than-or-empty              | 5                   | -1            | yes
            Lead Score     | less-than-or-empty              | 5                   | 5             | no
            Lead Score     | less-than-or-equals             | 5                   |               | no
            Lead Score     | less-than-or-equals             | 5                   | 5             | yes
            Lead Score     | less-than-or-equals             | 5                   | 5.1           | no
            Lead Score     | less-than-or-equals-or-empty    | 5                   |               | yes
            Lead Score     | less-than-or-equals-or-empty    | 5                   | 5             | yes
            Lead Score     | less-than-or-equals-or-empty    | 5                   | 6             | no
            Lead Score     | greater-than                    | 5                   |               | no
            Lead Score     | greater-than                    | 5                   | 5.1           | yes
            Lead Score     | greater-than                    | 5                   | 5             | no
            Lead Score     | greater-than                    | [9,1]               | 5             | yes
            Lead Score     | greater-than-or-empty           | 5                   |               | yes
            Lead Score     | greater-than-or-empty           | 5                   | 6             | yes
            Lead Score     | greater-than-or-empty           | 5                   | 5             | no
            Lead Score     | greater-than-or-equals          | 5                   |               | no
            Lead Score     | greater-than-or-equals          | 5                   | 5             | yes
            Lead Score     | greater-than-or-equals          | 5                   | 4             | no
            Lead Score     | greater-than-or-equals-or-empty | 5                   |               | yes
            Lead Score     | greater-than-or-equals-or-empty | 5                   | 5             | yes
            Lead Score     | greater-than-or-equals-or-empty | 5                   | 4             | no
            Lead Score     | is-empty                        |                     | 0             | no
            My "date" 1    | equals                          | "2024-05-15"        | 2024-05-15    | yes
            My "date" 1    | less-than                       | "2024-05-15"        | 2024-05-14    | yes
            My "date" 1    | greater-than-or-equals-or-empty | "2024-05-15"        |               | yes
            My "date" 1    | in-time-frame                   | "today"             |               | no
            My "date" 1    | in-time-frame                   | "today"             | 2024-05-15    | yes
            My "date" 1    | in-time-frame                   | ["today","tomorrow"]| 2024-05-16    | yes
            My "date" 1    | in-time-frame                   | ["today","tomorrow"]| 2024-05-14    | no
            My "date" 1    | not-in-time-frame               | "today"             |               | yes
            My "date" 1    | not-in-time-frame               | ["today","tomorrow"]| 2024-05-16    | no
            My "date" 1    | not-in-time-frame               | ["today","tomorrow"]| 2024-05-14    | yes
            Created        | equals                          | "2024-05-15"        | 2024-05-14T22:00:00Z | yes
            Created        | equals                          | "2024-05-15"        | 2024-05-14T21:59:59.999Z | no
            Created        | equals                          | "2024-05-14T22:00:00Z" | 2024-05-14T22:00:00.001Z | no
            Created        | less-than                       | "2024-05-15"        | 2024-05-14T21:59:59.999Z | yes
            Created        | less-than                       | "2024-05-15"        | 2024-05-14T22:00:00Z | no
            Created        | greater-than                    | "2024-05-15"        | 2024-05-15T21:59:59.999Z | no
            Created        | greater-than                    | "2024-05-15"        | 2024-05-15T22:00:00Z | yes
            Created        | greater-than                    | "2024-05-15T10:00:00Z" | 2024-05-15T10:00:00.001Z | yes
            Created        | in-time-frame                   | "today"             | 2024-05-14T22:00:00Z | yes
            Created        | in-time-frame                   | "today"             | 2024-05-15T22:00:00Z | no
            Created        | in-time-frame                   | "more than 1 day ago" | 0001-01-01T00:00:00Z | yes
            My "tags" 1    | contains                        | "vip"               |               | no
            My "tags" 1    | contains                        | "vip"               | VIP; news     | yes
            My "tags" 1    | contains                        | "vi"                | VIP; news     | no
            My "tags" 1    | contains                        | ["x","news"]        | VIP; news     | yes
            My "tags" 1    | does-not-contain                | "vip"               |               | yes
            My "tags" 1    | does-not-contain                | ["x","news"]        | VIP; news     | no
            My "tags" 1    | does-not-contain                | ["x","y"]           | VIP; news     | yes
            My "tags" 1    | is-empty                        |                     |               | yes
            My "tags" 1    | is-not-empty                    |                     | VIP           | yes
            """;

    @Test
    void every_operator_follows_the_truth_table() {
        Set<Operator> operators = new HashSet<>();
        for (String line : TABLE.lines().toList()) {
            String[] cells =
                    Arrays.stream(line.split("\\|", -1)).map(String::strip).toArray(String[]::new);
            operators.add(Operator.find(cells[1]).orElseThrow());
            assertThat(PredicateOf.criterion(criterion(cells), EVALUATION_TIME).test(prospect(cells[0], cells[3])))
                    .as(line)
                    .isEqualTo(cells[4].equals("yes"));
        }
        assertThat(operators).containsExactlyInAnyOrder(Operator.values());
    }

    @Test
    void not_negates_every_result_also_for_an_empty_field() {
        for (String line : TABLE.lines().toList()) {
            String[] cells =
                    Arrays.stream(line.split("\\|", -1)).map(String::strip).toArray(String[]::new);
            Criterion not = new Criterion.Not(criterion(cells));
            assertThat(PredicateOf.criterion(not, EVALUATION_TIME).test(prospect(cells[0], cells[3])))
                    .as("not: " + line)
                    .isEqualTo(cells[4].equals("no"));
        }
    }

    @ParameterizedTest(name = "{0} {1}: all {2}, any {3}")
    @CsvSource({
        "true, true, true, true",
        "true, false, false, true",
        "false, true, false, true",
        "false, false, false, false"
    })
    void all_requires_every_part_and_any_requires_one(boolean first, boolean second, boolean all, boolean any) {
        Prospect paris = prospect("City", "Paris");
        List<Criterion> parts = List.of(paris(first), paris(second));
        assertThat(PredicateOf.criterion(new Criterion.All(parts), EVALUATION_TIME)
                        .test(paris))
                .isEqualTo(all);
        assertThat(PredicateOf.criterion(new Criterion.Any(parts), EVALUATION_TIME)
                        .test(paris))
                .isEqualTo(any);
    }

    @Test
    void an_all_without_parts_selects_everyone() {
        assertThat(PredicateOf.criterion(new Criterion.All(List.of()), EVALUATION_TIME)
                        .test(prospect("City", "")))
                .isTrue();
    }

    private static Criterion paris(boolean matches) {
        return new Criterion.Presence(CriterionFixtures.FIELDS.find("City").orElseThrow(), !matches);
    }

    private static Criterion criterion(String[] cells) {
        return CriterionFixtures.parse("{\"field\":\"" + cells[0].replace("\"", "\\\"") + "\",\"operator\":\""
                + cells[1] + "\"" + (cells[2].isEmpty() ? "" : ",\"value\":" + cells[2]) + "}");
    }

    private static Prospect prospect(String fieldName, String text) {
        Field field = CriterionFixtures.FIELDS.find(fieldName).orElseThrow();
        Optional<Value> value = ValueReader.read(field, text, CriterionFixtures.PARIS);
        return new Prospect(new ProspectId(1), new Value[CriterionFixtures.FIELDS.size()]).with(field, value);
    }
}
