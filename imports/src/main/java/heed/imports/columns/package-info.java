/** Which column is which field, and what its cells mean. */
@NullMarked
package heed.imports.columns;

import org.jspecify.annotations.NullMarked;
