package heed.imports.columns;

import heed.imports.format.ColumnFormat;
import heed.imports.format.ScanResult;
import java.util.Optional;

/**
 * The format in which a column is read.
 *
 * @param decisive the cell that settled it; empty if an option names it, or if all formats read all cells alike
 * @param named whether an option names it
 */
public record FoundFormat(ColumnFormat format, Optional<ScanResult.Sample> decisive, boolean named) {}
