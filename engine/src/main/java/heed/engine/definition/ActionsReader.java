package heed.engine.definition;

import heed.actions.Action;
import heed.actions.ActionType;
import heed.actions.ActionTypes;
import heed.actions.Arguments;
import heed.actions.InvalidArgumentsException;
import heed.actions.Parameter;
import heed.actions.SendEmail;
import heed.filters.JsonValueReader;
import heed.filters.json.JsonProperties;
import heed.filters.json.JsonTree;
import heed.filters.json.NearestName;
import heed.filters.json.ProblemCode;
import heed.filters.json.Problems;
import heed.filters.json.QuotedText;
import heed.filters.json.SourceLocation;
import heed.model.field.Field;
import heed.model.field.FieldCatalog;
import heed.model.field.TextKey;
import heed.model.field.Value;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the actions of one definition, by the parameters that their types declare. For one definition; not thread-safe.
 */
final class ActionsReader {
    private static final int MAX_ACTIONS = 100;
    /** The id of an automation's only message if the author gave it none. */
    private static final String DEFAULT_MESSAGE_ID = "send-email";

    private final FieldCatalog fields;
    private final ActionTypes actionTypes;
    private final Problems problems;
    private final LongTextFiles files;
    private final JsonValueReader values;
    private final Map<String, SourceLocation> ids = new HashMap<>();
    private final Set<Field> assignedFields = new HashSet<>();
    private final List<SourceLocation> messagesWithoutId = new ArrayList<>();
    private int messageCount;

    ActionsReader(FieldCatalog fields, ZoneId zone, ActionTypes actionTypes, Problems problems, LongTextFiles files) {
        this.fields = fields;
        this.actionTypes = actionTypes;
        this.problems = problems;
        this.files = files;
        this.values = new JsonValueReader(fields, zone, problems);
    }

    /** Returns the steps; empty if any of them has a problem. */
    Optional<List<ActionStep>> read(JsonTree json) {
        if (!(json instanceof JsonTree.ArrayNode list)) {
            problems.add(
                    json.location(),
                    ProblemCode.WRONG_TYPE,
                    "\"actions\" takes a list in [ … ]; this is " + json.kind());
            return Optional.empty();
        } else if (list.elements().isEmpty()) {
            problems.add(json.location(), ProblemCode.NO_ACTIONS, "an automation has at least one action");
            return Optional.empty();
        } else if (list.elements().size() > MAX_ACTIONS) {
            problems.add(
                    json.location(), ProblemCode.TOO_LARGE, "an automation has at most " + MAX_ACTIONS + " actions");
            return Optional.empty();
        }
        List<ActionStep> steps = new ArrayList<>();
        for (int i = 0; i < list.elements().size(); i++) {
            readStep(list.elements().get(i), Integer.toString(i + 1)).ifPresent(steps::add);
        }
        return checkMessageIds() && steps.size() == list.elements().size() ? Optional.of(steps) : Optional.empty();
    }

    /**
     * Checks that each message has a permanent id. The id identifies the message when the automation runs again; with a
     * position in the list, which an edit can change, people could get the message twice. The only message of an
     * automation has a fixed id, so it needs none of its own.
     */
    private boolean checkMessageIds() {
        messagesWithoutId.stream()
                .filter(at -> messageCount > 1)
                .forEach(at -> problems.add(
                        at,
                        ProblemCode.MISSING_ID,
                        "each of several send-email actions needs an \"id\" of its own, by which each address gets the"
                                + " message only once"));
        boolean duplicate = messageCount == 1 && !messagesWithoutId.isEmpty() && ids.containsKey(DEFAULT_MESSAGE_ID);
        if (duplicate) {
            problems.add(
                    messagesWithoutId.get(0),
                    ProblemCode.DUPLICATE_ID,
                    "a send-email action without an id has the id \"" + DEFAULT_MESSAGE_ID
                            + "\", which is already used in line "
                            + Optional.ofNullable(ids.get(DEFAULT_MESSAGE_ID))
                                    .map(SourceLocation::line)
                                    .orElse(0));
        }
        return !duplicate && (messageCount < 2 || messagesWithoutId.isEmpty());
    }

    private Optional<ActionStep> readStep(JsonTree json, String position) {
        if (!(json instanceof JsonTree.ObjectNode object)) {
            problems.add(
                    json.location(),
                    ProblemCode.WRONG_TYPE,
                    "an action is an object such as {\"action\": \"set-field\", …}; this is " + json.kind());
            return Optional.empty();
        }
        Optional<ActionType> type = object.find("action")
                .flatMap(name ->
                        AutomationReader.text("action", name, problems).flatMap(id -> findType(id, name.location())));
        if (type.isEmpty()) {
            reportMissingType(object);
            object.find("id").ifPresent(this::readId);
            return Optional.empty();
        }
        JsonProperties properties = new JsonProperties(object, propertyNames(List.of(type.get())), problems);
        Optional<JsonTree> idProperty = properties.find("id");
        boolean sendsMessage = type.get() instanceof SendEmail;
        if (sendsMessage) {
            messageCount++;
            if (idProperty.isEmpty()) {
                messagesWithoutId.add(json.location());
            }
        }
        Optional<String> id =
                idProperty.map(this::readId).orElse(Optional.of(sendsMessage ? DEFAULT_MESSAGE_ID : position));
        Optional<Action> action = readArguments(type.get(), properties, object)
                .flatMap(arguments -> createAction(type.get(), arguments, object));
        return id.isPresent() && action.isPresent()
                ? Optional.of(new ActionStep(id.get(), type.get(), action.get()))
                : Optional.empty();
    }

