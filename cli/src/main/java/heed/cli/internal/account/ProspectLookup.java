package heed.cli.internal.account;

import heed.cli.internal.console.SuggestedCommand;
import heed.cli.internal.console.TextTable;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.CommandException;
import heed.filters.json.QuotedText;
import heed.model.field.Field;
import heed.model.field.StandardFields;
import heed.model.field.Value;
import heed.model.prospect.Prospect;
import heed.model.store.StoreReading;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Finds the prospect that an Id or an email address names. */
public final class ProspectLookup {
    private static final int MAX_SHOWN = 20;
    private static final List<Field> SHOWN_FIELDS = List.of(
            StandardFields.ID,
            StandardFields.EMAIL,
            StandardFields.FIRST_NAME,
            StandardFields.LAST_NAME,
            StandardFields.COMPANY);

    private ProspectLookup() {}

    /**
     * Returns the prospect.
     *
     * @throws CommandException if there is none, or if several share the address; the exception lists them
     */
    public static Prospect get(StoreReading reading, String idOrEmail) {
        List<Prospect> found = reading.findProspects(idOrEmail);
        if (found.isEmpty()) {
            throw CommandException.invalid(
                    "no-prospect", "there is no prospect with the Id or address " + QuotedText.of(idOrEmail));
        }
        if (found.size() > 1) {
            throw ambiguous(idOrEmail, found);
        }
        return found.get(0);
    }

    private static CommandException ambiguous(String idOrEmail, List<Prospect> found) {
        TextTable table = TextTable.of(SHOWN_FIELDS.stream().map(Field::label).toArray(String[]::new));
        found.stream()
                .limit(MAX_SHOWN)
                .forEach(prospect -> table.addRow(SHOWN_FIELDS.stream()
                        .map(field -> prospect.value(field).map(Value::display).orElse(""))
                        .toList()));
        List<String> lines = new ArrayList<>(table.drainLines(CommandEnvironment.Terminals.DEFAULT_COLUMNS));
        if (found.size() > MAX_SHOWN) {
            lines.add("… and " + (found.size() - MAX_SHOWN) + " more");
        }
        return CommandException.invalid(
                        "several-prospects",
                        found.size() + " prospects have the address " + QuotedText.of(idOrEmail)
                                + "; name one by its Id: --prospect "
                                + SuggestedCommand.quote(found.get(0).id()))
                .withDetails(
                        lines, Map.of("ids", found.stream().map(Prospect::id).toList()));
    }
}
