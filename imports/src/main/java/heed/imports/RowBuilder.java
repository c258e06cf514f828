package heed.imports;

import heed.imports.addresses.AddressText;
import heed.imports.columns.FieldValues;
import heed.imports.columns.FlagColumn;
import heed.imports.columns.FlagReading;
import heed.model.field.Field;
import heed.model.field.StandardFields;
import heed.model.field.Value;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectFlag;
import heed.model.prospect.ValueReader;
import heed.model.store.ImportRow;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Builds a row from its cells. Several columns may be one flag: a Yes in any of them is a Yes. */
final class RowBuilder {
    private final ZoneId zone;
    private final Map<List<Field>, List<Field>> fieldLists;
    private final List<Field> fields;
    private final List<Optional<Value>> values;
    private final List<RowProblem> problems = new ArrayList<>();
    private final Map<ProspectFlag, Optional<Boolean>> flags = new EnumMap<>(ProspectFlag.class);
    private List<String> otherEmails = List.of();
    private Optional<String> wrongEmail = Optional.empty();
    private Optional<Value> email = Optional.empty();
    private Optional<String> id = Optional.empty();

    /** @param fieldLists the lists of fields that rows of the file have had: rows with the same fields share their list */
    RowBuilder(ZoneId zone, Map<List<Field>, List<Field>> fieldLists) {
        this.zone = zone;
        this.fieldLists = fieldLists;
        this.fields = new ArrayList<>();
        this.values = new ArrayList<>();
    }

    /** Adds a text that is the value of a field. */
    void add(Field field, String text) {
        add(field, text, typed -> FieldValues.read(field, typed, zone));
    }

    /** Adds a cell of a column that is a field. */
    void add(Field field, String cell, ColumnReader reader) {
        add(field, cell, text -> reader.read(field, text));
    }

    /** @param reader throws a {@link ValueReader.WrongValueException} if a cell is not a value of the field */
    private void add(Field field, String cell, Function<String, Optional<Value>> reader) {
        try {
            Optional<Value> value = reader.apply(cell);
            if (value.isPresent()) {
                put(field, value);
            }
        } catch (ValueReader.WrongValueException invalidValue) {
            addProblem(
                    field.label() + ": not " + invalidValue.expected(),
                    field.label() + ": " + invalidValue.getMessage());
            if (field.equals(StandardFields.EMAIL)) {
                wrongEmail = Optional.of(cell);
            }
        }
    }

    /** Adds a value; an empty one clears the field. */
    void put(Field field, Optional<Value> value) {
        addValue(field, value);
        if (field.equals(StandardFields.ID)) {
            id = value.map(Value::text);
        } else if (field.equals(StandardFields.EMAIL)) {
            email = value;
        }
    }

    private void addValue(Field field, Optional<Value> value) {
        fields.add(field);
        values.add(value);
    }

    /** Adds a cell of a column with other addresses of the person. */
    void addOtherEmails(String cell) {
        if (!cell.isEmpty()) {
            otherEmails = Stream.concat(otherEmails.stream(), Stream.of(cell)).toList();
        }
    }

    /** Tests whether the row has a value of a field. */
    boolean has(Field field) {
        return fields.contains(field);
    }

    /**
     * Adds a cell of a column that is a flag.
     *
     * @param reading what the cell says
     */
    void addFlag(FlagColumn column, String cell, FlagReading reading) {
        reading.flag().ifPresent(yes -> flags.put(yes, Optional.of(true)));
        switch (reading) {
            case NO -> flags.putIfAbsent(column.flag(), Optional.of(false));
            case UNREADABLE ->
                addProblem(
                        column.flag().field().label() + ": not a Yes or No that Heed understands",
                        column.flag().field().label() + ": "
                                + new ValueReader.WrongValueException(cell, "a Yes or No that Heed understands")
                                        .getMessage());
            case NOTHING, OPTED_OUT, BOUNCED -> {}
        }
    }

    /** Adds a null in a column that is a flag. */
    void clearFlag(ProspectFlag flag) {
        flags.putIfAbsent(flag, Optional.empty());
    }

    void addProblem(String reason, String message) {
        problems.add(new RowProblem(reason, message));
    }

    /** Returns the row. */
    FileRow build(long line, List<String> cells) {
        Set<ProspectFlag> yes = EnumSet.noneOf(ProspectFlag.class);
        flags.forEach((flag, value) -> {
            addValue(flag.field(), value.map(Value::of));
            if (value.equals(Optional.of(true))) {
                yes.add(flag);
            }
        });
        Optional<RowProblem> problem = problems.isEmpty()
                ? Optional.empty()
                : Optional.of(new RowProblem(
                        problems.get(0).reason(),
                        String.join(
                                "; ", problems.stream().map(RowProblem::message).toList())));
        List<Field> shared = fieldLists.get(fields);
        if (shared == null) {
            shared = List.copyOf(fields);
            fieldLists.put(shared, shared);
        }
        return new FileRow(
                new ImportRow(line, shared, values), cells, problem, yes.isEmpty() ? Optional.empty() : noes(yes));
    }

    private Optional<RowNoes> noes(Set<ProspectFlag> yes) {
        Set<EmailAddress> otherAddresses = otherEmails.stream()
                .flatMap(cell -> AddressText.parse(cell).addresses().stream())
                .collect(Collectors.toSet());
        return RowNoes.of(addresses(), otherAddresses, id, yes);
    }

    private List<EmailAddress> addresses() {
        Set<EmailAddress> addresses = new LinkedHashSet<>();
        wrongEmail.ifPresent(cell -> addresses.addAll(AddressText.parse(cell).addresses()));
        email.flatMap(text -> EmailAddress.parse(text.text())).ifPresent(addresses::add);
        return List.copyOf(addresses);
    }
}
