package heed.filters.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {

    @Test
    void every_node_has_its_line_column_and_pointer() {
        JsonTree.ObjectNode root = (JsonTree.ObjectNode) tree("{ \"a\": [1,\r\n\t\"x\", true],\r \"b/c~d\" : null }");
        JsonTree.ArrayNode list = (JsonTree.ArrayNode) root.find("a").orElseThrow();
        assertThat(root.location()).hasToString("1:1  ");
        assertThat(root.members().get("a").nameLocation()).hasToString("1:3  /a");
        assertThat(list.location()).hasToString("1:8  /a");
        assertThat(list.elements())
                .extracting(item -> item.location().toString())
                .containsExactly("1:9  /a/0", "2:2  /a/1", "2:7  /a/2");
        assertThat(root.members().get("b/c~d").nameLocation()).hasToString("3:2  /b~1c~0d");
        assertThat(root.find("b/c~d").orElseThrow().location()).hasToString("3:12  /b~1c~0d");
    }

    @Test
    void columns_count_characters_without_a_byte_order_mark() {
        JsonTree.ArrayNode list = (JsonTree.ArrayNode) tree("\uFEFF[\"😀é\", 1]");
        assertThat(list.location()).hasToString("1:1  ");
        assertThat(list.elements().get(1).location()).hasToString("1:8  /1");
    }

    /** The first column is the JSON, with ¶ for a line break; the second is the reported location. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    ``                       | 1:1  | the file is empty
                    `  ¶ `                   | 1:1  | the file is empty
                    {                        | 1:2  | the file ends before the "{" of line 1 is closed
                    {¶"a": [1,               | 2:9  | the file ends before the "[" of line 2 is closed
                    {"a                      | 1:4  | the file ends before the text that begins in line 1 is closed
                    {"a"                     | 1:5  | the file ends before the "{" of line 1 is closed
                    {"a":1,}                 | 1:7  | a comma too many: no value follows it
                    [1,¶¶]                   | 1:3  | a comma too many: no value follows it
                    [1,,2]                   | 1:4  | a comma too many: no value precedes it
                    [,1]                     | 1:2  | a comma too many: no value precedes it
                    [1 2]                    | 1:4  | a comma is missing before this
                    {"a":1 "b":2}            | 1:8  | a comma is missing before this
                    {"a":"b""c":1}           | 1:9  | a comma is missing before this, or the text goes on: a double quote inside a text is written \\"
                    {"a":[]¶"b":1}           | 2:1  | a comma is missing before this
                    {"a":{}¶"b":1}           | 2:1  | a comma is missing before this
                    [{"a":1}{"a":1}]         | 1:9  | a comma is missing before this
                    {"a" 1}                  | 1:6  | a colon is missing between the name and its value
                    {"a","b"}                | 1:5  | a colon is missing between the name and its value
                    {"a":}                   | 1:6  | a value is expected after the colon: "text", a number, true, false, null, { … } or [ … ]
                    {"a":yes}                | 1:6  | a value is expected after the colon: "text", a number, true, false, null, { … } or [ … ]
                    [True]                   | 1:2  | a value is expected here: "text", a number, true, false, null, { … } or [ … ]
                    {a:1}                    | 1:2  | the name of a property is expected here, in double quotes
                    {'a':1}                  | 1:2  | text and names need straight double quotes
                    {“a”:1}                  | 1:2  | text and names need straight double quotes
                    [01]                     | 1:3  | a number is written like 12, -0.5 or 1.5e3
                    [+1]                     | 1:3  | a number is written like 12, -0.5 or 1.5e3
                    [.5]                     | 1:2  | a number is written like 12, -0.5 or 1.5e3
                    [1.]                     | 1:3  | a number is written like 12, -0.5 or 1.5e3
                    [1e]                     | 1:3  | a number is written like 12, -0.5 or 1.5e3
                    [-]                      | 1:3  | a number is written like 12, -0.5 or 1.5e3
                    [12x]                    | 1:4  | a number is written like 12, -0.5 or 1.5e3
                    ["a¶b"]                  | 1:4  | the text is not closed on its line: a quote is missing, or a line break must be written as \\n
                    ["a\\qb"]                | 1:5  | there is no escape \\q; a backslash is written \\\\
                    ["a\\u12"]               | 1:8  | \\u needs four hexadecimal digits
                    // no                    | 1:1  | JSON has no comments
                    {} x                     | 1:4  | the JSON ended before this; a file holds one object
                    {}{}                     | 1:3  | the JSON ended before this; a file holds one object
                    {"a":[1}                 | 1:8  | "}" does not close the "[" of line 1
                    ]                        | 1:1  | "]" closes nothing that was opened
                    """)
    void a_syntax_error_is_explained_in_words(String json, String location, String message) {
        Problem problem = onlyProblem(json.replace('¶', '\n'));
        assertThat(problem.code()).isEqualTo("not-json");
        assertThat(problem.message()).isEqualTo(message);
        assertThat(problem.line() + ":" + problem.column()).isEqualTo(location);
    }

    @Test
    void every_repetition_of_a_property_is_a_problem() {
        assertThat(problems("{\"a\":1,\n\"a\":2,\n\"\\u0061\":3}"))
                .extracting(Problem::line, Problem::code, Problem::message)
                .containsExactly(
                        tuple(2, "duplicate-property", "\"a\" occurs twice, first in line 1"),
                        tuple(3, "duplicate-property", "\"a\" occurs twice, first in line 1"));
    }

    @Test
    void an_exceeded_limit_is_a_problem_at_its_location() {
        assertThat(onlyProblem("[".repeat(100_000)).code()).isEqualTo("too-deep");
        assertThat(onlyProblem("{\"a\":".repeat(65) + "1" + "}".repeat(65)).column())
                .isEqualTo(64 * 5 + 1);
        assertThat(problems("[".repeat(64) + "]".repeat(64))).isEmpty();
        assertThat(onlyProblem("[\"" + "x".repeat(10_001) + "\"]").message())
                .isEqualTo("text is longer than 10,000 characters");
        assertThat(onlyProblem("{\"" + "x".repeat(201) + "\":1}").code()).isEqualTo("too-large");
        assertThat(onlyProblem("[" + "9".repeat(100_000) + "]").code()).isEqualTo("too-large");
        assertThat(onlyProblem("[" + "1,".repeat(500_000) + "1]").code()).isEqualTo("too-large");
        assertThat(onlyProblem("[\"" + "é".repeat(2_200_000) + "\"]").message())
                .isEqualTo("the file is larger than 4 MB");
        assertThat(onlyProblem("1e99999999999").message()).isEqualTo("1e99999999999 is out of the range of numbers");
        assertThat(problems("[1e999999999, -1e-999999999]")).isEmpty();
    }

    @Test
    void half_of_a_surrogate_pair_and_nul_are_problems() {
        assertThat(problems("[\"\\ud800\", \"\\udc00x\", \"a\\u0000\", \"\ud800\", \"\\ud83d\\ude00\"]"))
                .extracting(Problem::code, Problem::pointer)
                .containsExactly(
                        tuple("bad-text", "/0"),
                        tuple("bad-text", "/1"),
                        tuple("bad-text", "/2"),
                        tuple("bad-text", "/3"));
        assertThat(onlyProblem("\u0000{}").code()).isEqualTo("not-json");
    }

    @Test
    void bytes_that_are_not_utf_8_are_a_problem_at_their_location() {
        byte[] latin1 = "{\n \"city\": \"Orléans\" }".getBytes(StandardCharsets.ISO_8859_1);
        Problem problem = onlyProblem(SourceText.of("a.json", latin1));
        assertThat(problem.code()).isEqualTo("not-utf-8");
        assertThat(problem.line() + ":" + problem.column()).isEqualTo("2:14");
        assertThat(onlyProblem(SourceText.of("a.json", "{}".getBytes(StandardCharsets.UTF_16)))
                        .code())
                .isEqualTo("not-utf-8");
    }

    @Test
    void only_the_beginning_of_a_huge_file_is_read(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("huge.json");
        byte[] bytes = new byte[SourceText.MAX_BYTES * 3];
        Arrays.fill(bytes, (byte) ' ');
        Files.write(file, bytes);
        SourceText source = SourceText.of(file);
        assertThat(source.text()).hasSize(SourceText.MAX_BYTES + 1);
        assertThat(onlyProblem(source).code()).isEqualTo("too-large");
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void every_input_gives_a_tree_or_a_problem(long seed) {
        Random random = new Random(seed);
        String validJson = "{\"a\": [1.5e3, \"x\\u00e9\\n\", true, null], \"b\": {\"c\": -0.1}}\n";
        String marks = "{}[],:\"\\'/#+-.eE019 tfn\n\t\r\u0000\ufeff\ud800é";
        for (int i = 0; i < 5_000; i++) {
            StringBuilder text = new StringBuilder(validJson);
            for (int edits = 1 + random.nextInt(3); edits > 0; edits--) {
                int index = random.nextInt(text.length() + 1);
                switch (random.nextInt(3)) {
                    case 0 -> text.delete(index, index + 1);
                    case 1 -> text.insert(index, marks.charAt(random.nextInt(marks.length())));
                    default -> text.setLength(index);
                }
            }
            SourceText source = new SourceText("a.json", text.toString());
            Problems problems = new Problems(source);
            Optional<JsonTree> tree = JsonReader.read(problems);
            assertThat(tree.isPresent() || !problems.isEmpty()).isTrue();
            assertThat(ProblemText.of(problems.toList(), source)).isNotNull();
        }
    }

    private static JsonTree tree(String json) {
        Problems problems = new Problems(new SourceText("a.json", json));
        JsonTree tree = JsonReader.read(problems).orElseThrow();
        assertThat(problems.toList()).isEmpty();
        return tree;
    }

    private static List<Problem> problems(String json) {
        Problems problems = new Problems(new SourceText("a.json", json));
        JsonReader.read(problems);
        return problems.toList();
    }

    private static Problem onlyProblem(String json) {
        return onlyProblem(new SourceText("a.json", json));
    }

    private static Problem onlyProblem(SourceText source) {
        Problems problems = new Problems(source);
        JsonReader.read(problems);
        assertThat(problems.toList()).hasSize(1);
        return problems.toList().get(0);
    }
}
