/** The benchmarks, one class for each command in the module's folder. */
@NullMarked
package heed.benchmarks;

import org.jspecify.annotations.NullMarked;
