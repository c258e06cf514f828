/** Runs and undos as their caller sees them: options, progress, reports, refusals and failures. */
@NullMarked
package heed.engine.run;

import org.jspecify.annotations.NullMarked;
