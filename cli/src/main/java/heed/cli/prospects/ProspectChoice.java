package heed.cli.prospects;

import heed.cli.console.Failure;
import heed.cli.console.Table;
import heed.filters.json.QuotedText;
import heed.model.field.Field;
import heed.model.field.StandardFields;
import heed.model.field.Value;
import heed.model.prospect.Prospect;
import heed.model.store.StoreReading;
import java.util.ArrayList;
import java.util.List;

/** The one prospect that an Id or an email address names. */
public final class ProspectChoice {
    private static final int SHOWN = 20;
    private static final List<Field> TOLD = List.of(
            StandardFields.ID,
            StandardFields.EMAIL,
            StandardFields.FIRST_NAME,
            StandardFields.LAST_NAME,
            StandardFields.COMPANY);

    private ProspectChoice() {}

    /** @throws Failure if there is none, or several share the address; those are listed */
    public static Prospect one(StoreReading reading, String idOrEmail) {
        List<Prospect> found = reading.findProspects(idOrEmail);
        if (found.isEmpty()) {
            throw Failure.invalid(
                    "no-prospect", "there is no prospect with the Id or address " + QuotedText.of(idOrEmail));
        }
        if (found.size() > 1) {
            throw several(idOrEmail, found);
        }
        return found.get(0);
    }

    private static Failure several(String idOrEmail, List<Prospect> found) {
        Table table = Table.of(TOLD.stream().map(Field::label).toArray(String[]::new));
        found.stream()
                .limit(SHOWN)
                .forEach(prospect -> table.row(TOLD.stream()
                        .map(field -> prospect.value(field).map(Value::display).orElse(""))
                        .toList()));
        List<String> lines = new ArrayList<>(table.lines());
        if (found.size() > SHOWN) {
            lines.add("… and " + (found.size() - SHOWN) + " more");
        }
        return Failure.invalid(
                        "several-prospects",
                        found.size() + " prospects have the address " + QuotedText.of(idOrEmail)
                                + "; name one by its Id: --prospect "
                                + found.get(0).id())
                .with(lines, json -> {
                    json.writeArrayPropertyStart("ids");
                    found.forEach(prospect -> json.writeString(prospect.id()));
                    json.writeEndArray();
                });
    }
}
