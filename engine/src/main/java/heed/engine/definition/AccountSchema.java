package heed.engine.definition;

import heed.actions.ActionType;
import heed.actions.ActionTypes;
import heed.actions.Parameter;
import heed.actions.SendEmail;
import heed.actions.SetField;
import heed.filters.Operator;
import heed.model.field.Country;
import heed.model.field.Field;
import heed.model.field.FieldCatalog;
import heed.model.field.ValueType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON Schema of the definitions of one account. Beyond {@link DefinitionSchema} it knows the account's fields, which operators
 * and values fit each of them, the countries, and the installed action types. It refuses nothing that {@link AutomationReader}
 * accepts for the account, except a name that is written with invisible characters.
 */
public final class AccountSchema {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String PATTERN = "pattern";
    private static final String ERROR = "errorMessage";
    private static final List<String> BUILT_IN = List.of(new SetField().id(), new SendEmail().id());

    private final FieldCatalog fields;
    private final ActionTypes actionTypes;

    private AccountSchema(FieldCatalog fields, ActionTypes actionTypes) {
        this.fields = fields;
        this.actionTypes = actionTypes;
    }

    /** Returns the text of the schema, indented, without a line break at its end. */
    public static String text(FieldCatalog fields, ActionTypes actionTypes) {
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(new AccountSchema(fields, actionTypes).build());
    }

    private ObjectNode build() {
        ObjectNode schema = (ObjectNode) JSON.readTree(DefinitionSchema.text());
        ObjectNode definitions = object(schema, "$defs");
        definitions.set("country", country());
        nameFields(object(definitions, "field"), fields.all(), "The account has no field of this name.");
        ArrayNode rules = (ArrayNode) object(definitions, "comparison").get("allOf");
        for (ValueType type : ValueType.values()) {
            List<Field> ofType = ofType(type);
            if (!ofType.isEmpty()) {
                rules.add(fieldRule(ofType, comparisonOf(type)));
            }
        }
        ObjectNode setField = object(definitions, "setField");
        List<Field> settable = fields.all().stream().filter(Field::settable).toList();
        ObjectNode assigned = object(object(setField, "properties"), "field");
        assigned.remove("not");
        nameFields(assigned, settable, "The account has no field of this name that an action can set.");
        ArrayNode values = setField.putArray("allOf");
        for (ValueType type : ValueType.values()) {
            List<Field> ofType =
                    settable.stream().filter(field -> field.type() == type).toList();
            if (!ofType.isEmpty()) {
                values.add(fieldRule(ofType, assignmentOf(type)));
            }
        }
        addActionTypes(object(definitions, "action"));
        return schema;
    }

    private List<Field> ofType(ValueType type) {
        return fields.all().stream().filter(field -> field.type() == type).toList();
    }

    private static ObjectNode object(ObjectNode parent, String name) {
        return (ObjectNode) parent.get(name);
    }

    /** Allows the labels and API names of the fields in any case; editors offer the labels. */
    private static void nameFields(ObjectNode schema, List<Field> fields, String message) {
        schema.remove("anyOf");
        allow(schema, fields.stream().map(Field::label).toList(), namePattern(fields), message);
    }

    /**
     * Allows the texts of a pattern. The names that editors offer are examples and no {@code enum}: for an enum, VS Code lists all of
     * its values in place of the message.
     */
    private static ObjectNode allow(ObjectNode schema, List<String> offered, String pattern, String message) {
        ArrayNode examples = schema.putArray("examples");
        offered.forEach(examples::add);
        return schema.put(PATTERN, pattern).put(ERROR, message);
    }

    private static String namePattern(List<Field> fields) {
        return CasePattern.of(fields.stream()
                .flatMap(field -> Stream.of(field.label(), field.apiName()))
                .distinct()
                .toList());
    }

    /** Returns a rule for objects whose property "field" names one of the fields. */
    private static ObjectNode fieldRule(List<Field> fields, ObjectNode properties) {
        ObjectNode rule = JSON.createObjectNode();
        ObjectNode condition = rule.putObject("if");
        condition.putArray("required").add("field");
        condition.putObject("properties").putObject("field").put(PATTERN, namePattern(fields));
        rule.set("then", properties);
        return rule;
    }

