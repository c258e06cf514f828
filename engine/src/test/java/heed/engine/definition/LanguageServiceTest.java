package heed.engine.definition;

import static org.assertj.core.api.Assertions.assertThat;

import heed.actions.ActionTypes;
import heed.engine.definition.LanguageService.Mark;
import heed.filters.json.ProblemCode;
import heed.model.testing.Promise;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What an author sees in VS Code: the marks of its language service, with the schema as {@code heed schema} prints it. */
@Tag("proof")
class LanguageServiceTest {
    private static final int MUTATIONS = 3_000;

    /** The refused samples that an editor shows without a mark, and why. */
    private static final Map<String, String> UNMARKED_SAMPLES = Map.of(
            "empty.json", "an empty document has no place for a mark",
            "send-email-id.json", "whether an action needs an id depends on the other actions");

    enum Printed {
        /** {@code heed schema} */
        PLAIN(DefinitionSchema.text(), DefinitionSchemaTest.BEYOND_A_SCHEMA),
        /** {@code heed schema --store} */
        OF_AN_ACCOUNT(
                AccountSchema.text(DefinitionSamples.FIELDS, ActionTypes.standard()),
                DefinitionSchemaTest.BEYOND_THE_SCHEMA_OF_AN_ACCOUNT);

        private final String schema;
        private final Set<ProblemCode> beyond;

        Printed(String schema, Set<ProblemCode> beyond) {
            this.schema = schema;
            this.beyond = EnumSet.copyOf(beyond);
            this.beyond.remove(ProblemCode.DUPLICATE_PROPERTY); // which the service marks by itself
        }
    }

    @BeforeAll
    static void require() {
        LanguageService.require();
    }

    @ParameterizedTest
    @EnumSource
    void a_valid_definition_has_no_mark(Printed printed) throws Exception {
        List<Path> files = DefinitionSamples.files("valid");
        List<List<Mark>> marks = LanguageService.marks(printed.schema, texts(files));
        for (int i = 0; i < files.size(); i++) {
            assertThat(marks.get(i)).as(files.get(i).toString()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    @Promise(7)
    void a_refused_definition_has_a_mark(Printed printed) throws Exception {
        List<Path> files = DefinitionSamples.files("invalid");
        List<List<Mark>> marks = LanguageService.marks(printed.schema, texts(files));
        List<String> unmarked = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            if (marks.get(i).isEmpty()) {
                unmarked.add(files.get(i).getFileName().toString());
            }
        }
        assertThat(unmarked).containsExactlyInAnyOrderElementsOf(UNMARKED_SAMPLES.keySet());
    }

    @ParameterizedTest(name = "{0}, seed {1}")
    @CsvSource({"PLAIN, 11", "PLAIN, 12", "OF_AN_ACCOUNT, 11", "OF_AN_ACCOUNT, 12"})
    @Promise(7)
    void a_changed_definition_has_a_mark_exactly_if_it_is_refused(Printed printed, long seed) throws Exception {
        Random random = new Random(seed);
        List<JsonNode> valid = new ArrayList<>();
        for (String text : texts(DefinitionSamples.files("valid"))) {
            valid.add(new JsonMapper().readTree(text));
        }
        List<String> changed = new ArrayList<>();
        for (int i = 0; i < MUTATIONS; i++) {
            changed.add(new DefinitionMutator(random).mutate(valid.get(i % valid.size())));
        }
        List<List<Mark>> marks = LanguageService.marks(printed.schema, changed);
        int marked = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            Set<ProblemCode> problems = DefinitionSchemaTest.problems(changed.get(i));
            marked += marks.get(i).isEmpty() ? 0 : 1;
            if (problems.isEmpty()) {
                assertThat(marks.get(i)).as("accepted: %s", changed.get(i)).isEmpty();
            } else if (marks.get(i).isEmpty()) {
                assertThat(printed.beyond)
                        .as("refused without a mark: %s", changed.get(i))
                        .containsAll(problems);
            }
        }
        assertThat(marked).isGreaterThan(MUTATIONS / 3);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{\"field\": \"Renewl Date\", \"operator\": \"is-empty\"}|The account has no field of this name.",
                "{\"field\": \"Country\", \"operator\": \"equals\", \"value\": \"Frnce\"}|There is no country of this name"
                        + " or code.",
                "{\"field\": \"Country\", \"operator\": \"equals\", \"value\": [\"Canada\", \"Untied States\"]}|There is no"
                        + " country of this name or code.",
                "{\"field\": \"Renewal Date\", \"operator\": \"equals\", \"value\": \"31.01.2026\"}|This is a date in"
                        + " quotes, such as \"2026-01-31\".",
                "{\"field\": \"Seats\", \"operator\": \"equals\", \"value\": \"five\"}|This is a number without quotes, such"
                        + " as 1200.5.",
                "{\"field\": \"Created\", \"operator\": \"in-time-frame\", \"value\": \"180 days\"}|This is no time frame; time"
                        + " frames are today, this month, last 30 days, next 2 weeks, 3 days ago, more than 1 year ago and the"
                        + " like.",
                "{\"field\": \"City\", \"operator\": \"equals\", \"value\": \" \"}|This is text in double"
                        + " quotes that is not blank."
            })
    void a_mark_says_in_words_what_would_be_right(String who, String message) throws Exception {
        String definition = """
                {
                  "id": "a",
                  "name": "A",
                  "who": %s,
                  "actions": [ { "action": "set-field", "field": "City", "value": "Bern" } ],
                  "run": { "mode": "once" }
                }
                """.formatted(who);
        List<Mark> marks = LanguageService.marks(Printed.OF_AN_ACCOUNT.schema, List.of(definition))
                .get(0);
        assertThat(marks).extracting(Mark::line).containsOnly(4);
        assertThat(marks).extracting(Mark::message).contains(message);
    }

    @Test
    void a_mark_in_an_action_says_in_words_what_would_be_right() throws Exception {
        String definition = """
                {
                  "id": "a b",
                  "name": " ",
                  "who": {"all": []},
                  "actions": [ { "action": "send-email", "subject": "a\\nb", "htmlFile": "../a.html", "html": "a",
                                 "class": "news" },
                               { "action": "set-field", "field": "Id", "value": "1" } ],
                  "run": { "mode": "twice" }
                }
                """;
        assertThat(LanguageService.marks(Printed.PLAIN.schema, List.of(definition))
                        .get(0))
                .extracting(mark -> mark.line() + " " + mark.message())
                .containsExactlyInAnyOrder(
                        "2 An id has 1 to 100 lower-case letters a to z, digits and hyphens, and does not begin with a"
                                + " hyphen.",
                        "3 A name is one line of 1 to 200 characters that is not blank.",
                        "5 A subject is one line of text that is not blank.",
                        "5 This is the path of a file within the folder of the definition, such as"
                                + " \"mails/spring.html\".",
                        "5 html and htmlFile give the same text; keep one of them.",
                        "6 A mail's class is marketing or transactional.",
                        "7 This is the name of a field that an action can set: any field except Id and Created.",
                        "8 The only mode is once.");
    }

    private static List<String> texts(List<Path> files) throws IOException {
        List<String> texts = new ArrayList<>();
        for (Path file : files) {
            texts.add(DefinitionSamples.source(file).text());
        }
        return texts;
    }
}
