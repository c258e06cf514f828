/** What is kept about a person, and what remains when the person is erased. */
@NullMarked
package heed.model.person;

import org.jspecify.annotations.NullMarked;
