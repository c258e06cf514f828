package heed.engine.definition;

import heed.actions.ActionTypes;
import heed.filters.Criterion;
import heed.filters.CriterionReader;
import heed.filters.json.JsonProperties;
import heed.filters.json.JsonReader;
import heed.filters.json.JsonTree;
import heed.filters.json.NearestName;
import heed.filters.json.ProblemCode;
import heed.filters.json.Problems;
import heed.filters.json.QuotedText;
import heed.filters.json.ReadResult;
import heed.filters.json.SourceLocation;
import heed.filters.json.SourceText;
import heed.model.field.FieldCatalog;
import heed.model.field.TextKey;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads a definition into an automation, checks it against the account's fields and the action types, and reports all
 * problems at once. Every definition that it accepts is valid by {@link DefinitionSchema}. Immutable and thread-safe.
 */
public final class AutomationReader {
    static final int MAX_ID_LENGTH = 100;
    private static final int MAX_NAME_LENGTH = 200;
    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]*");
    private static final List<String> PROPERTIES = List.of("$schema", "id", "name", "who", "actions", "run");

    private final FieldCatalog fields;
    private final ZoneId zone;
    private final ActionTypes actionTypes;

    /**
     * Creates a reader for one account.
     *
     * @param fields the fields of the account
     * @param zone the time zone of the account, for times without an offset
     * @param actionTypes the action types that definitions may use
     */
    public AutomationReader(FieldCatalog fields, ZoneId zone, ActionTypes actionTypes) {
        this.fields = fields;
        this.zone = zone;
        this.actionTypes = actionTypes;
    }

    /** Reads a definition that names no files, like {@link #read(SourceText, MessageTextFiles)}. */
    public ReadResult<AutomationSource> read(SourceText source) {
        return read(source, MessageTextFiles.NONE);
    }

    /**
     * Returns the automation with its warnings, or every problem of the definition.
     *
     * @param messageFiles has the files that the definition names
     */
    public ReadResult<AutomationSource> read(SourceText source, MessageTextFiles messageFiles) {
        Problems problems = new Problems(source);
        LongTextFiles files = new LongTextFiles(messageFiles, problems);
        Optional<AutomationSource> automation = JsonReader.read(problems, actionTypes.longTextNames())
                .flatMap(json -> automation(json, problems, files))
                .map(read -> new AutomationSource(read, files.definition()));
        return automation.isPresent() && problems.isEmpty()
                ? new ReadResult.Valid<>(automation.get(), problems.warnings())
                : new ReadResult.Invalid<>(problems.toList());
    }

    private Optional<Automation> automation(JsonTree json, Problems problems, LongTextFiles files) {
        if (!(json instanceof JsonTree.ObjectNode object)) {
            problems.add(json.location(), ProblemCode.WRONG_TYPE, "a definition is an object; this is " + json.kind());
            return Optional.empty();
        }
        JsonProperties properties = new JsonProperties(object, PROPERTIES, problems);
        properties.find("$schema").ifPresent(schema -> text("$schema", schema, problems));
        Optional<String> id = properties
                .require("id", "the unique id of the automation, such as \"opt-out-canada\"")
                .flatMap(value -> id(value, problems));
        Optional<String> name = properties
                .require("name", "the name of the automation for people")
                .flatMap(value -> name(value, problems));
        Optional<Criterion> criteria = properties
                .require("who", "the criteria that select prospects")
                .flatMap(value -> criteria(value, problems));
        Optional<List<ActionStep>> actions = properties
                .require("actions", "the list of what is done to the selected prospects")
                .flatMap(value -> new ActionsReader(fields, zone, actionTypes, problems, files).read(value));
        Optional<RunMode> runMode = properties
                .require("run", "when it runs, such as {\"mode\": \"once\"}")
                .flatMap(value -> runMode(value, problems));
        return id.isPresent() && name.isPresent() && criteria.isPresent() && actions.isPresent() && runMode.isPresent()
                ? Optional.of(new Automation(id.get(), name.get(), criteria.get(), actions.get(), runMode.get()))
                : Optional.empty();
    }

    /** Returns the text of a JSON string; reports a problem for anything else. */
    static Optional<String> text(String property, JsonTree json, Problems problems) {
        if (json instanceof JsonTree.StringNode text) {
            return Optional.of(text.value());
        }
        problems.add(
                json.location(),
                ProblemCode.WRONG_TYPE,
                "\"%s\" takes text; this is %s".formatted(property, json.kind()));
        return Optional.empty();
    }

    /** Returns the id in a JSON string; reports a problem if it is not valid. */
    static Optional<String> id(JsonTree json, Problems problems) {
        Optional<String> id = text("id", json, problems);
        if (id.isPresent() && !(ID.matcher(id.get()).matches() && id.get().length() <= MAX_ID_LENGTH)) {
            problems.add(
                    json.location(),
                    ProblemCode.BAD_ID,
                    QuotedText.of(id.get())
                            + " is not a valid id: an id has 1 to 100 lower-case letters a to z, digits and hyphens, and"
                            + " does not begin with a hyphen",
                    suggestId(id.get()));
            return Optional.empty();
        }
        return id;
    }

    /** Returns the text in lower case, with hyphens in place of other characters; empty if that is no valid id. */
    private static Optional<String> suggestId(String text) {
        String id = TextKey.of(text).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        return id.isEmpty() || id.length() > MAX_ID_LENGTH ? Optional.empty() : Optional.of(QuotedText.of(id));
    }

    private static Optional<String> name(JsonTree json, Problems problems) {
        Optional<String> name = text("name", json, problems);
        if (name.isPresent()) {
            boolean fits = !TextKey.clean(name.get()).isEmpty()
                    && name.get().codePointCount(0, name.get().length()) <= MAX_NAME_LENGTH
                    && name.get().chars().noneMatch(Character::isISOControl);
            if (!fits) {
                problems.add(
                        json.location(),
                        ProblemCode.BAD_NAME,
                        "a name is one line of 1 to " + MAX_NAME_LENGTH + " characters that is not blank");
                return Optional.empty();
            }
        }
        return name.map(TextKey::clean);
    }

    private Optional<Criterion> criteria(JsonTree json, Problems problems) {
        Optional<Criterion> criteria = CriterionReader.read(json, fields, zone, problems);
        if (criteria.isPresent() && selectsEveryone(criteria.get())) {
            problems.addWarning(json.location(), ProblemCode.EVERYONE, "these criteria select every prospect");
        }
        return criteria;
    }

    private static boolean selectsEveryone(Criterion criteria) {
        return criteria instanceof Criterion.All all
                && all.parts().stream().allMatch(AutomationReader::selectsEveryone);
    }

    private static Optional<RunMode> runMode(JsonTree json, Problems problems) {
        if (!(json instanceof JsonTree.ObjectNode object)) {
            problems.add(
                    json.location(),
                    ProblemCode.WRONG_TYPE,
                    "\"run\" takes an object such as {\"mode\": \"once\"}; this is " + json.kind());
            return Optional.empty();
        }
        return new JsonProperties(object, List.of("mode"), problems)
                .require("mode", "how often it runs, such as \"once\"")
                .flatMap(mode ->
                        text("mode", mode, problems).flatMap(text -> findRunMode(text, mode.location(), problems)));
    }

    private static Optional<RunMode> findRunMode(String text, SourceLocation at, Problems problems) {
        Optional<RunMode> runMode = Arrays.stream(RunMode.values())
                .filter(candidate -> candidate.id().equals(text))
                .findFirst();
        if (runMode.isEmpty()) {
            List<String> known =
                    Arrays.stream(RunMode.values()).map(RunMode::id).toList();
            problems.add(
                    at,
                    ProblemCode.UNKNOWN_RUN_MODE,
                    "there is no run mode " + QuotedText.of(text)
                            + (known.size() == 1 ? "; the only mode is " : "; the modes are ")
                            + known.stream().map(QuotedText::of).collect(Collectors.joining(", ")),
                    NearestName.of(text, known).map(QuotedText::of));
        }
        return runMode;
    }
}
