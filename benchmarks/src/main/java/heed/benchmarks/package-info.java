/** How fast it is, beside what one would write instead. Each benchmark is a command of the folder {@code benchmarks}. */
@NullMarked
package heed.benchmarks;

import org.jspecify.annotations.NullMarked;
