package heed.engine.definition;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Changes a definition in one or two random places, plausibly or not. */
final class DefinitionMutator {
    private static final JsonMapper JSON = new JsonMapper();

    /** JSON values to put anywhere. */
    private static final List<String> JSON_PARTS = List.of(
            "null",
            "true",
            "false",
            "0",
            "1",
            "-1.5",
            "1e30",
            "1234567890123456",
            "9".repeat(300),
            "\"\"",
            "\" \"",
            "\"\\u00a0\"",
            "\"x\"",
            "\"\\u0000\"",
            "\"a\\u0000b\"",
            "\"\\ud800\"",
            "\"" + "x".repeat(10_001) + "\"",
            "\"two\\nlines\"",
            "\"a\\n\"",
            "\"yes\"",
            "\"12\"",
            "\"2026-01-31\"",
            "\"2026-02-30\"",
            "\"2026-01-31T09:30:00Z\"",
            "\"last 30 days\"",
            "\"last 0 days\"",
            "\"Canada\"",
            "\"Narnia\"",
            "\"ann@example.com\"",
            "\"Country\"",
            "\"email opt out\"",
            "\"Lead Score\"",
            "\"Renewal Date\"",
            "\"Interests\"",
            "\"Shoe Size\"",
            "\"id\"",
            "\" Id \"",
            "\"Created\"",
            "\"created \"",
            "\"equals\"",
            "\"EQUALS\"",
            "\"is-empty\"",
            "\"Is-Not-Empty\"",
            "\"contains\"",
            "\"in-time-frame\"",
            "\"greater-than-or-equals-or-empty\"",
            "\"less-than\"",
            "\"resembles\"",
            "\"equals \"",
            "\"set-field\"",
            "\"Set-Field\"",
            "\"send-email\"",
            "\"Dear {{nickname}} {{shoeSize}}\"",
            "\"Dear {{#if city}}\"",
            "\"once\"",
            "\"Once\"",
            "\"a\"",
            "\"b\"",
            "\"7\"",
            "\"-a\"",
            "\"a-\"",
            "\"A\"",
            "\"1\"",
            "\"1 AND 2\"",
            "\"(1)\"",
            "\"1 AND (2 OR 3)\"",
            "[]",
            "[null]",
            "[1]",
            "[\"x\"]",
            "[\"\"]",
            "[true, \"x\"]",
            "[[\"x\"]]",
            "[\"Canada\", \"France\"]",
            "{}",
            "{\"all\": []}",
            "{\"any\": []}",
            "{\"not\": {\"all\": []}}",
            "{\"mode\": \"once\"}",
            "{\"field\": \"City\", \"operator\": \"is-empty\"}",
            "{\"field\": \"City\", \"operator\": \"equals\", \"value\": \"x\"}",
            "{\"field\": \"City\", \"operator\": \"contains\", \"value\": 5}",
            "{\"all\": [], \"any\": [{\"all\": []}]}",
            "{\"formula\": \"1\", \"criteria\": [{\"all\": []}]}",
            "{\"action\": \"set-field\", \"field\": \"City\", \"value\": null}",
            "{\"id\": \"a\", \"action\": \"set-field\", \"field\": \"State\", \"value\": \"x\"}",
            "{\"not\": ".repeat(70) + "{\"all\": []}" + "}".repeat(70));

    /** Plausible values by property name. */
    private static final Map<String, List<String>> LIKELY_VALUES = Map.of(
            "field",
            List.of(
                    "\"city\"",
                    "\"Lead Score\"",
                    "\"BOUNCED\"",
                    "\"Renewal Date\"",
                    "\"lastVisit\"",
                    "\"Interests\"",
                    "\"Email\"",
                    "\"Country\"",
                    "\"Id\"",
                    "\"created\"",
                    "\" Created \"",
                    "\"Ctiy\""),
            "operator",
            List.of(
                    "\"equals\"",
                    "\"Does-Not-Equal\"",
                    "\"contains\"",
                    "\"does-not-end-with\"",
                    "\"IS-EMPTY\"",
                    "\"is-not-empty\"",
                    "\"less-than-or-equals\"",
                    "\"greater-than-or-empty\"",
                    "\"in-time-frame\"",
                    "\"not-in-time-frame\"",
                    "\"like\""),
            "value",
            List.of(
                    "true",
                    "\"No\"",
                    "0",
                    "-1.5",
                    "\"x\"",
                    "\"ann@example.com\"",
                    "\"Canada\"",
                    "\"2026-01-31\"",
                    "\"today\"",
                    "\"last 30 days\"",
                    "[1, 2]",
                    "[\"x\", \"y\"]",
                    "[\"tomorrow\", \"CA\"]",
                    "null",
                    "\"\"",
                    "[]"),
            "formula",
            List.of(
                    "\"1\"",
                    "\"1 and 2\"",
                    "\"(1 AND 2) OR 3 OR 4 OR 5\"",
                    "\"1 OR 2 OR 3 OR 4 OR 5\"",
                    "\"1 AND 2 OR 3\"",
                    "\" \""),
            "id",
            List.of(
                    "\"a\"",
                    "\"b\"",
                    "\"1-a\"",
                    "\"12\"",
                    "\"" + "a".repeat(100) + "\"",
                    "\"" + "a".repeat(101) + "\"",
                    "\"a\\n\""),
            "name",
            List.of(
                    "\"A\"",
                    "\"😀\"",
                    "\"" + "😀".repeat(200) + "\"",
                    "\"" + "😀".repeat(201) + "\"",
                    "\"\\u3000\"",
                    "\"a\\tb\""),
            "who",
            List.of(
                    "{\"all\": []}",
                    "{\"not\": {\"field\": \"City\", \"operator\": \"is-empty\"}}",
                    "{\"not\": ".repeat(70) + "{\"all\": []}" + "}".repeat(70)),
            "action",
            List.of("\"set-field\"", "\"send-email\"", "\"Set-Field\""),
            "textFile",
            List.of(
                    "\"mails/spring.txt\"",
                    "\"mails/fall.txt\"",
                    "\"../spring.txt\"",
                    "\"/spring.txt\"",
                    "\"mails//a\""),
            "htmlFile",
            List.of("\"./mails/spring.html\"", "\"mails\"", "\"mails/../a.html\"", "\"C:\\\\a.html\""));

