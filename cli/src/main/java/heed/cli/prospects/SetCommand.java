package heed.cli.prospects;

import heed.cli.internal.account.AccountSession;
import heed.cli.internal.account.FreedAddressWords;
import heed.cli.internal.account.ProspectLookup;
import heed.cli.internal.account.ReasonText;
import heed.cli.internal.account.TimeZones;
import heed.cli.internal.console.CountryWords;
import heed.cli.internal.console.HeedCommand;
import heed.cli.internal.console.TextTable;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.CommandException;
import heed.cli.process.ExitCode;
import heed.model.fact.FieldAssertion;
import heed.model.fact.Provenance;
import heed.model.field.Field;
import heed.model.field.FieldCatalog;
import heed.model.field.StandardFields;
import heed.model.field.Value;
import heed.model.prospect.Prospect;
import heed.model.suppression.ErasedAddressException;
import heed.model.suppression.FreedAddresses;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Changes fields of one prospect, as a profile edit by a person. */
@Command(
        name = "set",
        description = {
            "Change fields of one prospect.",
            "Example: heed set --prospect ann@example.com \"Email Opt Out=Yes\" --reason \"asked on the" + " phone\""
        })
public final class SetCommand extends HeedCommand {
    @Option(
            names = "--prospect",
            required = true,
            paramLabel = "ID|EMAIL",
            description = "The prospect: its Id, or its email address if it is the only one with that address.")
    private String prospect = "";

    @Parameters(
            paramLabel = "FIELD=VALUE",
            arity = "1..*",
            description = "A field and its new value. FIELD= clears the field.")
    private List<String> assignments = List.of();

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "The reason, kept in the history.")
    private String reason = "";

    public SetCommand(CommandEnvironment environment) {
        super(environment);
    }

    private record ProspectEdit(Prospect before, Prospect after, List<Field> shownFields, FreedAddresses freed) {}

    private record ProspectEditAnswer(
            String id, List<FieldEditAnswer> fields, FreedAddressWords.FreedAddressesAnswer mailableAgain) {}

    private record FieldEditAnswer(String field, Optional<Value> from, Optional<Value> to) {}

    @Override
    protected ExitCode run() {
        String historyReason = ReasonText.require(reason);
        try (AccountSession session = AccountSession.open(globalOptions(), environment())) {
            FieldCatalog catalog = session.account().fields();
            Map<Field, Optional<Value>> values = FieldAssignments.parse(
                    assignments, catalog, session.account().account().zone(), globalOptions());
            ProspectEdit edit = edit(session, catalog, values, historyReason);
            writeResult(edit, session.account().account().zone());
            printUnknownCountries(values);
        }
        return ExitCode.DONE;
    }

    private ProspectEdit edit(
            AccountSession session, FieldCatalog catalog, Map<Field, Optional<Value>> values, String historyReason) {
        try {
            return session.account().write(work -> {
                Prospect before = ProspectLookup.get(work, prospect);
                work.assertFields(
                        values.entrySet().stream()
                                .map(entry -> new FieldAssertion(before.key(), entry.getKey(), entry.getValue()))
                                .toList(),
                        new Provenance(
                                environment().clock().instant(),
                                environment().actor(),
                                Provenance.Origin.PROFILE,
                                historyReason,
                                Optional.empty(),
                                Optional.empty()));
                Prospect after = work.listProspects(List.of(before.key())).get(0);
                return new ProspectEdit(
                        before,
                        after,
                        shownFields(catalog, values.keySet(), before, after),
                        FreedAddresses.of(work.findFreedAddresses()));
            });
        } catch (ErasedAddressException e) {
            throw erased(
                    e,
                    values.getOrDefault(StandardFields.EMAIL, Optional.empty()),
                    session.account().account().zone());
        }
    }

    private CommandException erased(ErasedAddressException refusal, Optional<Value> address, ZoneId zone) {
        return CommandException.refused(
                "erased",
                refusal.getMessage() + " (erased at "
                        + TimeZones.format(refusal.erasure().at(), zone) + ": "
                        + refusal.erasure().reason() + "). If the person came back: "
                        + globalOptions()
                                .suggest(
                                        "suppression",
                                        "remove",
                                        address.map(Value::text).orElse(""),
                                        "--reason",
                                        reason));
    }

    /** Returns the fields that were set, then the flags that changed because the address changed. */
    private static List<Field> shownFields(
            FieldCatalog catalog, Set<Field> setFields, Prospect before, Prospect after) {
        List<Field> fields = new ArrayList<>(setFields);
        catalog.all().stream()
                .filter(field -> field.isFlag()
                        && !setFields.contains(field)
                        && !before.value(field).equals(after.value(field)))
                .forEach(fields::add);
        return fields;
    }

    private void writeResult(ProspectEdit edit, ZoneId zone) {
        if (globalOptions().json()) {
            console()
                    .writeJson(new ProspectEditAnswer(
                            edit.after().id(),
                            edit.shownFields().stream()
                                    .map(field -> new FieldEditAnswer(
                                            field.label(),
                                            edit.before().value(field),
                                            edit.after().value(field)))
                                    .toList(),
                            FreedAddressWords.FreedAddressesAnswer.of(edit.freed())));
            return;
        }
        console().printLine("Prospect " + edit.after().id());
        TextTable table = TextTable.of("Field", "From", "To");
        for (Field field : edit.shownFields()) {
            table.addRow(
                    field.label(), displayValue(edit.before(), field, zone), displayValue(edit.after(), field, zone));
        }
        console().printTable(table);
        FreedAddressWords.print(console(), edit.freed());
    }

    private static String displayValue(Prospect prospect, Field field, ZoneId zone) {
        return prospect.value(field).map(value -> value.display(zone)).orElse("(empty)");
    }

    private void printUnknownCountries(Map<Field, Optional<Value>> values) {
        values.values()
                .forEach(value -> value.ifPresent(present -> {
                    if (present instanceof Value.CountryName country
                            && country.country().isEmpty()) {
                        console()
                                .printWarning(CountryWords.list(List.of(country.text()))
                                        + " is not a known country; it is stored as text.");
                    }
                }));
    }
}
