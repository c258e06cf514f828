package heed.imports;

import heed.imports.addresses.AddressText;
import heed.imports.columns.FieldValues;
import heed.imports.columns.FlagColumn;
import heed.imports.columns.FlagReading;
import heed.imports.format.ColumnFormat;
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

/** Builds a row from its cells. Several columns may be one flag: a Yes in any of them is a Yes. */
final class RowBuilder {
    private final ZoneId zone;
    private final List<Field> usualFields;
    private final List<Field> fields;
    private final List<Optional<Value>> values;
    private final List<RowProblem> problems = new ArrayList<>();
    private final Map<ProspectFlag, Optional<Boolean>> flags = new EnumMap<>(ProspectFlag.class);
    private final Set<EmailAddress> addresses = new LinkedHashSet<>();
    private Optional<String> id = Optional.empty();

    /** @param usualFields the fields of a row without empty cells, which rows share if they have just these fields */
    RowBuilder(ZoneId zone, List<Field> usualFields) {
        this.zone = zone;
        this.usualFields = usualFields;
        this.fields = new ArrayList<>(usualFields.size());
        this.values = new ArrayList<>(usualFields.size());
    }

    /** Adds a cell of a column that is a field and has no format. */
    void add(Field field, String cell) {
        add(field, cell, Optional.empty());
    }

    /**
     * Adds a cell of a column that is a field.
     *
     * @param format the format of the column
     */
    void add(Field field, String cell, Optional<ColumnFormat> format) {
        try {
            Optional<Value> value = FieldValues.read(field, cell, zone, format);
            if (value.isPresent()) {
                put(field, value);
            }
        } catch (ValueReader.WrongValueException invalidValue) {
            addProblem(
                    field.label() + ": not " + invalidValue.expected(),
                    field.label() + ": " + invalidValue.getMessage());
            if (field.equals(StandardFields.EMAIL)) {
                addresses.addAll(AddressText.parse(cell).addresses());
            }
        }
    }

    /** Adds a value; an empty one clears the field. */
    void put(Field field, Optional<Value> value) {
        fields.add(field);
        values.add(value);
        if (field.equals(StandardFields.ID)) {
            id = value.map(Value::text);
        } else if (field.equals(StandardFields.EMAIL)) {
            value.flatMap(text -> EmailAddress.parse(text.text())).ifPresent(addresses::add);
        }
    }

    /** Tests whether the row has a value of a field. */
    boolean has(Field field) {
        return fields.contains(field);
    }

    /** Adds a cell of a column that is a flag. */
    void addFlag(FlagColumn column, String cell) {
        FlagReading reading = column.read(cell);
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
            fields.add(flag.field());
            values.add(value.map(Value::of));
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
        return new FileRow(
                new ImportRow(line, fields.equals(usualFields) ? usualFields : fields, values),
                cells,
                problem,
                RowNoes.of(List.copyOf(addresses), id, yes));
    }
}
