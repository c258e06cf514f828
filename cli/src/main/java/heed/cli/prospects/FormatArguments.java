package heed.cli.prospects;

import heed.imports.format.FormatOptions;
import heed.imports.text.InvalidImportException;
import java.util.List;
import picocli.CommandLine.Option;

/** The options that name the formats of columns. */
final class FormatArguments {
    @Option(
            names = "--date-format",
            paramLabel = "[COLUMN=]FORMAT",
            description = "The format of dates, such as dd/MM/yyyy, MM/dd/yyyy or dd.MM.yy, of one column or of all"
                    + " (default: the only one that reads all cells of a column). Can be repeated.")
    private List<String> dateFormats = List.of();

    @Option(
            names = "--decimal",
            paramLabel = "[COLUMN=]MARK",
            description = "The decimal mark of numbers: , or . (default: the only one that reads all cells of a"
                    + " column). Can be repeated.")
    private List<String> decimals = List.of();

    @Option(
            names = "--tag-separator",
            paramLabel = "[COLUMN=]CHARACTER",
            description = "The character between tags: ; or , or | (default: the only one that a column has). Can be"
                    + " repeated.")
    private List<String> tagSeparators = List.of();

    /** @throws InvalidImportException if a value is no format, or is given twice for the same column */
    FormatOptions options() {
        return new FormatOptions(dateFormats, decimals, tagSeparators);
    }
}
