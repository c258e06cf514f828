package heed.filters.json;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A JSON value with its source location. */
public sealed interface JsonTree {

    SourceLocation location();

    /** Returns the kind of value for a message: "an object", "text". */
    String kind();

    /** An object with its properties in the order in which they were written. */
    record ObjectNode(SourceLocation location, Map<String, Member> members) implements JsonTree {
        public ObjectNode {
            members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
        }

        /** Finds the value of a property; empty if the object does not have it. */
        public Optional<JsonTree> find(String name) {
            return Optional.ofNullable(members.get(name)).map(Member::value);
        }

        @Override
        public String kind() {
            return "an object";
        }
    }

    /**
     * A property of an object.
     *
     * @param nameLocation the location of the name
     * @param value the value
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