    private static ObjectNode comparisonOf(ValueType type) {
        List<String> operators = Arrays.stream(Operator.values())
                .filter(operator -> operator.appliesTo(type))
                .map(Operator::id)
                .toList();
        ObjectNode rule = JSON.createObjectNode();
        ObjectNode operator = rule.putObject("properties").putObject("operator");
        allow(
                operator,
                operators,
                CasePattern.ofExact(operators),
                "A field of the type " + type.id() + " is compared with " + String.join(", ", operators) + ".");
        ArrayNode byOperator = rule.putArray("allOf");
        for (Operator.Category category : Operator.Category.values()) {
            if (category != Operator.Category.PRESENCE && category != Operator.Category.TIME_FRAME) {
                operatorsOf(category, type).ifPresentRule(byOperator, operandOf(type, category));
            }
        }
        return rule;
    }

    private record CategoryOperators(List<String> ids) {
        void ifPresentRule(ArrayNode rules, ObjectNode operand) {
            if (ids.isEmpty()) {
                return;
            }
            ObjectNode rule = rules.addObject();
            ObjectNode condition = rule.putObject("if");
            condition.putArray("required").add("operator");
            condition.putObject("properties").putObject("operator").put(PATTERN, CasePattern.ofExact(ids));
            ObjectNode value = rule.putObject("then").putObject("properties").putObject("value");
            ArrayNode alternatives = value.putArray("anyOf");
            alternatives.add(operand);
            ObjectNode list = alternatives.addObject();
            list.put("type", "array");
            list.set("items", operand.deepCopy());
            if (operand.has(ERROR)) {
                value.set(ERROR, operand.get(ERROR));
            }
        }
    }

    private static CategoryOperators operatorsOf(Operator.Category category, ValueType type) {
        return new CategoryOperators(Arrays.stream(Operator.values())
                .filter(operator -> operator.category() == category && operator.appliesTo(type))
                .map(Operator::id)
                .toList());
    }

    private static ObjectNode operandOf(ValueType type, Operator.Category category) {
        boolean part = category == Operator.Category.CONTAINMENT || category == Operator.Category.AFFIX;
        return part ? valueOf(ValueType.TEXT) : valueOf(type);
    }

    /** Returns the schema of one value of a field. */
    private static ObjectNode valueOf(ValueType type) {
        ObjectNode value = JSON.createObjectNode();
        return switch (type) {
            case TEXT, TAGS ->
                value.put("$ref", "#/$defs/text").put(ERROR, "This is text in double quotes that is not blank.");
            case NUMBER -> value.put("type", "number").put(ERROR, "This is a number without quotes, such as 1200.5.");
            case YES_NO -> {
                ArrayNode alternatives = value.putArray("anyOf");
                alternatives.addObject().put("type", "boolean");
                alternatives.addObject().put("type", "string").put(PATTERN, CasePattern.of(List.of("yes", "no")));
                yield value.put(ERROR, "This is true or false.");
            }
            case DATE ->
                value.put("type", "string")
                        .put(PATTERN, CasePattern.surrounded("[0-9]{4}-[0-9]{2}-[0-9]{2}"))
                        .put(ERROR, "This is a date in quotes, such as \"2026-01-31\".");
            case DATE_TIME ->
                value.put("type", "string")
                        .put(PATTERN, CasePattern.surrounded("[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[Tt ].*)?"))
                        .put(ERROR, "This is a date and time in quotes, such as \"2026-01-31T09:30:00Z\".");
            case COUNTRY -> value.put("$ref", "#/$defs/country");
        };
    }

    private static ObjectNode assignmentOf(ValueType type) {
        ObjectNode rule = JSON.createObjectNode();
        ObjectNode value = rule.putObject("properties").putObject("value");
        ArrayNode alternatives = value.putArray("anyOf");
        ObjectNode single = valueOf(type);
        alternatives.add(single);
        alternatives.addObject().put("type", "null");
        if (type == ValueType.TAGS) {
            ObjectNode list = alternatives.addObject();
            list.put("type", "array");
            list.put("minItems", 1);
            list.set("items", valueOf(type));
        }
        if (single.has(ERROR)) {
            value.put(ERROR, single.get(ERROR).stringValue() + " null clears the field.");
        }
        return rule;
    }

