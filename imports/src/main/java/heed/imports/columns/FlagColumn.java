package heed.imports.columns;

import heed.model.prospect.ProspectFlag;
import java.util.Optional;

/**
 * A column of a flag.
 *
 * @param reversed whether a Yes of the column is a No of the flag, as in a column "Subscribed"
 * @param states whether words such as "active" are known to mean a No
 * @param reasons whether any other text is the reason of a Yes
 */
public record FlagColumn(ProspectFlag flag, boolean reversed, boolean states, boolean reasons) {
    /**
     * Reads a cell. A word of a state ("unsubscribed", "cleaned") means its own flag, also in a reversed column and in
     * that of the other flag. A date means Yes: it is when the person opted out, or when mail bounced.
     */
    public FlagReading read(String cell) {
        Optional<FlagWord> word = FlagWords.find(cell);
        if (word.isEmpty()) {
            return DateCells.isDate(cell) ? yes() : unknown();
        }
        return switch (word.get()) {
            case YES -> yes();
            case NO -> reversed ? FlagReading.yes(flag) : FlagReading.NO;
            case OPTED_OUT -> FlagReading.OPTED_OUT;
            case BOUNCED -> FlagReading.BOUNCED;
            case MAILABLE -> FlagReading.NO;
            case ACTIVE -> states ? FlagReading.NO : unknown();
            case DOUBTFUL -> unknown();
            case EMPTY -> FlagReading.NOTHING;
        };
    }

    private FlagReading unknown() {
        return reasons ? yes() : FlagReading.UNREADABLE;
    }

    private FlagReading yes() {
        return reversed ? FlagReading.NO : FlagReading.yes(flag);
    }
}