    /**
     * Reports that the "action" property is missing, and properties that no action type has. If the property is there,
     * its problem is reported already, and which properties the action may have is unknown.
     */
    private void reportMissingType(JsonTree.ObjectNode object) {
        if (!object.members().containsKey("action")) {
            new JsonProperties(object, propertyNames(actionTypes.all()), problems)
                    .require("action", "what is done, such as \"set-field\"");
        }
    }

    private static List<String> propertyNames(List<ActionType> types) {
        List<String> names = new ArrayList<>(List.of("id", "action"));
        types.forEach(type -> type.parameters().forEach(parameter -> names.addAll(parameter.propertyNames())));
        return names;
    }

    private Optional<ActionType> findType(String id, SourceLocation at) {
        Optional<ActionType> type = actionTypes.find(id);
        if (type.isEmpty()) {
            List<String> known = actionTypes.all().stream().map(ActionType::id).toList();
            problems.add(
                    at,
                    ProblemCode.UNKNOWN_ACTION,
                    "there is no action type " + QuotedText.of(id) + "; the action types are "
                            + String.join(", ", known),
                    NearestName.of(id, known).map(QuotedText::of));
        }
        return type;
    }

    /**
     * Returns the id that the author wrote. Ids of digits only are refused, because they are the positions of actions
     * without an id.
     */
    private Optional<String> readId(JsonTree json) {
        Optional<String> id = AutomationReader.id(json, problems);
        if (id.isEmpty()) {
            return id;
        }
        SourceLocation first = ids.putIfAbsent(id.get(), json.location());
        if (first != null) {
            problems.add(
                    json.location(),
                    ProblemCode.DUPLICATE_ID,
                    "%s is already the id of an action in line %s".formatted(QuotedText.of(id.get()), first.line()));
            return Optional.empty();
        } else if (id.get().chars().allMatch(c -> c >= '0' && c <= '9')) {
            problems.add(
                    json.location(),
                    ProblemCode.BAD_ID,
                    QuotedText.of(id.get())
                            + " cannot be the id of an action: ids of digits only are reserved for actions without an"
                            + " id",
                    Optional.of(QuotedText.of("action-" + id.get())));
            return Optional.empty();
        }
        return id;
    }

    private Optional<Action> createAction(ActionType type, Arguments arguments, JsonTree.ObjectNode object) {
        try {
            Action action = type.create(arguments);
            action.warnings().forEach(warning -> problems.addWarning(object.location(), ProblemCode.MESSAGE, warning));
            return Optional.of(action);
        } catch (InvalidArgumentsException exception) {
            exception.problems().forEach(problem -> report(problem, object));
            return Optional.empty();
        }
    }

    private void report(InvalidArgumentsException.ArgumentProblem problem, JsonTree.ObjectNode object) {
        JsonTree.Member fileProperty = object.members().get(Parameter.fileName(problem.parameter()));
        if (fileProperty != null && files.report(fileProperty, problem.index(), problem.code(), problem.message())) {
            return;
        }
        Optional<JsonTree> property = object.find(problem.parameter());
        if (problem.index().isPresent() && property.isPresent() && property.get() instanceof JsonTree.StringNode text) {
            problems.addInside(text, problem.index().getAsInt(), problem.code(), problem.message());
        } else {
            problems.add(
                    property.map(JsonTree::location).orElse(object.location()),
                    problem.code(),
                    problem.message(),
                    Optional.empty());
        }
    }

    private Optional<Arguments> readArguments(ActionType type, JsonProperties properties, JsonTree.ObjectNode object) {
        Arguments.Builder arguments = Arguments.builder(fields);
        boolean valid = true;
        Optional<Field> field = Optional.empty();
        for (Parameter parameter : type.parameters()) { // the field first, because it determines how values are read
            if (parameter.type() == Parameter.Type.FIELD) {
                Optional<JsonTree> json = findProperty(parameter, properties);
                Optional<Field> namedField = json.flatMap(name -> readField(parameter, name));
                namedField.ifPresent(presentField -> arguments.field(parameter.name(), presentField));
                valid &= json.isPresent() ? namedField.isPresent() : !parameter.required();
                field = namedField;
            }
        }
        for (Parameter parameter : type.parameters()) {
            if (parameter.type() == Parameter.Type.LONG_TEXT) {
                valid &= readLongText(parameter, properties, object, arguments);
            } else if (parameter.type() != Parameter.Type.FIELD) {
                Optional<JsonTree> json = findProperty(parameter, properties);
                valid &= json.isPresent()
                        ? readArgument(parameter, json.get(), field, arguments)
                        : !parameter.required();
                if (parameter.type() == Parameter.Type.FIELD_VALUE
                        && field.isPresent()
                        && !assignedFields.add(field.get())) {
                    problems.addWarning(
                            object.location(),
                            ProblemCode.FIELD_SET_TWICE,
                            "an earlier action sets " + field.get().label() + " too; this one overrides it");
                }
            }
        }
        return valid ? Optional.of(arguments.build()) : Optional.empty();
    }

