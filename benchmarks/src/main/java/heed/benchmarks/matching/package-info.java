/** Matching in memory: the compared strategies, and generated automations and prospects. */
@NullMarked
package heed.benchmarks.matching;

import org.jspecify.annotations.NullMarked;