    /** Property names, some of them misspelled. */
    private static final List<String> NAMES = List.of(
            "$schema",
            "textFile",
            "htmlFile",
            "id",
            "name",
            "who",
            "actions",
            "run",
            "field",
            "operator",
            "value",
            "all",
            "any",
            "not",
            "formula",
            "criteria",
            "action",
            "mode",
            "values",
            "Field",
            "feild",
            "comment");

    private final Random random;

    DefinitionMutator(Random random) {
        this.random = random;
    }

    /** Returns the definition with one or two changes. */
    String mutate(JsonNode definition) {
        JsonNode root = definition.deepCopy();
        for (int changes = random.nextInt(4) == 0 ? 2 : 1; changes > 0; changes--) {
            List<JsonNode> containers = new ArrayList<>();
            collect(root, containers);
            JsonNode container = pick(containers);
            if (container instanceof ObjectNode object) {
                change(object);
            } else {
                change((ArrayNode) container);
            }
        }
        String json = JSON.writeValueAsString(root);
        return random.nextInt(40) == 0 ? json.replace("\"mode\":", "\"mode\":\"once\",\"mode\":") : json;
    }

    private void change(ObjectNode object) {
        List<String> names = new ArrayList<>(object.propertyNames());
        if (names.isEmpty()) {
            object.set(pick(NAMES), randomPart());
            return;
        }
        String name = pick(names);
        JsonNode value = object.get(name);
        switch (random.nextInt(12)) {
            case 0 -> object.remove(name);
            case 1, 2 -> object.set(name, randomPart());
            case 3, 8, 9, 10 -> object.set(name, JSON.readTree(pick(LIKELY_VALUES.getOrDefault(name, JSON_PARTS))));
            case 4 -> object.set(pick(NAMES), randomPart());
            case 5 -> {
                object.remove(name);
                object.set(pick(NAMES), value);
            }
            case 6 -> object.set(name, JSON.createArrayNode().add(value));
            case 7 -> object.set(name, editText(value));
            default -> object.set(name, value.isArray() && !value.isEmpty() ? value.get(0) : randomPart());
        }
    }

    private void change(ArrayNode list) {
        if (list.isEmpty()) {
            list.add(randomPart());
            return;
        }
        int index = random.nextInt(list.size());
        switch (random.nextInt(6)) {
            case 0 -> list.remove(index);
            case 1 -> list.add(list.get(index).deepCopy());
            case 2 -> list.add(randomPart());
            case 3 -> list.set(index, randomPart());
            case 4 -> list.set(index, editText(list.get(index)));
            default -> list.removeAll();
        }
    }

    /** Returns the text with another case, another beginning or end, or without a letter. */
    private JsonNode editText(JsonNode value) {
        if (!value.isString() || value.stringValue().isEmpty()) {
            return randomPart();
        }
        String text = value.stringValue();
        int index = random.nextInt(text.length());
        return JSON.getNodeFactory()
                .stringNode(
                        switch (random.nextInt(5)) {
                            case 0 -> text.toUpperCase(Locale.ROOT);
                            case 1 -> text.toLowerCase(Locale.ROOT);
                            case 2 -> text + pick(List.of(" ", "\n", "x", "\u00a0"));
                            case 3 -> text.substring(0, index) + text.substring(index + 1);
                            default -> " " + text;
                        });
    }

    private JsonNode randomPart() {
        return JSON.readTree(pick(JSON_PARTS));
    }

    private static void collect(JsonNode node, List<JsonNode> containers) {
        if (node.isContainer()) {
            containers.add(node);
            node.forEach(child -> collect(child, containers));
        }
    }

    private <T> T pick(List<T> elements) {
        return elements.get(random.nextInt(elements.size()));
    }
}
