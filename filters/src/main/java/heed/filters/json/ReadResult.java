package heed.filters.json;

import java.util.List;
import java.util.function.Function;

/** The result of reading a file: a complete value, or all problems of the file. */
public sealed interface ReadResult<T> {

    /** Applies the function for this kind of result and returns its result. */
    <R> R either(Function<Valid<T>, R> valid, Function<Invalid<T>, R> invalid);

    /**
     * A valid file.
     *
     * @param value the value that was read
     * @param warnings warnings, which do not make the file invalid
     */
    record Valid<T>(T value, List<Problem> warnings) implements ReadResult<T> {
        public Valid {
            warnings = List.copyOf(warnings);
        }

        @Override
        public <R> R either(Function<Valid<T>, R> valid, Function<Invalid<T>, R> invalid) {
            return valid.apply(this);
        }
    }

    /**
     * An invalid file.
     *
     * @param problems at least one problem, in the order of the file
     */
    record Invalid<T>(List<Problem> problems) implements ReadResult<T> {
        public Invalid {
            problems = List.copyOf(problems);
            if (problems.isEmpty()) {
                throw new IllegalArgumentException("there is no problem");
            }
        }

        @Override
        public <R> R either(Function<Valid<T>, R> valid, Function<Invalid<T>, R> invalid) {
            return invalid.apply(this);
        }
    }
}
