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
        ArrayNode alternatives = schema.putArray("anyOf");
        ArrayNode labels = alternatives.addObject().putArray("enum");
        ArrayNode examples = schema.putArray("examples");
        fields.forEach(field -> {
            labels.add(field.label());
            examples.add(field.label());
        });
        alternatives.addObject().put(PATTERN, namePattern(fields));
        schema.put(ERROR, message);
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
        ArrayNode alternatives = operator.putArray("anyOf");
        ArrayNode ids = alternatives.addObject().putArray("enum");
        operators.forEach(ids::add);
        alternatives.addObject().put(PATTERN, CasePattern.ofExact(operators));
        operator.put(
                ERROR, "A field of the type " + type.id() + " is compared with " + String.join(", ", operators) + ".");
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
                value.put("$ref", "#/$defs/text").put(ERROR, "This is text in double quotes, such as \"Paris\".");
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
            case COUNTRY -> value.put("$ref", "#/$defs/country").put(ERROR, "This is the name or code of a country.");
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

    /** Names of countries in other languages and spellings are understood too, so the list is an offer. */
    private static ObjectNode country() {
        ObjectNode country = JSON.createObjectNode();
        country.put("title", "Country");
        country.put(
                "description", "The name of a country in English or another common language, or its ISO 3166 code.");
        country.put("$ref", "#/$defs/text");
        ArrayNode names = country.putArray("anyOf").addObject().putArray("enum");
        ArrayNode examples = country.putArray("examples");
        Country.all().forEach(known -> {
            names.add(known.name());
            examples.add(known.name());
        });
        ((ArrayNode) country.get("anyOf")).addObject();
        return country;
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
            if (parameter.required()) {
                required.add(parameter.name());
            }
        }
        return rule;
    }

    private void describe(Parameter parameter, ObjectNode property) {
        switch (parameter.type()) {
            case FIELD ->
                nameFields(
                        property,
                        fields.all().stream().filter(Field::settable).toList(),
                        "The account has no field of this name that an action can set.");
            case FIELD_VALUE -> {} // The type of the field decides.
            case TEXT -> property.put("type", "string").put(ERROR, "This is text in double quotes.");
            case NUMBER -> property.put("type", "number").put(ERROR, "This is a number without quotes.");
            case YES_NO -> property.setAll(valueOf(ValueType.YES_NO));
        }
    }
}
