/** Reading prospects and addresses from files: the plan of an import, and its rows. */
@NullMarked
package heed.imports;

import org.jspecify.annotations.NullMarked;
