/** Files as rows of cells under a header. */
@NullMarked
package heed.imports.table;

import org.jspecify.annotations.NullMarked;
