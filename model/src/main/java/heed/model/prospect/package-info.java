/** Prospects, their keys, flags and canonical email addresses, and how their values are read from text. */
@NullMarked
package heed.model.prospect;

import org.jspecify.annotations.NullMarked;
