/** Starting, resuming and executing runs, batch by batch. */
@NullMarked
package heed.engine.internal.run;

import org.jspecify.annotations.NullMarked;
