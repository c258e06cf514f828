/** Commands on prospects: import, export, set and history. */
@NullMarked
package heed.cli.prospects;

import org.jspecify.annotations.NullMarked;
