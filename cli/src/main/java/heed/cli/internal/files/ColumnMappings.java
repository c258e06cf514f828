package heed.cli.internal.files;

import heed.cli.internal.account.FieldLookup;
import heed.cli.internal.console.GlobalOptions;
import heed.cli.process.CommandException;
import heed.imports.columns.ColumnMapping;
import heed.model.field.FieldCatalog;
import java.util.List;

/** Reads the values of {@code --map}. */
public final class ColumnMappings {
    private ColumnMappings() {}

    /**
     * Returns the mapping of the values.
     *
     * @param maps each {@code COLUMN=FIELD}
     * @param ignored the values of {@code --ignore}
     * @param options the options of the command, which a suggested command repeats
     * @throws CommandException if a value names an unknown field
     * @throws heed.imports.text.InvalidImportException if a value has another form, or names a column a second time
     */
    public static ColumnMapping of(
            FieldCatalog catalog, List<String> maps, List<String> ignored, GlobalOptions options) {
        try {
            return new ColumnMapping(catalog, maps, ignored);
        } catch (ColumnMapping.UnknownFieldException unknown) {
            throw CommandException.invalid(
                    "map",
                    "--map \"" + unknown.mapping() + "\": "
                            + FieldLookup.unknownMessage(catalog, unknown.field(), options));
        }
    }
}
