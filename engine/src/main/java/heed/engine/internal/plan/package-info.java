/** Plan files: their format, writer and reader. */
@NullMarked
package heed.engine.internal.plan;

import org.jspecify.annotations.NullMarked;
