package heed.filters.json;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A JSON value that knows where it was written. */
public sealed interface JsonTree {

    SourceLocation location();

    /** What it is, for a message: "an object", "text". */
    String kind();

    /** An object: its properties in the order in which they were written. */
    record ObjectNode(SourceLocation location, Map<String, Member> members) implements JsonTree {
        public ObjectNode {
            members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
        }

        public Optional<JsonTree> find(String name) {
            return Optional.ofNullable(members.get(name)).map(Member::value);
        }

        @Override
        public String kind() {
            return "an object";
        }
    }

    /**
     * A property.
     *
     * @param nameLocation where its name stands
     */
    record Member(SourceLocation nameLocation, JsonTree value) {}

    record ArrayNode(SourceLocation location, List<JsonTree> elements) implements JsonTree {
        public ArrayNode {
            elements = List.copyOf(elements);
        }

        @Override
        public String kind() {
            return "a list";
        }
    }

    record StringNode(SourceLocation location, String value) implements JsonTree {
        @Override
        public String kind() {
            return "text";
        }
    }

    record NumberNode(SourceLocation location, BigDecimal value) implements JsonTree {
        @Override
        public String kind() {
            return "a number";
        }
    }

    record BooleanNode(SourceLocation location, boolean value) implements JsonTree {
        @Override
        public String kind() {
            return Boolean.toString(value);
        }
    }

    record NullNode(SourceLocation location) implements JsonTree {
        @Override
        public String kind() {
            return "null";
        }
    }
}
