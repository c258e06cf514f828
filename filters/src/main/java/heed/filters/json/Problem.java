package heed.filters.json;

import java.util.Optional;

/**
 * A problem in an author's file: an error or a warning.
 *
 * @param file the file's name as it is shown
 * @param line the line, from 1
 * @param column the column, from 1, in Unicode characters
 * @param pointer a JSON Pointer (RFC 6901); empty for the whole file
 * @param code the id of a {@link ProblemCode}, or a code of an action type
 * @param message what is wrong, as a clause without a full stop
 * @param suggestion what would be right, as it is written in JSON
 */
public record Problem(
        String file, int line, int column, String pointer, String code, String message, Optional<String> suggestion) {}
