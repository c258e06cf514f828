package heed.actions;

import heed.model.field.Field;
import heed.model.field.FieldCatalog;
import heed.model.field.Value;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** The arguments of one action by parameter name, typed and checked against the parameters. Immutable. */
public final class Arguments {
    private final FieldCatalog catalog;
    private final Map<String, Field> fields;
    private final Map<String, Value> values;
    private final Map<String, String> texts;
    private final Map<String, Double> numbers;
    private final Map<String, Boolean> yesNoValues;

    private Arguments(Builder builder) {
        catalog = builder.catalog;
        fields = Map.copyOf(builder.fields);
        values = Map.copyOf(builder.values);
        texts = Map.copyOf(builder.texts);
        numbers = Map.copyOf(builder.numbers);
        yesNoValues = Map.copyOf(builder.yesNoValues);
    }

    /**
     * Returns a builder without arguments.
     *
     * @param catalog the fields of the account that the automation is for
     */
    public static Builder builder(FieldCatalog catalog) {
        return new Builder(catalog);
    }

    /** Returns the fields of the account. */
    public FieldCatalog catalog() {
        return catalog;
    }

    /**
     * Returns a field argument.
     *
     * @throws InvalidArgumentsException if the author left it out
     */
    public Field field(String name) {
        Field field = fields.get(name);
        if (field == null) {
            throw new InvalidArgumentsException(
                    name, "missing-property", "\"" + name + "\" is missing: it names a field");
        }
        return field;
    }

    /** Returns a value of the action's field; empty if the author wrote null or left it out. */
    public Optional<Value> value(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** Returns a text argument; empty if the author left it out. */
    public Optional<String> text(String name) {
        return Optional.ofNullable(texts.get(name));
    }

    /** Returns a number argument; empty if the author left it out. */
    public OptionalDouble number(String name) {
        Double number = numbers.get(name);
        return number == null ? OptionalDouble.empty() : OptionalDouble.of(number);
    }

    /** Returns a yes-no argument; empty if the author left it out. */
    public Optional<Boolean> yesNo(String name) {
        return Optional.ofNullable(yesNoValues.get(name));
    }

    /** Collects the arguments of one action. Not thread-safe. */
    public static final class Builder {
        private final FieldCatalog catalog;
        private final Map<String, Field> fields = new HashMap<>();
        private final Map<String, Value> values = new HashMap<>();
        private final Map<String, String> texts = new HashMap<>();
        private final Map<String, Double> numbers = new HashMap<>();
        private final Map<String, Boolean> yesNoValues = new HashMap<>();

        private Builder(FieldCatalog catalog) {
            this.catalog = catalog;
        }

        /** Sets a field argument. */
        public Builder field(String name, Field field) {
            fields.put(name, field);
            return this;
        }

        /**
         * Sets a value argument.
         *
         * @param value the value; empty for null, which clears the field
         */
        public Builder value(String name, Optional<Value> value) {
            value.ifPresentOrElse(presentValue -> values.put(name, presentValue), () -> values.remove(name));
            return this;
        }

        /** Sets a text argument. */
        public Builder text(String name, String text) {
            texts.put(name, text);
            return this;
        }

        /** Sets a number argument. */
        public Builder number(String name, double number) {
            numbers.put(name, number);
            return this;
        }

        /** Sets a yes-no argument. */
        public Builder yesNo(String name, boolean yes) {
            yesNoValues.put(name, yes);
            return this;
        }

        /** Returns the arguments set so far. */
        public Arguments build() {
            return new Arguments(this);
        }
    }
}