    private static Optional<JsonTree> findProperty(Parameter parameter, JsonProperties properties) {
        return parameter.required()
                ? properties.require(parameter.name(), asClause(parameter.description()))
                : properties.find(parameter.name());
    }

    /** Returns the first part of a sentence such as "The new value; null clears the field.": "the new value". */
    private static String asClause(String description) {
        String clause = description.replaceFirst(";.*", "").replaceFirst("\\.$", "");
        return clause.startsWith("The ") ? "the " + clause.substring("The ".length()) : clause;
    }

    private Optional<Field> readField(Parameter parameter, JsonTree json) {
        if (!(json instanceof JsonTree.StringNode name)) {
            AutomationReader.text(parameter.name(), json, problems);
            return Optional.empty();
        }
        Optional<Field> field = values.readField(name);
        if (field.isPresent() && !field.get().settable()) {
            problems.add(
                    json.location(),
                    ProblemCode.FIELD_NOT_SETTABLE,
                    field.get().label() + " cannot be changed by an action");
            return Optional.empty();
        }
        return field;
    }

    /** Adds a text that stands in the definition or in a file; returns whether it is valid. */
    private boolean readLongText(
            Parameter parameter, JsonProperties properties, JsonTree.ObjectNode object, Arguments.Builder arguments) {
        JsonTree.Member file = object.members().get(parameter.fileName());
        if (file == null) {
            Optional<JsonTree> json = findProperty(parameter, properties);
            return json.isPresent()
                    ? readArgument(parameter, json.get(), Optional.empty(), arguments)
                    : !parameter.required();
        } else if (properties.find(parameter.name()).isPresent()) {
            problems.add(
                    file.nameLocation(),
                    ProblemCode.DUPLICATE_PROPERTY,
                    "\"%s\" and \"%s\" give the same text; keep one of them"
                            .formatted(parameter.name(), parameter.fileName()));
            return false;
        }
        Optional<String> text = files.read(file, parameter.name());
        text.ifPresent(argument -> arguments.text(parameter.name(), argument));
        return text.isPresent();
    }

    /** Adds one argument; returns whether it is valid. */
    private boolean readArgument(
            Parameter parameter, JsonTree json, Optional<Field> field, Arguments.Builder arguments) {
        String name = parameter.name();
        return switch (parameter.type()) {
            case FIELD -> throw new IllegalArgumentException("fields are read first");
            case FIELD_VALUE -> {
                if (field.isEmpty()) {
                    yield false;
                } else if (json instanceof JsonTree.NullNode) {
                    arguments.value(name, Optional.empty());
                    yield true;
                }
                Optional<Value> value = values.readValue(field.get(), json);
                arguments.value(name, value);
                yield value.isPresent();
            }
            case TEXT, LONG_TEXT -> {
                Optional<String> text = AutomationReader.text(name, json, problems);
                text.ifPresent(argument -> arguments.text(name, argument));
                yield text.isPresent();
            }
            case NUMBER -> {
                if (json instanceof JsonTree.NumberNode number
                        && Double.isFinite(number.value().doubleValue())) {
                    arguments.number(name, number.value().doubleValue());
                    yield true;
                }
                yield reportWrongType(name, "a number such as 10", json);
            }
            case YES_NO -> {
                Optional<Boolean> yes = readYesNo(json);
                yes.ifPresent(argument -> arguments.yesNo(name, argument));
                yield yes.isPresent() || reportWrongType(name, "true or false", json);
            }
        };
    }

    private static Optional<Boolean> readYesNo(JsonTree json) {
        if (json instanceof JsonTree.BooleanNode yesNo) {
            return Optional.of(yesNo.value());
        }
        String word = json instanceof JsonTree.StringNode text ? TextKey.of(text.value()) : "";
        return word.equals("yes") || word.equals("no") ? Optional.of(word.equals("yes")) : Optional.empty();
    }

    private boolean reportWrongType(String name, String expected, JsonTree json) {
        problems.add(
                json.location(),
                ProblemCode.WRONG_TYPE,
                "\"%s\" takes %s; this is %s".formatted(name, expected, json.kind()));
        return false;
    }
}
