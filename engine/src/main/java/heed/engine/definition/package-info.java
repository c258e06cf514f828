/** Automations as their authors write them, read into what the engine runs. */
@NullMarked
package heed.engine.definition;

import org.jspecify.annotations.NullMarked;
