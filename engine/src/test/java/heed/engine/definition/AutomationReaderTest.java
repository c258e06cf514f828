package heed.engine.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heed.actions.Action;
import heed.actions.ActionType;
import heed.actions.ActionTypes;
import heed.actions.Arguments;
import heed.actions.InvalidArgumentsException;
import heed.actions.Parameter;
import heed.filters.json.Problem;
import heed.filters.json.ProblemCode;
import heed.filters.json.ProblemText;
import heed.filters.json.ReadResult;
import heed.filters.json.SourceText;
import heed.filters.reading.SentenceOf;
import heed.model.field.Field;
import heed.model.field.StandardFields;
import heed.model.field.Value;
import heed.model.prospect.Prospect;
import heed.model.prospect.ProspectId;
import heed.model.run.Effect;
import heed.model.run.EvaluationTime;
import heed.model.testing.Promise;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AutomationReaderTest {

    static List<Path> invalid() {
        return DefinitionSamples.files("invalid");
    }

    static List<Path> valid() {
        return DefinitionSamples.files("valid");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("invalid")
    @Promise(7)
    void an_invalid_definition_is_reported_with_every_problem(Path file) throws IOException {
        SourceText source = DefinitionSamples.source(file);
        String actual = DefinitionSamples.read(source)
                .either(valid -> "no problem", invalid -> ProblemText.of(invalid.problems(), source));
        assertThat(actual).isEqualTo(DefinitionSamples.golden(file, ".problems", actual));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("valid")
    void a_valid_definition_is_read_as_expected(Path file) throws IOException {
        SourceText source = DefinitionSamples.source(file);
        String actual = DefinitionSamples.read(source)
                .either(valid -> describe(valid, source), invalid -> ProblemText.of(invalid.problems(), source));
        assertThat(actual).isEqualTo(DefinitionSamples.golden(file, ".read", actual));
    }

    @Test
    void the_invalid_samples_have_problems_of_every_code() throws IOException {
        Set<String> codes = new HashSet<>();
        for (Path file : invalid()) {
            codes.addAll(DefinitionSamples.read(DefinitionSamples.source(file))
                    .either(
                            valid -> List.<String>of(),
                            invalid -> invalid.problems().stream()
                                    .map(Problem::code)
                                    .toList()));
        }
        // MORE_PROBLEMS needs a sample of a thousand problems; the others are warnings, which only valid definitions
        // have.
        assertThat(codes)
                .containsExactlyInAnyOrderElementsOf(EnumSet.complementOf(EnumSet.of(
                                ProblemCode.MORE_PROBLEMS,
                                ProblemCode.EVERYONE,
                                ProblemCode.FIELD_SET_TWICE,
                                ProblemCode.LOOKS_LIKE_A_LIST,
                                ProblemCode.MESSAGE))
                        .stream()
                        .map(ProblemCode::id)
                        .toList());
    }

    @Test
    void a_custom_action_type_is_read_by_its_parameters() {
        AutomationReader reader = reader(new ShoutActionType());
        Automation automation = DefinitionSamples.requireValid(read(reader, """
                {"action": "shout", "words": "hello", "to": "City", "times": 2.5, "loud": "YES"}"""));
        assertThat(automation.steps().get(0).action()).isEqualTo(new ShoutAction("hello 2.5 true City"));
        Automation shortest =
                DefinitionSamples.requireValid(read(reader, "{\"action\": \"shout\", \"words\": \"hello\"}"));
        assertThat(shortest.steps().get(0).action()).isEqualTo(new ShoutAction("hello 1.0 false nobody"));
    }

    @Test
    void a_problem_that_an_action_type_reports_is_located_at_its_parameter() {
        assertThat(problems(reader(new ShoutActionType()), """
                {"action": "shout", "words": 5, "to": "Id", "times": "2", "loud": 1, "volume": 3}"""))
                .extracting(problem -> problem.pointer() + " " + problem.code())
                .containsExactly(
                        "/actions/0/words wrong-type",
                        "/actions/0/to field-not-settable",
                        "/actions/0/times wrong-type",
                        "/actions/0/loud wrong-type",
                        "/actions/0/volume unknown-property");
        assertThat(problems(reader(new ShoutActionType()), "{\"action\": \"shout\", \"words\": \"rude\"}"))
                .extracting(problem -> problem.pointer() + " " + problem.code() + " " + problem.message())
                .containsExactly("/actions/0/words rude nobody shouts that");
    }

    @Test
    void null_sets_a_flag_to_No_and_clears_any_other_field() {
        Automation automation = DefinitionSamples.requireValid(DefinitionSamples.read(definition("""
                {"action": "set-field", "field": "Bounced", "value": null},
                {"action": "set-field", "field": "City", "value": null}""")));
        Prospect prospect = new Prospect(new ProspectId(1), new Value[StandardFields.ALL.size()]);
        EvaluationTime evaluationTime = new EvaluationTime(Instant.EPOCH, ZoneId.of("UTC"));
        assertThat(automation.steps().stream()
                        .flatMap(step -> step.action().plan(List.of(prospect), evaluationTime).stream())
                        .map(effect -> ((Effect.FieldChange) effect)
                                .to()
                                .map(Value::text)
                                .orElse("empty")))
                .containsExactly("No", "empty");
    }

    @Test
    void an_automation_without_actions_cannot_be_built() {
        Automation automation = DefinitionSamples.requireValid(DefinitionSamples.read(
                definition("{\"action\": \"set-field\", \"field\": \"City\", \"value\": \"x\"}")));
        assertThatThrownBy(() -> new Automation("a", "A", automation.criteria(), List.of(), RunMode.ONCE))
                .hasMessageContaining("has actions with unique ids");
    }

    private static String describe(ReadResult.Valid<AutomationSource> valid, SourceText source) {
        Automation automation = valid.value().automation();
        StringBuilder words = new StringBuilder();
        words.append(automation.id()).append(": ").append(automation.name()).append('\n');
        words.append("who: ")
                .append(SentenceOf.criterion(automation.criteria(), ZoneOffset.UTC))
                .append('\n');
        automation
                .steps()
                .forEach(step -> words.append("action ")
                        .append(step.id())
                        .append(": ")
                        .append(step.type().label())
                        .append(' ')
                        .append(step.action().inputFields())
                        .append('\n'));
        words.append("run: ").append(automation.runMode().id()).append('\n');
        return valid.warnings().isEmpty()
                ? words.toString()
                : words.append('\n')
                        .append(ProblemText.of(valid.warnings(), source))
                        .toString();
    }

    private static AutomationReader reader(ActionType type) {
        return new AutomationReader(DefinitionSamples.FIELDS, ZoneId.of("UTC"), ActionTypes.of(type));
    }

    private static List<Problem> problems(AutomationReader reader, String action) {
        return read(reader, action).either(valid -> List.of(), ReadResult.Invalid::problems);
    }

    private static ReadResult<AutomationSource> read(AutomationReader reader, String action) {
        return reader.read(new SourceText("automation.json", definition(action)));
    }

    private static String definition(String actions) {
        return """
                {"id": "a", "name": "A", "who": {"field": "City", "operator": "is-empty"},
                 "actions": [%s], "run": {"mode": "once"}}""".formatted(actions);
    }

    /** An action type as another jar may provide it. */
    private static final class ShoutActionType implements ActionType {
        @Override
        public String id() {
            return "shout";
        }

        @Override
        public String label() {
            return "Shout";
        }

        @Override
        public List<Parameter> parameters() {
            return List.of(
                    new Parameter("words", Parameter.Type.TEXT, true, "The words to shout."),
                    new Parameter("to", Parameter.Type.FIELD, false, "The field that records it."),
                    new Parameter("times", Parameter.Type.NUMBER, false, "How many times."),
                    new Parameter("loud", Parameter.Type.YES_NO, false, "Whether to shout loudly."));
        }

        @Override
        public Action create(Arguments arguments) {
            String words = arguments.text("words").orElseThrow();
            if (words.equals("rude")) {
                throw new InvalidArgumentsException("words", "rude", "nobody shouts that");
            }
            String to = describeField(arguments);
            return new ShoutAction(words + " " + arguments.number("times").orElse(1) + " "
                    + arguments.yesNo("loud").orElse(false) + " " + to);
        }
    }

    private static String describeField(Arguments arguments) {
        try {
            return arguments.field("to").label();
        } catch (InvalidArgumentsException missing) {
            return "nobody";
        }
    }

    private record ShoutAction(String text) implements Action {
        @Override
        public List<Effect> plan(List<Prospect> prospects, EvaluationTime evaluationTime) {
            return List.of();
        }

        @Override
        public Set<Field> inputFields() {
            return Set.of();
        }
    }
}
