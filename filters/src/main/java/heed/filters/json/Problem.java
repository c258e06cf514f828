package heed.filters.json;

import java.util.Optional;

/**
 * Something wrong in what an author wrote, or worth a warning.
 *
 * @param file as it is shown
 * @param line from 1
 * @param column from 1, in Unicode characters
 * @param pointer a JSON Pointer; empty for the whole
 * @param code one of {@link ProblemCode}'s ids, or an action type's own
 * @param message what is wrong, a clause without a full stop
 * @param suggestion what would be right, as it is written in JSON
 */
public record Problem(
        String file, int line, int column, String pointer, String code, String message, Optional<String> suggestion) {}
