/** Step 1, Select Who: the criterion, its operators and time frames, and how it is read from and written as JSON. */
@NullMarked
package heed.filters;

import org.jspecify.annotations.NullMarked;
