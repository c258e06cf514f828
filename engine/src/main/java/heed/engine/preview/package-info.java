/** What an automation would do if it ran now: previews, counts, explanations and rendered messages. */
@NullMarked
package heed.engine.preview;

import org.jspecify.annotations.NullMarked;
