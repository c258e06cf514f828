/** Whether a store is as it should be. */
@NullMarked
package heed.cli.doctor;

import org.jspecify.annotations.NullMarked;
