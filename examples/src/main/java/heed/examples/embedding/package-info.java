/** Examples of a platform that embeds Heed: a run, an action type of its own and a one-off mail. */
@NullMarked
package heed.examples.embedding;

import org.jspecify.annotations.NullMarked;
