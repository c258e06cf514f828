/** Undoing runs from the history of each field, and deleting old facts. */
@NullMarked
package heed.engine.internal.undo;

import org.jspecify.annotations.NullMarked;
