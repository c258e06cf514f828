/** Finds the cause of a failed mail from status codes, reply codes and texts, by a table of rules. */
@NullMarked
package heed.bounces.classify;

import org.jspecify.annotations.NullMarked;
