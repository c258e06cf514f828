package heed.cli.automations;

import heed.cli.accounts.FieldValues;
import heed.cli.console.Answer;
import heed.cli.console.Console;
import heed.cli.console.Json;
import heed.cli.console.Plain;
import heed.cli.console.Table;
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
 * @param sampled the prospects of the samples, so far as they are still there
 * @param rendered the messages of the prospects that were asked for
 */
record PreviewAnswer(
        Automation automation,
        RunPreview preview,
        List<Prospect> sampled,
        List<Rendered> rendered,
        Path file,
        Optional<Path> plan)
        implements Answer {
    private static final int MOST_COLUMNS = 3;

    @Override
    public void write(JsonGenerator json) {
        json.writeStartObject();
        json.writeStringProperty("automation", automation.id());
        json.writeStringProperty("name", automation.name());
        json.writeStringProperty("who", SentenceOf.criterion(automation.criteria()));
        Json.instant(json, "at", preview.evaluationTime().instant());
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
            Json.text(json, "failure", action.failure());
            action.mail().ifPresent(mail -> MailWords.write(json, mail));
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
            for (Field field : told()) {
                json.writeName(field.label());
                FieldValues.write(
                        json,
                        Optional.ofNullable(prospects.get(sample.prospect())).flatMap(one -> one.value(field)));
            }
            json.writeEndObject();
            Changes.write(json, sample.changes());
            json.writeArrayPropertyStart("mails");
            sample.mails().forEach(mail -> Changes.writeMail(json, mail));
            json.writeEndArray();
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayPropertyStart("rendered");
        rendered.forEach(one -> one.write(json));
        json.writeEndArray();
        Json.text(json, "plan", plan.map(Path::toString));
        json.writeEndObject();
    }

    private Map<ProspectId, Prospect> prospects() {
        return sampled.stream().collect(Collectors.toMap(Prospect::key, Function.identity()));
    }

    /** The address, and what the criteria ask about. */
    private List<Field> told() {
        List<Field> told = new ArrayList<>(List.of(StandardFields.EMAIL));
        FieldsOf.criterion(automation.criteria()).stream()
                .filter(field -> !field.equals(StandardFields.ID) && !told.contains(field))
                .limit(MOST_COLUMNS)
                .forEach(told::add);
        return told;
    }

    @Override
    public void print(Console console) {
        console.line(automation.name());
        console.line("Who: " + SentenceOf.criterion(automation.criteria()));
        console.line("");
        console.line(ReachAnswer.sentence(preview.affected(), preview.ignored()));
        console.line("");
        printChanges(console);
        for (RunPreview.ActionPreview action : preview.actions()) {
            action.mail().ifPresent(mail -> console.lines(MailWords.lines(action.action(), mail)));
        }
        if (!preview.samples().isEmpty()) {
            console.line("");
            console.line(
                    preview.affected() > preview.samples().size()
                            ? "The first " + preview.samples().size() + " of the affected:"
                            : "The affected:");
            console.lines(samples().lines());
        }
        rendered.forEach(one -> one.print(console));
        console.note("");
        console.note("Nothing was changed. "
                + plan.map(path -> "To apply exactly this plan: heed run " + file + " --plan " + path)
                        .orElse("To run it: heed run " + file));
    }

    private void printChanges(Console console) {
        Table actions = Table.of(">Action", "", ">Would change", ">Have the value already", ">Fail", "");
        for (RunPreview.ActionPreview action : preview.actions()) {
            if (action.mail().isEmpty()) {
                actions.row(
                        action.action(),
                        action.label() + Changes.fields(action.action(), preview.samples()),
                        Plain.number(action.changed()),
                        Plain.number(action.unchanged()),
                        action.failed() == 0 ? "" : Plain.number(action.failed()),
                        action.failure().orElse(""));
            }
        }
        if (actions.size() > 0) {
            console.lines(actions.lines());
        }
    }

    private Table samples() {
        List<String> headings = new ArrayList<>(List.of("Prospect"));
        told().forEach(field -> headings.add(field.label()));
        headings.add(
                preview.samples().stream().allMatch(sample -> sample.mails().isEmpty()) ? "Changes" : "What happens");
        Table table = Table.of(headings.toArray(String[]::new)).whole();
        Map<ProspectId, Prospect> prospects = prospects();
        for (RunPreview.ProspectSample sample : preview.samples()) {
            List<String> cells = new ArrayList<>(List.of(sample.id()));
            for (Field field : told()) {
                cells.add(Optional.ofNullable(prospects.get(sample.prospect()))
                        .flatMap(one -> one.value(field))
                        .map(Value::display)
                        .orElse(""));
            }
            cells.add(Stream.concat(
                            sample.changes().isEmpty() ? Stream.empty() : Stream.of(Changes.words(sample.changes())),
                            sample.mails().stream().map(Changes::words))
                    .collect(Collectors.joining("; ")));
            table.row(cells);
        }
        return table;
    }
}
