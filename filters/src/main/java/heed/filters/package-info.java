/** Step 1, Select Who: criteria as data, read from JSON, decided one prospect at a time, and told to people. */
@NullMarked
package heed.filters;

import org.jspecify.annotations.NullMarked;
