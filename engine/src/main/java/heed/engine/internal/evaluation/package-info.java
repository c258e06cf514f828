/** Whom an automation selects and what its actions plan, as pure functions of prospects and the evaluation time. */
@NullMarked
package heed.engine.internal.evaluation;

import org.jspecify.annotations.NullMarked;
