package heed.filters;

import static org.assertj.core.api.Assertions.assertThat;

import heed.filters.json.Problem;
import heed.filters.json.ProblemText;
import heed.filters.json.ReadResult;
import heed.filters.json.SourceText;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Input that is designed to consume much time or memory is answered soon, with problems that can be shown. */
@Timeout(60)
class PathologicalCriteriaTest {
    private static final Map<String, String> PATHOLOGICAL = new TreeMap<>(Map.ofEntries(
            Map.entry("brackets 100,000 deep", "[".repeat(100_000)),
            Map.entry("objects 100,000 deep", "{\"not\":".repeat(100_000)),
            Map.entry("brackets of a formula 9,000 deep", numbered("(".repeat(9_000))),
            Map.entry("a formula of 1,601 numbers that do not exist", numbered("9" + " AND 9".repeat(1_600))),
            Map.entry(
                    "9,000 unknown fields on one line",
                    many("{\"field\":\"Cxxxty%s\",\"operator\":\"is-empty\"}", 9_000)),
            Map.entry(
                    "9,000 unknown operators",
                    many("{\"field\":\"City\",\"operator\":\"equxls%s\",\"value\":1}", 9_000)),
            Map.entry(
                    "10,000 unknown countries",
                    "{\"field\":\"Country\",\"operator\":\"equals\",\"value\":[" + list("\"Frnce%s\"", 10_000) + "]}"),
            Map.entry(
                    "10,000 wrong time frames",
                    "{\"field\":\"Created\",\"operator\":\"in-time-frame\",\"value\":[" + list("\"lst %s dys\"", 10_000)
                            + "]}"),
            Map.entry("20,000 empty lists", many("{\"all\":[]}", 20_000)),
            Map.entry("50,000 unknown properties", "{" + list("\"p%s\":1", 50_000) + "}"),
            Map.entry("50,000 properties of one name", "{" + list("\"field\":%s", 50_000) + "}"),
            Map.entry("a text of 4,000,000 characters", "\"" + "x".repeat(4_000_000) + "\""),
            Map.entry("a number of 4,000,000 digits", "9".repeat(4_000_000)),
            Map.entry("a name of 4,000,000 characters", "{\"" + "x".repeat(4_000_000) + "\":1}"),
            Map.entry("4,000,000 backslashes", "\"" + "\\".repeat(4_000_000)),
            Map.entry("4,000,000 line breaks", "\n".repeat(4_000_000)),
            Map.entry("4,000,000 NULs", "\u0000".repeat(4_000_000))));

    static List<String> pathological() {
        return List.copyOf(PATHOLOGICAL.keySet());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pathological")
    void pathological_criteria_are_answered_with_problems_in_time(String name) {
        SourceText source = new SourceText("who.json", PATHOLOGICAL.get(name));
        List<Problem> problems = CriterionReader.read(source, CriterionFixtures.FIELDS, CriterionFixtures.PARIS)
                .either(valid -> List.of(), ReadResult.Invalid::problems);
        assertThat(problems).isNotEmpty().hasSizeLessThanOrEqualTo(1_001);
        assertThat(ProblemText.of(problems, source)).hasSizeLessThan(1_000_000);
    }

    private static String numbered(String formula) {
        return "{\"formula\":\"" + formula + "\",\"criteria\":[{\"all\":[]}]}";
    }

    private static String many(String criterion, int count) {
        return "{\"any\":[" + list(criterion, count) + "]}";
    }

    private static String list(String item, int count) {
        return item.contains("%s")
                ? IntStream.range(0, count)
                        .mapToObj(i -> item.replace("%s", Integer.toString(i)))
                        .collect(Collectors.joining(","))
                : String.join(",", Collections.nCopies(count, item));
    }
}
