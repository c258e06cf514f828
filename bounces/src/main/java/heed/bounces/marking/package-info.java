/** What a bounce does to its address: the stored bounces, the policy, pauses and reviews. */
@NullMarked
package heed.bounces.marking;

import org.jspecify.annotations.NullMarked;
