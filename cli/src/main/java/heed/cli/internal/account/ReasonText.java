package heed.cli.internal.account;

import heed.cli.process.CommandException;
import heed.imports.columns.FieldValues;
import heed.model.field.TextKey;

/** The reason that a person gives for a change, kept in the history. */
public final class ReasonText {
    private ReasonText() {}

    /**
     * Returns the reason without surrounding white space.
     *
     * @throws CommandException if it is blank or cannot be stored
     */
    public static String require(String text) {
        String reason = TextKey.clean(text);
        if (reason.isEmpty()) {
            throw CommandException.invalid("reason", "--reason is empty; give the reason for the history");
        }
        if (!FieldValues.isStorable(reason)) {
            throw CommandException.invalid(
                    "reason", "--reason cannot be stored: it contains a NUL character or half of a surrogate pair");
        }
        return reason;
    }
}
