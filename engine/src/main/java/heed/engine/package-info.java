/**
 * Automations at work: previewed, planned, run, resumed, undone and explained. Start with {@link heed.engine.Engine}; what
 * it does not do it answers with a {@link heed.engine.Refusal}.
 */
@NullMarked
package heed.engine;

import org.jspecify.annotations.NullMarked;
