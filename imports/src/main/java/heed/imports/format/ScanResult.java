package heed.imports.format;

import java.util.List;
import java.util.Optional;

/** What the cells of a column say about its format. */
public sealed interface ScanResult {
    /**
     * A cell as the file has it.
     *
     * @param line the line of its row
     */
    record Sample(String text, long line) {}

    /**
     * A format that reads every cell that any format reads, where every other such format reads the same values.
     *
     * @param format the format of the column's type; the other parts are the standard's
     * @param decisive a cell that no other format reads; empty if the cells read the same in all formats
     */
    record Settled(ColumnFormat format, Optional<Sample> decisive) implements ScanResult {}

    /**
     * Two formats or more can be meant, or none reads all cells: somebody has to say which.
     *
     * @param problem what is open, with a sample, as the end of a sentence that starts with the column
     * @param sample the cell that the choices are about
     * @param choices the values of the option that would settle it, each with what it makes of the sample
     */
    record Open(FormatOption option, String problem, Sample sample, List<Choice> choices) implements ScanResult {
        /** Describes when a choice is right, as the rest of a sentence that begins with "if". */
        public String describe(Choice choice) {
            return "\"" + sample.text() + "\" is " + choice.meaning();
        }
    }

    /**
     * A value of the option.
     *
     * @param value as it is typed
     * @param meaning what it would make of the sample
     */
    record Choice(String value, String meaning) {}
}
