package heed.cli.prospects;

import heed.cli.internal.account.FieldLookup;
import heed.cli.internal.console.GlobalOptions;
import heed.cli.process.CommandException;
import heed.filters.json.QuotedText;
import heed.imports.columns.FieldValues;
import heed.model.field.Field;
import heed.model.field.FieldCatalog;
import heed.model.field.Value;
import heed.model.prospect.ValueReader;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads arguments of the form {@code FIELD=VALUE}. */
final class FieldAssignments {
    private FieldAssignments() {}

    /**
     * Returns the value of each field, in the order of the arguments; empty where the argument clears the field.
     *
     * @param options the options of the command, which a suggested command repeats
     * @throws CommandException if an argument has another form, names no field that can be set, repeats a field, or has
     *     a value that does not fit
     */
    static Map<Field, Optional<Value>> parse(
            List<String> assignments, FieldCatalog catalog, ZoneId zone, GlobalOptions options) {
        Map<Field, Optional<Value>> values = new LinkedHashMap<>();
        for (String assignment : assignments) {
            int equalsIndex = equalsIndex(catalog, assignment);
            Field field = FieldLookup.get(catalog, assignment.substring(0, equalsIndex), options);
            if (!field.settable()) {
                throw CommandException.invalid("not-settable", field.label() + " cannot be changed");
            }
            if (values.put(field, parseValue(field, assignment.substring(equalsIndex + 1), zone)) != null) {
                throw CommandException.invalid("twice", field.label() + " is set twice; set it once");
            }
        }
        return values;
    }

    /**
     * Returns the index of the equals sign between the field and the value. Labels and values may contain equals signs,
     * so it is the first one that follows the name of a field; if none does, the first one.
     */
    private static int equalsIndex(FieldCatalog catalog, String assignment) {
        int first = assignment.indexOf('=');
        if (first < 1) {
            throw CommandException.invalid(
                    "assignment",
                    QuotedText.of(assignment) + " is not of the form FIELD=VALUE, such as \"City=Paris\"");
        }
        for (int index = first; index > 0; index = assignment.indexOf('=', index + 1)) {
            if (catalog.find(assignment.substring(0, index)).isPresent()) {
                return index;
            }
        }
        return first;
    }

    private static Optional<Value> parseValue(Field field, String text, ZoneId zone) {
        try {
            return FieldValues.read(field, text, zone);
        } catch (ValueReader.WrongValueException invalidValue) {
            throw CommandException.invalid("value", field.label() + ": " + invalidValue.getMessage());
        }
    }
}
