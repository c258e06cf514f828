package heed.imports.columns;

import java.util.List;

/**
 * A column that cannot be imported before the user says what it is.
 *
 * @param column its name
 * @param samples the first few distinct cells
 * @param reason why the column is in question, as the rest of a sentence that begins with its name
 * @param answers what the user may say
 */
public record ColumnQuestion(String column, List<String> samples, String reason, List<Answer> answers) {
    public ColumnQuestion {
        samples = List.copyOf(samples);
        answers = List.copyOf(answers);
    }

    /**
     * A possible answer.
     *
     * @param value of the option: {@code COLUMN=FIELD}, the name of the column, or empty
     * @param meaning when the answer is right, as the rest of a sentence that begins with "if"
     * @param rejectsUnknownFlags whether {@link Option#REJECT_UNKNOWN_FLAGS} belongs to the answer, too
     */
    public record Answer(Option option, String value, String meaning, boolean rejectsUnknownFlags) {
        Answer(Option option, String value, String meaning) {
            this(option, value, meaning, false);
        }
    }

    /** The options of an import that answer questions. */
    public enum Option {
        MAP,
        IGNORE,
        DATE_FORMAT,
        DECIMAL,
        TAG_SEPARATOR,
        REJECT_UNKNOWN_FLAGS
    }
}
