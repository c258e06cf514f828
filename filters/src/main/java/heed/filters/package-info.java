/** Step 1, Select Who: criteria, their operators and time frames, and their JSON. */
@NullMarked
package heed.filters;

import org.jspecify.annotations.NullMarked;
