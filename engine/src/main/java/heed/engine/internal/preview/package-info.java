/** Previews, counts and query explanations, each computed from one snapshot of the store. */
@NullMarked
package heed.engine.internal.preview;

import org.jspecify.annotations.NullMarked;
