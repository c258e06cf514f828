/** Bulk evaluation: the alpha network over encoded columns, a batch of prospects at a time. */
@NullMarked
package heed.rules.internal.bulk;

import org.jspecify.annotations.NullMarked;
