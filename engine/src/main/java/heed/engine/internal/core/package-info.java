/** What all parts of the engine need: its settings, the stored definitions and the leases of runs. */
@NullMarked
package heed.engine.internal.core;

import org.jspecify.annotations.NullMarked;
