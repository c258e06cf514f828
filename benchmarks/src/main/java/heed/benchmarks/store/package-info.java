/** Stores filled with generated prospects for benchmarks. */
@NullMarked
package heed.benchmarks.store;

import org.jspecify.annotations.NullMarked;
