/** Why an address is suppressed, and the history of entries on the suppression list. */
@NullMarked
package heed.model.suppression;

import org.jspecify.annotations.NullMarked;
