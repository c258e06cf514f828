package heed.actions;

import heed.model.field.Field;
import heed.model.field.FieldCatalog;
import heed.model.field.Value;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** What an author said of one action, by parameter: typed, and checked against the parameters. */
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

    /** @param catalog the fields of the account that the automation is for */
    public static Builder builder(FieldCatalog catalog) {
        return new Builder(catalog);
    }

    /** The fields of the account. */
    public FieldCatalog catalog() {
        return catalog;
    }

    /** @throws InvalidArgumentsException if the author named none */
    public Field field(String name) {
        Field field = fields.get(name);
        if (field == null) {
            throw new InvalidArgumentsException(
                    name, "missing-property", "\"" + name + "\" is missing: it names a field");
        }
        return field;
    }

    /** A value of the field that the action names; empty for null, and where the author said nothing. */
    public Optional<Value> value(String name) {
        return Optional.ofNullable(values.get(name));
    }

    public Optional<String> text(String name) {
        return Optional.ofNullable(texts.get(name));
    }

    public OptionalDouble number(String name) {
        Double number = numbers.get(name);
        return number == null ? OptionalDouble.empty() : OptionalDouble.of(number);
    }

    public Optional<Boolean> yesNo(String name) {
        return Optional.ofNullable(yesNoValues.get(name));
    }

    /** Gathers arguments as a definition is read. */
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

        public Builder field(String name, Field field) {
            fields.put(name, field);
            return this;
        }

        /** @param value empty for null: the field is to be empty */
        public Builder value(String name, Optional<Value> value) {
            value.ifPresentOrElse(presentValue -> values.put(name, presentValue), () -> values.remove(name));
            return this;
        }

        public Builder text(String name, String text) {
            texts.put(name, text);
            return this;
        }

        public Builder number(String name, double number) {
            numbers.put(name, number);
            return this;
        }

        public Builder yesNo(String name, boolean yes) {
            yesNoValues.put(name, yes);
            return this;
        }

        public Arguments build() {
            return new Arguments(this);
        }
    }
}
