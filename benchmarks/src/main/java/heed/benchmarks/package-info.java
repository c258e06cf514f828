/** The benchmarks: one class for each command in the folder of the module. */
@NullMarked
package heed.benchmarks;

import org.jspecify.annotations.NullMarked;
