/**
 * Criteria as a Drools rule base, built in memory, and the deciding by it. A rule's consequence records that a prospect was
 * selected, and does nothing else.
 */
@NullMarked
package heed.rules;

import org.jspecify.annotations.NullMarked;
