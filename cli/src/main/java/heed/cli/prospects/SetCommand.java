package heed.cli.prospects;

import heed.cli.accounts.FieldNames;
import heed.cli.accounts.FieldValues;
import heed.cli.accounts.OpenAccount;
import heed.cli.console.Exit;
import heed.cli.console.Failure;
import heed.cli.console.HeedCommand;
import heed.cli.console.Table;
import heed.cli.console.World;
import heed.filters.json.QuotedText;
import heed.model.fact.FieldAssertion;
import heed.model.fact.Provenance;
import heed.model.field.Field;
import heed.model.field.FieldCatalog;
import heed.model.field.TextKey;
import heed.model.field.Value;
import heed.model.prospect.Prospect;
import heed.model.prospect.ValueReader;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The profile edit: a person changes fields of one prospect, and says why. */
@Command(
        name = "set",
        description =
                "Change fields of one prospect: heed set --prospect ann@example.com \"Email Opt Out=Yes\" --reason"
                        + " \"asked on the phone\"")
public final class SetCommand extends HeedCommand {
    @Option(names = "--prospect", required = true, paramLabel = "ID|EMAIL", description = "Whom.")
    private String prospect = "";

    @Parameters(
            paramLabel = "FIELD=VALUE",
            arity = "1..*",
            description = "What is so from now on; nothing behind the sign clears the field.")
    private List<String> assignments = List.of();

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why, for the history.")
    private String reason = "";

    public SetCommand(World world) {
        super(world);
    }

    private record Edit(Prospect before, Prospect after, List<Field> told) {}

    @Override
    protected Exit run() {
        if (TextKey.clean(reason).isEmpty()) {
            throw Failure.invalid("reason", "--reason is empty: say why, for the history");
        }
        try (OpenAccount open = OpenAccount.existing(common(), world())) {
            FieldCatalog catalog = open.account().fields();
            Map<Field, Optional<Value>> values =
                    values(catalog, open.account().account().zone());
            Edit edit = open.account().write(work -> {
                Prospect before = ProspectChoice.one(work, prospect);
                work.assertFields(
                        values.entrySet().stream()
                                .map(entry -> new FieldAssertion(before.key(), entry.getKey(), entry.getValue()))
                                .toList(),
                        new Provenance(
                                world().clock().instant(),
                                world().actor(),
                                Provenance.Origin.PROFILE,
                                TextKey.clean(reason),
                                Optional.empty(),
                                Optional.empty()));
                Prospect after = work.listProspects(List.of(before.key())).get(0);
                return new Edit(before, after, told(catalog, values.keySet(), before, after));
            });
            answer(edit);
            tellUnknownCountries(values);
        }
        return Exit.DONE;
    }

    private Map<Field, Optional<Value>> values(FieldCatalog catalog, ZoneId zone) {
        Map<Field, Optional<Value>> values = new LinkedHashMap<>();
        for (String assignment : assignments) {
            int sign = sign(catalog, assignment);
            Field field = FieldNames.find(catalog, assignment.substring(0, sign));
            if (!field.settable()) {
                throw Failure.invalid("not-settable", field.label() + " cannot be changed");
            }
            if (values.put(field, value(field, assignment.substring(sign + 1), zone)) != null) {
                throw Failure.invalid("twice", field.label() + " is set twice; once is wanted");
            }
        }
        return values;
    }

    /** The first sign behind a field's name: labels and values may have signs of their own. */
    private static int sign(FieldCatalog catalog, String assignment) {
        int first = assignment.indexOf('=');
        if (first < 1) {
            throw Failure.invalid(
                    "assignment",
                    QuotedText.of(assignment) + " is not of the form FIELD=VALUE, such as \"City=Paris\"");
        }
        for (int sign = first; sign > 0; sign = assignment.indexOf('=', sign + 1)) {
            if (catalog.find(assignment.substring(0, sign)).isPresent()) {
                return sign;
            }
        }
        return first;
    }

    private static Optional<Value> value(Field field, String text, ZoneId zone) {
        try {
            return FieldValues.read(field, text, zone);
        } catch (ValueReader.WrongValueException wrong) {
            throw Failure.invalid("value", field.label() + ": " + wrong.getMessage());
        }
    }

    /** The fields that were set, then the flags that a change of address changed with it. */
    private static List<Field> told(FieldCatalog catalog, Set<Field> set, Prospect before, Prospect after) {
        List<Field> fields = new ArrayList<>(set);
        catalog.all().stream()
                .filter(field -> field.isFlag()
                        && !set.contains(field)
                        && !before.value(field).equals(after.value(field)))
                .forEach(fields::add);
        return fields;
    }

    private void answer(Edit edit) {
        if (common().json()) {
            console().json(json -> {
                json.writeStartObject();
                json.writeStringProperty("id", edit.after().id());
                json.writeArrayPropertyStart("fields");
                for (Field field : edit.told()) {
                    json.writeStartObject();
                    json.writeStringProperty("field", field.label());
                    json.writeName("from");
                    FieldValues.write(json, edit.before().value(field));
                    json.writeName("to");
                    FieldValues.write(json, edit.after().value(field));
                    json.writeEndObject();
                }
                json.writeEndArray();
                json.writeEndObject();
            });
            return;
        }
        console().line("Prospect " + edit.after().id());
        Table table = Table.of("Field", "From", "To");
        for (Field field : edit.told()) {
            table.row(field.label(), shown(edit.before(), field), shown(edit.after(), field));
        }
        console().lines(table.lines());
    }

    private static String shown(Prospect prospect, Field field) {
        return prospect.value(field).map(Value::display).orElse("(empty)");
    }

    private void tellUnknownCountries(Map<Field, Optional<Value>> values) {
        values.values()
                .forEach(value -> value.ifPresent(present -> {
                    if (present instanceof Value.CountryName country
                            && country.country().isEmpty()) {
                        console()
                                .note(QuotedText.of(country.text())
                                        + " is no country that is known; it is kept as text.");
                    }
                }));
    }
}
