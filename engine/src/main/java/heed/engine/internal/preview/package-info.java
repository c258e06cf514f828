/** Previews, counts and query explanations, computed from one snapshot of the store. */
@NullMarked
package heed.engine.internal.preview;

import org.jspecify.annotations.NullMarked;
