package heed.engine.definition;

import heed.actions.Action;
import heed.actions.ActionType;
import heed.actions.ActionTypes;
import heed.actions.ArgumentException;
import heed.actions.Arguments;
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

/** Reads the actions of one definition by what their types say of their parameters. */
final class ActionsReader {
    private static final int MOST = 100;
    /** The id of a message that is the only one of its automation and has none of its own. */
    private static final String ONLY_MESSAGE = "send-email";

    private final FieldCatalog fields;
    private final ActionTypes types;
    private final Problems problems;
    private final JsonValueReader values;
    private final Map<String, SourceLocation> ids = new HashMap<>();
    private final Set<Field> given = new HashSet<>();
    private final List<SourceLocation> unnamed = new ArrayList<>();
    private int mailings;

    ActionsReader(FieldCatalog fields, ZoneId zone, ActionTypes types, Problems problems) {
        this.fields = fields;
        this.types = types;
        this.problems = problems;
        this.values = new JsonValueReader(fields, zone, problems);
    }

    /** The steps, if all of them are right. */
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
        } else if (list.elements().size() > MOST) {
            problems.add(json.location(), ProblemCode.TOO_LARGE, "an automation has at most " + MOST + " actions");
            return Optional.empty();
        }
        List<ActionStep> steps = new ArrayList<>();
        for (int i = 0; i < list.elements().size(); i++) {
            step(list.elements().get(i), Integer.toString(i + 1)).ifPresent(steps::add);
        }
        return named() && steps.size() == list.elements().size() ? Optional.of(steps) : Optional.empty();
    }

    /**
     * Whether each message has an id by which it is known for good: a place in the list, which edits change, would send it
     * again. A message that is the only one needs none of its own.
     */
    private boolean named() {
        unnamed.stream()
                .filter(at -> mailings > 1)
                .forEach(at -> problems.add(
                        at,
                        ProblemCode.MISSING_ID,
                        "of several send-email actions each needs an \"id\" of its own, by which each address gets its message"
                                + " once"));
        boolean taken = mailings == 1 && !unnamed.isEmpty() && ids.containsKey(ONLY_MESSAGE);
        if (taken) {
            problems.add(
                    unnamed.get(0),
                    ProblemCode.DUPLICATE_ID,
                    "the id of a send-email action without one is \"" + ONLY_MESSAGE + "\", which is taken in line "
                            + Optional.ofNullable(ids.get(ONLY_MESSAGE))
                                    .map(SourceLocation::line)
                                    .orElse(0));
        }
        return !taken && (mailings < 2 || unnamed.isEmpty());
    }

    private Optional<ActionStep> step(JsonTree json, String position) {
        if (!(json instanceof JsonTree.ObjectNode object)) {
            problems.add(
                    json.location(),
                    ProblemCode.WRONG_TYPE,
                    "an action is an object such as {\"action\": \"set-field\", …}; this is " + json.kind());
            return Optional.empty();
        }
        Optional<ActionType> type = object.find("action")
                .flatMap(name ->
                        AutomationReader.text("action", name, problems).flatMap(id -> type(id, name.location())));
        List<String> known = new ArrayList<>(List.of("id", "action"));
        type.ifPresent(one -> one.parameters().forEach(parameter -> known.add(parameter.name())));
        if (type.isEmpty()) {
            // What an action of a kind unknown may have cannot be told: only the name of the kind is looked for.
            if (!object.members().containsKey("action")) {
                List<String> all = new ArrayList<>(known);
                types.all().forEach(one -> one.parameters().forEach(parameter -> all.add(parameter.name())));
                new JsonProperties(object, all, problems).require("action", "what is done, such as \"set-field\"");
            }
            object.find("id").ifPresent(this::id);
            return Optional.empty();
        }
        JsonProperties properties = new JsonProperties(object, known, problems);
        Optional<JsonTree> written = properties.find("id");
        boolean mailing = type.get() instanceof SendEmail;
        if (mailing) {
            mailings++;
            if (written.isEmpty()) {
                unnamed.add(json.location());
            }
        }
        Optional<String> id = written.map(this::id).orElse(Optional.of(mailing ? ONLY_MESSAGE : position));
        return arguments(type.get(), properties, json.location())
                .flatMap(arguments -> create(type.get(), arguments, object))
                .flatMap(action -> id.map(one -> new ActionStep(one, type.get(), action)));
    }

    private Optional<ActionType> type(String id, SourceLocation at) {
        Optional<ActionType> type = types.find(id);
        if (type.isEmpty()) {
            List<String> known = types.all().stream().map(ActionType::id).toList();
            problems.add(
                    at,
                    ProblemCode.UNKNOWN_ACTION,
                    "there is no action type " + QuotedText.of(id) + "; known are " + String.join(", ", known),
                    NearestName.of(id, known).map(QuotedText::of));
        }
        return type;
    }

    /** An id that is written: not of digits only, because those are the positions of actions without one. */
    private Optional<String> id(JsonTree json) {
        Optional<String> id = AutomationReader.id(json, problems);
        if (id.isEmpty()) {
            return id;
        }
        SourceLocation first = ids.putIfAbsent(id.get(), json.location());
        if (first != null) {
            problems.add(
                    json.location(),
                    ProblemCode.DUPLICATE_ID,
                    "%s is the id of an action in line %s already".formatted(QuotedText.of(id.get()), first.line()));
            return Optional.empty();
        } else if (id.get().chars().allMatch(c -> c >= '0' && c <= '9')) {
            problems.add(
                    json.location(),
                    ProblemCode.BAD_ID,
                    QuotedText.of(id.get())
                            + " is no id of an action: of digits alone are the ids of those that are given none",
                    Optional.of(QuotedText.of("action-" + id.get())));
            return Optional.empty();
        }
        return id;
    }

    private Optional<Action> create(ActionType type, Arguments arguments, JsonTree.ObjectNode object) {
        try {
            Action action = type.create(arguments);
            action.warnings().forEach(warning -> problems.addWarning(object.location(), ProblemCode.MESSAGE, warning));
            return Optional.of(action);
        } catch (ArgumentException refused) {
            refused.wrong().forEach(wrong -> add(wrong, object));
            return Optional.empty();
        }
    }

    private void add(ArgumentException.Wrong wrong, JsonTree.ObjectNode object) {
        Optional<JsonTree> written = object.find(wrong.parameter());
        if (wrong.index().isPresent() && written.isPresent() && written.get() instanceof JsonTree.StringNode text) {
            problems.addInside(text, wrong.index().getAsInt(), wrong.code(), wrong.message());
        } else {
            problems.add(
                    written.map(JsonTree::location).orElse(object.location()),
                    wrong.code(),
                    wrong.message(),
                    Optional.empty());
        }
    }

    private Optional<Arguments> arguments(ActionType type, JsonProperties properties, SourceLocation at) {
        Arguments.Builder arguments = Arguments.builder(fields);
        boolean right = true;
        Optional<Field> field = Optional.empty();
        for (Parameter parameter : type.parameters()) { // the field first: values are of it
            if (parameter.type() == Parameter.Type.FIELD) {
                Optional<JsonTree> json = written(parameter, properties);
                Optional<Field> named = json.flatMap(name -> field(parameter, name));
                named.ifPresent(one -> arguments.field(parameter.name(), one));
                right &= json.isPresent() ? named.isPresent() : !parameter.required();
                field = named;
            }
        }
        for (Parameter parameter : type.parameters()) {
            if (parameter.type() != Parameter.Type.FIELD) {
                Optional<JsonTree> json = written(parameter, properties);
                right &= json.isPresent() ? add(parameter, json.get(), field, arguments) : !parameter.required();
                if (parameter.type() == Parameter.Type.FIELD_VALUE && field.isPresent() && !given.add(field.get())) {
                    problems.addWarning(
                            at,
                            ProblemCode.FIELD_SET_TWICE,
                            "an earlier action sets " + field.get().label() + " too; this one decides");
                }
            }
        }
        return right ? Optional.of(arguments.build()) : Optional.empty();
    }

    private static Optional<JsonTree> written(Parameter parameter, JsonProperties properties) {
        return parameter.required()
                ? properties.require(parameter.name(), parameter.description().replaceAll("\\.$", ""))
                : properties.find(parameter.name());
    }

    private Optional<Field> field(Parameter parameter, JsonTree json) {
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

    /** Whether it is right. */
    private boolean add(Parameter parameter, JsonTree json, Optional<Field> field, Arguments.Builder arguments) {
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
            case TEXT -> {
                Optional<String> text = AutomationReader.text(name, json, problems);
                text.ifPresent(one -> arguments.text(name, one));
                yield text.isPresent();
            }
            case NUMBER -> {
                if (json instanceof JsonTree.NumberNode number
                        && Double.isFinite(number.value().doubleValue())) {
                    arguments.number(name, number.value().doubleValue());
                    yield true;
                }
                yield wrong(name, "a number such as 10", json);
            }
            case YES_NO -> {
                Optional<Boolean> yes = yesNo(json);
                yes.ifPresent(one -> arguments.yesNo(name, one));
                yield yes.isPresent() || wrong(name, "true or false", json);
            }
        };
    }

    private static Optional<Boolean> yesNo(JsonTree json) {
        if (json instanceof JsonTree.BooleanNode yesNo) {
            return Optional.of(yesNo.value());
        }
        String word = json instanceof JsonTree.StringNode text ? TextKey.of(text.value()) : "";
        return word.equals("yes") || word.equals("no") ? Optional.of(word.equals("yes")) : Optional.empty();
    }

    private boolean wrong(String name, String wanted, JsonTree json) {
        problems.add(
                json.location(),
                ProblemCode.WRONG_TYPE,
                "\"%s\" takes %s; this is %s".formatted(name, wanted, json.kind()));
        return false;
    }
}
