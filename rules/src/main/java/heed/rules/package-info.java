/**
 * The rule book: selectors compiled into a Drools rule base in memory, and the matchers that evaluate it. A consequence
 * records that a prospect was selected, and does nothing else.
 */
@NullMarked
package heed.rules;

import org.jspecify.annotations.NullMarked;
