/** Automations and the reader of their JSON definitions. */
@NullMarked
package heed.engine.definition;

import org.jspecify.annotations.NullMarked;
