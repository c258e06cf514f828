package heed.cli.automations;

import heed.cli.internal.account.FieldValues;
import heed.cli.internal.console.CommandConsole;
import heed.cli.internal.console.CommandOutput;
import heed.cli.internal.console.JsonOutput;
import heed.cli.internal.console.TerminalText;
import heed.cli.internal.console.TextTable;
import heed.engine.definition.Automation;
import heed.engine.preview.RunPreview;
import heed.filters.reading.FieldsOf;
import heed.filters.reading.SentenceOf;
import heed.model.field.Field;
import heed.model.field.StandardFields;
import heed.model.field.Value;
import heed.model.prospect.Prospect;
import heed.model.prospect.ProspectId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JsonGenerator;

/**
 * Tells what an automation would do.
 *
 * @param sampleProspects the prospects of the samples, so far as they are still there
 * @param messages the messages of the prospects that were asked for
 */
record PreviewOutput(
        Automation automation,
        RunPreview preview,
        List<Prospect> sampleProspects,
        List<MessagePreview> messages,
        Path file,
        Optional<Path> plan)
        implements CommandOutput {
    private static final int MAX_COLUMNS = 3;

    @Override
    public void writeJson(JsonGenerator json) {
        json.writeStartObject();
        json.writeStringProperty("automation", automation.id());
        json.writeStringProperty("name", automation.name());
        json.writeStringProperty("who", SentenceOf.criterion(automation.criteria()));
        JsonOutput.writeInstant(json, "at", preview.evaluationTime().instant());
        json.writeNumberProperty("prospects", preview.affected() + preview.ignored());
        json.writeNumberProperty("affected", preview.affected());
        json.writeNumberProperty("ignored", preview.ignored());
        json.writeStringProperty("reading", preview.prefilterDescription());
        json.writeArrayPropertyStart("actions");
        for (RunPreview.ActionPreview action : preview.actions()) {
            json.writeStartObject();
            json.writeStringProperty("action", action.action());
            json.writeStringProperty("label", action.label());
            json.writeNumberProperty("changed", action.changed());
            json.writeNumberProperty("unchanged", action.unchanged());
            json.writeNumberProperty("failed", action.failed());
            JsonOutput.writeText(json, "failure", action.failure());
            action.mail().ifPresent(mail -> MailPreviewWords.write(json, mail));
            json.writeEndObject();
        }
        json.writeEndArray();
        Map<ProspectId, Prospect> prospects = prospects();
        json.writeArrayPropertyStart("samples");
        for (RunPreview.ProspectSample sample : preview.samples()) {
            json.writeStartObject();
            json.writeStringProperty("id", sample.id());
            json.writeName("fields");
            json.writeStartObject();
            for (Field field : shownFields()) {
                json.writeName(field.label());
                FieldValues.writeJson(
                        json,
                        Optional.ofNullable(prospects.get(sample.prospect())).flatMap(one -> one.value(field)));
            }
            json.writeEndObject();
            ChangeWords.write(json, sample.changes());
            json.writeArrayPropertyStart("mails");
            sample.mails().forEach(mail -> ChangeWords.writeMail(json, mail));
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayPropertyStart("rendered");
        messages.forEach(one -> one.write(json));
        json.writeEndArray();
        JsonOutput.writeText(json, "plan", plan.map(Path::toString));
        json.writeEndObject();
    }

    private Map<ProspectId, Prospect> prospects() {
        return sampleProspects.stream().collect(Collectors.toMap(Prospect::key, Function.identity()));
    }

    /** The address, and what the criteria ask about. */
    private List<Field> shownFields() {
        List<Field> fields = new ArrayList<>(List.of(StandardFields.EMAIL));
        FieldsOf.criterion(automation.criteria()).stream()
                .filter(field -> !field.equals(StandardFields.ID) && !fields.contains(field))
                .limit(MAX_COLUMNS)
                .forEach(fields::add);
        return fields;
    }

    @Override
    public void printText(CommandConsole console) {
        console.printLine(automation.name());
        console.printLine("Who: " + SentenceOf.criterion(automation.criteria()));
        console.printLine("");
        console.printLine(AffectedCountOutput.sentence(preview.affected(), preview.ignored()));
        console.printLine("");
        printChanges(console);
        for (RunPreview.ActionPreview action : preview.actions()) {
            action.mail().ifPresent(mail -> console.printLines(MailPreviewWords.describe(action.action(), mail)));
        }
        if (!preview.samples().isEmpty()) {
            console.printLine("");
            console.printLine(
                    preview.affected() > preview.samples().size()
                            ? "The first " + preview.samples().size() + " of the affected:"
                            : "The affected:");
            console.printLines(sampleTable().drainLines());
        }
        messages.forEach(message -> message.print(console));
        console.printNote("");
        console.printNote("Nothing was changed. "
                + plan.map(path -> "To apply exactly this plan: heed run " + file + " --plan " + path)
                        .orElse("To run it: heed run " + file));
    }

    private void printChanges(CommandConsole console) {
        TextTable actions = TextTable.of(">Action", "", ">Would change", ">Have the value already", ">Fail", "");
        for (RunPreview.ActionPreview action : preview.actions()) {
            if (action.mail().isEmpty()) {
                actions.addRow(
                        action.action(),
                        action.label() + ChangeWords.changedFields(action.action(), preview.samples()),
                        TerminalText.formatNumber(action.changed()),
                        TerminalText.formatNumber(action.unchanged()),
                        action.failed() == 0 ? "" : TerminalText.formatNumber(action.failed()),
                        action.failure().orElse(""));
            }
        }
        if (actions.rowCount() > 0) {
            console.printLines(actions.drainLines());
        }
    }

    private TextTable sampleTable() {
        List<String> headings = new ArrayList<>(List.of("Prospect"));
        shownFields().forEach(field -> headings.add(field.label()));
        headings.add(
                preview.samples().stream().allMatch(sample -> sample.mails().isEmpty()) ? "Changes" : "What happens");
        TextTable table = TextTable.of(headings.toArray(String[]::new)).keepLastColumnUncut();
        Map<ProspectId, Prospect> prospects = prospects();
        for (RunPreview.ProspectSample sample : preview.samples()) {
            List<String> cells = new ArrayList<>(List.of(sample.id()));
            for (Field field : shownFields()) {
                cells.add(Optional.ofNullable(prospects.get(sample.prospect()))
                        .flatMap(prospect -> prospect.value(field))
                        .map(Value::display)
                        .orElse(""));
            }
            cells.add(Stream.concat(
                            sample.changes().isEmpty()
                                    ? Stream.empty()
                                    : Stream.of(ChangeWords.describe(sample.changes())),
                            sample.mails().stream().map(ChangeWords::describe))
                    .collect(Collectors.joining("; ")));
            table.addRow(cells);
        }
        return table;
    }
}
