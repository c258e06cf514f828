package heed.imports.addresses;

import heed.filters.json.QuotedText;
import heed.imports.columns.FlagWord;
import heed.imports.columns.FlagWords;
import heed.imports.columns.HeaderMeaning;
import heed.imports.table.FormulaEscaping;
import heed.model.field.TextKey;
import java.util.List;
import java.util.Optional;

/**
 * The rows of a list of noes that say the opposite: a column says that the person may be mailed, such as Status
 * "subscribed" or Email Opt Out "No", and no column says that the person may not.
 */
public final class MailableRow {
    private final List<String> headings;
    private final List<HeaderMeaning> meanings;

    /**
     * Creates a test of rows.
     *
     * @param headings empty texts for columns without a name
     * @param meanings what each column says
     */
    MailableRow(List<String> headings, List<HeaderMeaning> meanings) {
        this.headings = headings;
        this.meanings = meanings;
    }

    private enum Says {
        MAILABLE,
        NOT_MAILABLE,
        NOTHING
    }

    /** Returns whether a column can say that a person may be mailed. */
    static boolean canTell(HeaderMeaning meaning) {
        return meaning != HeaderMeaning.EMAIL && meaning != HeaderMeaning.OTHER_EMAIL && meaning != HeaderMeaning.NONE;
    }

    /**
     * Returns the words of a row that say that the person may be mailed, such as {@code Status "subscribed"}; empty if it
     * does not say so.
     */
    public Optional<String> find(List<String> cells) {
        Optional<String> found = Optional.empty();
        for (int i = 0; i < cells.size(); i++) {
            String cell = TextKey.clean(FormulaEscaping.unescape(cells.get(i)));
            switch (says(i < meanings.size() ? meanings.get(i) : HeaderMeaning.NONE, cell)) {
                case NOT_MAILABLE -> {
                    return Optional.empty();
                }
                case MAILABLE -> found = found.isPresent() ? found : Optional.of(words(i, cell));
                case NOTHING -> {}
            }
        }
        return found;
    }

    private String words(int column, String cell) {
        String heading = column < headings.size() ? headings.get(column) : "";
        return (heading.isEmpty() ? "" : heading + " ") + QuotedText.of(cell);
    }

    private static Says says(HeaderMeaning meaning, String cell) {
        if (cell.isEmpty() || cell.indexOf('@') >= 0) {
            return Says.NOTHING;
        }
        return switch (meaning) {
            case EMAIL_OPT_OUT, BOUNCED, PROBABLY_NO ->
                // A date or a reason in such a column is a no.
                FlagWords.find(cell).map(MailableRow::ofNoColumn).orElse(Says.NOT_MAILABLE);
            case YES, PROBABLY_YES, PERHAPS ->
                FlagWords.find(cell).map(MailableRow::ofYesColumn).orElse(Says.NOTHING);
            case STATES -> FlagWords.find(cell).map(MailableRow::ofStates).orElse(Says.NOTHING);
            case EMAIL, OTHER_EMAIL, NONE -> Says.NOTHING;
        };
    }

    private static Says ofNoColumn(FlagWord word) {
        return switch (word) {
            case YES, OPTED_OUT, BOUNCED -> Says.NOT_MAILABLE;
            case NO, MAILABLE, ACTIVE -> Says.MAILABLE;
            case DOUBTFUL, EMPTY -> Says.NOTHING;
        };
    }

    private static Says ofYesColumn(FlagWord word) {
        return switch (word) {
            case NO, OPTED_OUT, BOUNCED -> Says.NOT_MAILABLE;
            case YES, MAILABLE, ACTIVE -> Says.MAILABLE;
            case DOUBTFUL, EMPTY -> Says.NOTHING;
        };
    }

    private static Says ofStates(FlagWord word) {
        return switch (word) {
            case OPTED_OUT, BOUNCED -> Says.NOT_MAILABLE;
            case YES, MAILABLE, ACTIVE -> Says.MAILABLE; // a state such as "active" is a Yes in the table
            case NO, DOUBTFUL, EMPTY -> Says.NOTHING;
        };
    }
}
