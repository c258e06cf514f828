/** Facts that were asserted of prospects, each with its provenance. */
@NullMarked
package heed.model.fact;

import org.jspecify.annotations.NullMarked;
