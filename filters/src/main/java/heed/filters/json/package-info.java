/**
 * JSON as an author wrote it: a tree whose nodes know where they stand, and the problems that are told there. Begin with
 * {@link heed.filters.json.JsonReader} and {@link heed.filters.json.ProblemText}.
 */
@NullMarked
package heed.filters.json;

import org.jspecify.annotations.NullMarked;
