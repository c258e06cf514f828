/** The options, progress, reports and refusals of runs and their undoing. */
@NullMarked
package heed.engine.run;

import org.jspecify.annotations.NullMarked;
