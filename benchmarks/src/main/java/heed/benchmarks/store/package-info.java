/** Stores of generated prospects for the benchmarks. */
@NullMarked
package heed.benchmarks.store;

import org.jspecify.annotations.NullMarked;
