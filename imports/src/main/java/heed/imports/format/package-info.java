/** The formats of the cells of a column: dates, decimal numbers and tags, found from all cells or named. */
@NullMarked
package heed.imports.format;

import org.jspecify.annotations.NullMarked;
