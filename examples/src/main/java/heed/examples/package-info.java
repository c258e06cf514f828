/** The shipped examples' own code: the people of the large example, generated. */
@NullMarked
package heed.examples;

import org.jspecify.annotations.NullMarked;
