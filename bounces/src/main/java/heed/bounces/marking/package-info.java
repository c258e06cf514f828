/** Stored bounces and their effect on addresses: the policy, the marks, the pauses and the reviews. */
@NullMarked
package heed.bounces.marking;

import org.jspecify.annotations.NullMarked;
