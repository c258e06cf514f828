package heed.cli.internal.account;

import heed.cli.internal.console.GlobalOptions;
import heed.cli.process.CommandException;
import heed.filters.json.QuotedText;
import heed.imports.columns.FieldNames;
import heed.model.field.Field;
import heed.model.field.FieldCatalog;
import java.util.stream.Collectors;

/** Finds fields by the names that people type. */
public final class FieldLookup {
    private FieldLookup() {}

    /**
     * Returns the field with a label or API name, ignoring case.
     *
     * @throws CommandException if there is none
     */
    public static Field get(FieldCatalog catalog, String name, GlobalOptions options) {
        return catalog.find(name)
                .orElseThrow(() -> CommandException.invalid("unknown-field", unknownMessage(catalog, name, options)));
    }

    /** Returns the message for an unknown field name, with the most similar label if there is one. */
    public static String unknownMessage(FieldCatalog catalog, String name, GlobalOptions options) {
        return "there is no field " + QuotedText.of(name.strip())
                + FieldNames.nearestLabel(catalog, name)
                        .map(label -> ". Did you mean " + QuotedText.of(label) + "?")
                        .orElseGet(() -> "; " + describeFields(catalog, options) + "; `"
                                + options.suggest("fields", "add", name.strip(), "--type", "TYPE") + "` adds one");
    }

    /** Returns how to learn the fields. A catalog of standard fields is listed, because its store may not exist yet. */
    private static String describeFields(FieldCatalog catalog, GlobalOptions options) {
        return catalog.all().stream().allMatch(Field::isStandard)
                ? "the standard fields are "
                        + catalog.all().stream().map(Field::label).collect(Collectors.joining(", "))
                : "`" + options.suggest("fields") + "` lists the fields";
    }
}
