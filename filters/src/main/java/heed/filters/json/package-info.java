/** JSON with the source location of every node, and the problems that are reported there. Begin with {@link heed.filters.json.JsonReader} and {@link heed.filters.json.ProblemText}. */
@NullMarked
package heed.filters.json;

import org.jspecify.annotations.NullMarked;
