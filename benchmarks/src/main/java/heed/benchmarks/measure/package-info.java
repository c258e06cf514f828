/** Measuring: statistics, the machine, and a process of its own for each measurement. */
@NullMarked
package heed.benchmarks.measure;

import org.jspecify.annotations.NullMarked;
