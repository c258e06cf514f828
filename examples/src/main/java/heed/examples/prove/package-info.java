/** Proofs by force: processes that are really killed, and checkers that only look at what is left. */
@NullMarked
package heed.examples.prove;

import org.jspecify.annotations.NullMarked;
