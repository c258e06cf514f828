/** Measuring: processes, statistics, memory, the comparison of results and the description of the machine. */
@NullMarked
package heed.benchmarks.measure;

import org.jspecify.annotations.NullMarked;
