package heed.filters.json;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A JSON value that knows where it was written. */
public sealed interface JsonTree {

    Place at();

    /** What it is, for a message: "an object", "text". */
    String kind();

    /** An object: its properties in the order in which they were written. */
    record Members(Place at, Map<String, Member> byName) implements JsonTree {
        public Members {
            byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
        }

        public Optional<JsonTree> find(String name) {
            return Optional.ofNullable(byName.get(name)).map(Member::value);
        }

        @Override
        public String kind() {
            return "an object";
        }
    }

    /**
     * A property.
     *
     * @param name where its name stands
     */
    record Member(Place name, JsonTree value) {}

    record Items(Place at, List<JsonTree> items) implements JsonTree {
        public Items {
            items = List.copyOf(items);
        }

        @Override
        public String kind() {
            return "a list";
        }
    }

    record Text(Place at, String text) implements JsonTree {
        @Override
        public String kind() {
            return "text";
        }
    }

    record Numeral(Place at, BigDecimal number) implements JsonTree {
        @Override
        public String kind() {
            return "a number";
        }
    }

    record YesNo(Place at, boolean yes) implements JsonTree {
        @Override
        public String kind() {
            return Boolean.toString(yes);
        }
    }

    record Null(Place at) implements JsonTree {
        @Override
        public String kind() {
            return "null";
        }
    }
}
