package heed.engine.definition;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import heed.actions.ActionType;
import heed.actions.ActionTypes;
import heed.actions.Parameter;
import heed.actions.SendEmail;
import heed.actions.SetField;
import heed.filters.Operator;
import heed.filters.TimeFrame;
import heed.filters.json.Problem;
import heed.filters.json.ProblemCode;
import heed.filters.json.ReadResult;
import heed.model.field.Country;
import heed.model.field.Field;
import heed.model.field.StandardFields;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DefinitionSchemaTest {
    private static final int MUTATIONS = 5_000;

    /**
     * The problems that the schema cannot detect. A definition with only such problems is valid by the schema and
     * refused by the reader. The reverse never holds: the reader refuses everything that the schema refuses.
     */
    static final Set<ProblemCode> BEYOND_A_SCHEMA = EnumSet.of(
            ProblemCode.UNKNOWN_FIELD, // depends on the account's fields
            ProblemCode.OPERATOR_DOES_NOT_FIT, // depends on the field's type
            ProblemCode.WRONG_VALUE, // depends on the field's type
            ProblemCode.UNKNOWN_COUNTRY, // depends on the field's type and a list of 249 countries
            ProblemCode.FIELD_NOT_SETTABLE, // if the name is surrounded by spaces
            ProblemCode.BAD_FORMULA, // needs a grammar and the number of criteria
            ProblemCode.UNKNOWN_ACTION, // may be of another jar
            ProblemCode.BAD_TEMPLATE, // needs a grammar and the account's fields
            ProblemCode.NO_FILE, // depends on the files
            ProblemCode.MISSING_ID, // depends on the other actions
            ProblemCode.DUPLICATE_ID, // depends on the other actions
            ProblemCode.DUPLICATE_PROPERTY, // lost when the JSON is parsed into a tree
            ProblemCode.BAD_TEXT, // characters that no store can save
            ProblemCode.TOO_DEEP, // depends on the whole file
            ProblemCode.TOO_LARGE);

    /** The problems that the schema of an account cannot detect. It knows the fields with their types and the actions. */
    static final Set<ProblemCode> BEYOND_THE_SCHEMA_OF_AN_ACCOUNT = EnumSet.of(
            ProblemCode.WRONG_VALUE, // a date that does not exist, an address, a number of too many digits
            ProblemCode.UNKNOWN_COUNTRY, // with accents, or of words of several countries
            ProblemCode.BAD_FORMULA,
            ProblemCode.BAD_TEMPLATE,
            ProblemCode.NO_FILE,
            ProblemCode.MISSING_ID,
            ProblemCode.DUPLICATE_ID,
            ProblemCode.DUPLICATE_PROPERTY,
            ProblemCode.BAD_TEXT,
            ProblemCode.TOO_DEEP,
            ProblemCode.TOO_LARGE);

    private static final Schema SCHEMA = schema(DefinitionSchema.text());

    private static Schema schema(String text) {
        return SchemaRegistry.withDefaultDialect(
                        SpecificationVersion.DRAFT_2020_12,
                        registry -> registry.schemaRegistryConfig(SchemaRegistryConfig.builder()
                                .regularExpressionFactory(regex -> {
                                    // as in ECMAScript, where $ does not match before a final line feed
                                    Pattern pattern = Pattern.compile(regex.replace("$", "\\z"));
                                    return candidate ->
                                            pattern.matcher(candidate).find();
                                })
                                .build()))
                .getSchema(text);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2})
    void schema_and_reader_agree_on_what_is_accepted(long seed) throws IOException {
        assertAgreement(SCHEMA, BEYOND_A_SCHEMA, seed);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2})
    void the_schema_of_an_account_and_the_reader_agree_on_what_is_accepted(long seed) throws IOException {
        assertAgreement(
                schema(AccountSchema.text(DefinitionSamples.FIELDS, ActionTypes.standard())),
                BEYOND_THE_SCHEMA_OF_AN_ACCOUNT,
                seed);
    }

    private static void assertAgreement(Schema tested, Set<ProblemCode> beyond, long seed) throws IOException {
        Random random = new Random(seed);
        List<JsonNode> valid = new ArrayList<>();
        for (Path file : DefinitionSamples.files("valid")) {
            valid.add(new JsonMapper().readTree(DefinitionSamples.source(file).text()));
        }
        Map<ProblemCode, Integer> exceptions = new EnumMap<>(ProblemCode.class);
        int accepted = 0;
        int refused = 0;
        for (int i = 0; i < MUTATIONS; i++) {
            String json = new DefinitionMutator(random).mutate(valid.get(i % valid.size()));
            boolean schema = tested.validate(json, InputFormat.JSON).isEmpty();
            Set<ProblemCode> problems = problems(json);
            if (schema == problems.isEmpty()) {
                accepted += schema ? 1 : 0;
                refused += schema ? 0 : 1;
                continue;
            }
            assertThat(schema)
                    .as("the schema refuses what the reader accepts: %s", json)
                    .isTrue();
            assertThat(beyond).as("the schema accepts %s", json).containsAll(problems);
            problems.forEach(code -> exceptions.merge(code, 1, Integer::sum));
        }
        assertThat(exceptions.keySet())
                .as("exceptions that were met: %s", exceptions)
                .isEqualTo(beyond);
        assertThat(accepted).isGreaterThan(MUTATIONS / 10);
        assertThat(refused).isGreaterThan(MUTATIONS / 3);
    }

    @Test
    void valid_definitions_are_valid_by_the_schema() throws IOException {
        for (Path file : DefinitionSamples.files("valid")) {
            assertThat(SCHEMA.validate(DefinitionSamples.source(file).text(), InputFormat.JSON))
                    .as(file.toString())
                    .isEmpty();
        }
    }

    @Test
    void the_schema_of_an_account_knows_its_fields_and_actions() {
        String text = AccountSchema.text(DefinitionSamples.FIELDS, ActionTypes.standard());
        JsonNode defs = new JsonMapper().readTree(text).get("$defs");
        assertThat(texts(defs.at("/field/examples"))).contains("Email Opt Out", "Renewal Date");
        assertThat(texts(defs.at("/action/properties/action/enum"))).containsExactly("send-email", "set-field");
        assertThat(texts(defs.at("/country/examples"))).contains("Canada");
    }

    @Test
    void the_schema_of_an_account_accepts_each_name_of_a_country_and_marks_other_words() {
        Pattern country = Pattern.compile(new JsonMapper()
                .readTree(AccountSchema.text(DefinitionSamples.FIELDS, ActionTypes.standard()))
                .at("/$defs/country/pattern")
                .stringValue());
        Set<String> names = new TreeSet<>(List.of("DE - Germany", "germany (DE)", "U.S.A.", "Congo, Dem. Rep. of the"));
        for (Locale language : Locale.getAvailableLocales()) {
            for (String code : Locale.getISOCountries()) {
                names.add(new Locale("", code).getDisplayCountry(language));
            }
        }
        names.removeIf(name -> Country.find(name).isEmpty());
        assertThat(names)
                .hasSizeGreaterThan(5_000)
                .allMatch(name -> country.matcher(name).find());
        assertThat(List.of("Frnce", "Germny", "Canadia", "Untied States", "Narnia", "USA?", "", "1", "United Kingdoms"))
                .noneMatch(name -> country.matcher(name).find());
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource(
            delimiter = '~',
            value = {
                "Renewl Date ~ is-empty ~",
                "seats ~ contains ~ 5",
                "Seats ~ equals ~ \"five\"",
                "Newsletter ~ equals ~ \"maybe\"",
                "Renewal Date ~ equals ~ \"31.01.2026\"",
                "Renewal Date ~ in-time-frame ~ \"180 days\"",
                "Interests ~ equals ~ \"golf\"",
                "City ~ less-than ~ \"a\"",
                "Country ~ equals ~ \"Frnce\"",
                "Country ~ does-not-equal ~ [\"Canada\", \"Germny\"]"
            })
    void the_schema_of_an_account_marks_what_does_not_fit_a_field(String field, String operator, String value) {
        String json = """
                { "id": "a", "name": "A", "who": { "field": "%s", "operator": "%s"%s },
                  "actions": [ { "action": "set-field", "field": "City", "value": "Bern" } ], "run": { "mode": "once" } }
                """.formatted(field, operator, value == null ? "" : ", \"value\": " + value);
        assertThat(problems(json)).isNotEmpty();
        assertThat(schema(AccountSchema.text(DefinitionSamples.FIELDS, ActionTypes.standard()))
                        .validate(json, InputFormat.JSON))
                .isNotEmpty();
    }

    @Test
    void the_schema_lists_every_standard_field_operator_and_action() {
        JsonNode defs = new JsonMapper().readTree(DefinitionSchema.text()).get("$defs");
        List<String> labels = StandardFields.ALL.stream().map(Field::label).toList();
        List<String> settable = StandardFields.ALL.stream()
                .filter(Field::settable)
                .map(Field::label)
                .toList();
        assertThat(texts(defs.at("/field/anyOf/0/enum"))).isEqualTo(labels);
        assertThat(texts(defs.at("/setField/properties/field/anyOf/0/enum"))).isEqualTo(settable);
        assertThat(texts(defs.at("/operator/anyOf/0/enum")))
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Operator.values()).map(Operator::id).toList());
        assertThat(texts(defs.at("/action/properties/action/anyOf/0/enum")))
                .containsExactly(new SetField().id(), new SendEmail().id());
        assertThat(texts(defs.at("/timeFrame/examples")))
                .isNotEmpty()
                .allMatch(words -> TimeFrame.parse(words).isPresent());
        assertThat(texts(new JsonMapper().readTree(DefinitionSchema.text()).at("/properties/run/properties/mode/enum")))
                .isEqualTo(Arrays.stream(RunMode.values()).map(RunMode::id).toList());
    }

    @Test
    void the_schema_of_an_action_has_the_parameters_of_its_type() {
        assertProperties(new SetField(), "/$defs/setField");
        assertProperties(new SendEmail(), "/$defs/sendEmail");
    }

    private static void assertProperties(ActionType type, String pointer) {
        JsonNode action = new JsonMapper().readTree(DefinitionSchema.text()).at(pointer);
        List<String> parameters = type.parameters().stream()
                .flatMap(parameter -> parameter.propertyNames().stream())
                .toList();
        assertThat(action.get("properties").propertyNames())
                .containsAll(parameters)
                .hasSize(parameters.size() + 2);
        assertThat(texts(action.get("required")))
                .isEqualTo(type.parameters().stream()
                        .filter(Parameter::required)
                        .map(Parameter::name)
                        .toList());
    }

    @Test
    void the_schema_is_valid_and_describes_every_property() {
        JsonNode schema = new JsonMapper().readTree(DefinitionSchema.text());
        assertThat(SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"))
                        .validate(schema))
                .isEmpty();
        for (JsonNode part : List.of(
                schema.get("properties"),
                schema.at("/$defs/setField/properties"),
                schema.at("/$defs/sendEmail/properties"))) {
            part.properties()
                    .forEach(property -> assertThat(property.getValue().isBoolean()
                                    || property.getValue().has("description"))
                            .as(property.getKey())
                            .isTrue());
        }
    }

    static Set<ProblemCode> problems(String json) {
        List<Problem> problems = DefinitionSamples.read(json).either(valid -> List.of(), ReadResult.Invalid::problems);
        return problems.stream()
                .map(problem -> ProblemCode.valueOf(
                        problem.code().toUpperCase(Locale.ROOT).replace('-', '_')))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(ProblemCode.class)));
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(item -> texts.add(item.stringValue()));
        return texts;
    }
}
