/** How a platform embeds Heed: a run, an action of its own and a one-off mail. */
@NullMarked
package heed.examples.embedding;

import org.jspecify.annotations.NullMarked;
