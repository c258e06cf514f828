package heed.filters.json;

import java.util.List;
import java.util.function.Function;

/** What reading a file gave: something whole, or everything that is wrong with it. */
public sealed interface ReadResult<T> {

    <R> R either(Function<Valid<T>, R> valid, Function<Invalid<T>, R> invalid);

    /** @param warnings worth telling the author, but not wrong */
    record Valid<T>(T value, List<Problem> warnings) implements ReadResult<T> {
        public Valid {
            warnings = List.copyOf(warnings);
        }

        @Override
        public <R> R either(Function<Valid<T>, R> valid, Function<Invalid<T>, R> invalid) {
            return valid.apply(this);
        }
    }

    /** @param problems at least one, in the order of the file */
    record Invalid<T>(List<Problem> problems) implements ReadResult<T> {
        public Invalid {
            problems = List.copyOf(problems);
            if (problems.isEmpty()) {
                throw new IllegalArgumentException("invalid without a problem");
            }
        }

        @Override
        public <R> R either(Function<Valid<T>, R> valid, Function<Invalid<T>, R> invalid) {
            return invalid.apply(this);
        }
    }
}
