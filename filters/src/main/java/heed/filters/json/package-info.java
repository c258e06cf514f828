/**
 * JSON with the source location of every node, and the problems that are reported there.
 * {@link heed.filters.json.JsonReader} reads files, and {@link heed.filters.json.ProblemText} formats problems.
 */
@NullMarked
package heed.filters.json;

import org.jspecify.annotations.NullMarked;