    /**
     * Returns the schema of a country. It offers the names, and allows every text whose words occur in a name that is understood.
     * How other scripts, accents, full stops and apostrophes are read is beyond a pattern, so texts that have them are allowed.
     */
    private static ObjectNode country() {
        ObjectNode country = JSON.createObjectNode();
        country.put("title", "Country");
        country.put(
                "description", "The name of a country in English or another common language, or its ISO 3166 code.");
        country.putArray("allOf").addObject().put("$ref", "#/$defs/text");
        String otherCharacter = "[^A-Za-z0-9?]";
        return allow(
                country,
                Country.all().stream().map(Country::name).toList(),
                "[^\\u0000-\\u007f]|[.']|^" + otherCharacter + "*(?:" + CasePattern.ofWords(Country.asciiWords())
                        + "(?:" + otherCharacter + "+|$))+$",
                "There is no country of this name or code.");
    }

    private void addActionTypes(ObjectNode action) {
        ObjectNode type = object(object(action, "properties"), "action");
        ArrayNode ids = type.putArray("enum");
        type.remove("anyOf");
        ArrayNode examples = type.putArray("examples");
        List<String> known = actionTypes.all().stream().map(ActionType::id).toList();
        known.forEach(id -> {
            ids.add(id);
            examples.add(id);
        });
        type.put(ERROR, "There is no such action type; the action types are " + String.join(", ", known) + ".");
        ArrayNode rules = (ArrayNode) action.get("allOf");
        actionTypes.all().stream()
                .filter(other -> !BUILT_IN.contains(other.id()))
                .forEach(other -> rules.add(actionRule(other)));
    }

    private ObjectNode actionRule(ActionType type) {
        ObjectNode rule = JSON.createObjectNode();
        ObjectNode condition = rule.putObject("if");
        condition.putArray("required").add("action");
        condition.putObject("properties").putObject("action").put("const", type.id());
        ObjectNode action = rule.putObject("then");
        action.put("title", type.label());
        action.put("additionalProperties", false);
        ArrayNode required = action.putArray("required");
        ObjectNode properties = action.putObject("properties");
        Map.of("id", true, "action", true).forEach(properties::put);
        for (Parameter parameter : type.parameters()) {
            ObjectNode property = properties.putObject(parameter.name());
            property.put("description", parameter.description());
            describe(parameter, property);
            if (parameter.type() == Parameter.Type.LONG_TEXT) {
                describeFile(parameter, action);
            } else if (parameter.required()) {
                required.add(parameter.name());
            }
        }
        return rule;
    }

    /** Allows a file in the place of a long text, but not both. */
    private static void describeFile(Parameter parameter, ObjectNode action) {
        object(action, "properties")
                .putObject(parameter.fileName())
                .put("description", parameter.description() + " A file of the definition's folder has it.")
                .put("$ref", "#/$defs/file");
        ArrayNode rules = action.withArray("allOf");
        ObjectNode both = rules.addObject();
        both.putObject("not")
                .put("type", "object")
                .putArray("required")
                .add(parameter.name())
                .add(parameter.fileName());
        both.put(ERROR, parameter.name() + " and " + parameter.fileName() + " give the same text; keep one of them.");
        if (parameter.required()) {
            ArrayNode either = rules.addObject().putArray("anyOf");
            parameter
                    .propertyNames()
                    .forEach(name -> either.addObject().putArray("required").add(name));
        }
    }

    private void describe(Parameter parameter, ObjectNode property) {
        switch (parameter.type()) {
            case FIELD ->
                nameFields(
                        property,
                        fields.all().stream().filter(Field::settable).toList(),
                        "The account has no field of this name that an action can set.");
            case FIELD_VALUE -> {} // The type of the field decides.
            case TEXT, LONG_TEXT -> property.put("type", "string").put(ERROR, "This is text in double quotes.");
            case NUMBER -> property.put("type", "number").put(ERROR, "This is a number without quotes.");
            case YES_NO -> property.setAll(valueOf(ValueType.YES_NO));
        }
    }
}
