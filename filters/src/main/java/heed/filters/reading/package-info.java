/** Evaluates and describes a criterion: as a predicate, a sentence, an explanation and the set of its fields. */
@NullMarked
package heed.filters.reading;

import org.jspecify.annotations.NullMarked;
