/** Undoing runs by the history of each field, and dropping old facts. */
@NullMarked
package heed.engine.internal.undo;

import org.jspecify.annotations.NullMarked;
