/** In-memory matching: the strategies that are compared, and their generated automations and prospects. */
@NullMarked
package heed.benchmarks.matching;

import org.jspecify.annotations.NullMarked;
