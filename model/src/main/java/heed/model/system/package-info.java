/** What the operating system knows: who runs the process, and who may read a file. */
@NullMarked
package heed.model.system;

import org.jspecify.annotations.NullMarked;
