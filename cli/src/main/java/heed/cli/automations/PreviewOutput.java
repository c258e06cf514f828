package heed.cli.automations;

import com.fasterxml.jackson.annotation.JsonInclude;
import heed.cli.internal.console.CommandConsole;
import heed.cli.internal.console.CommandOutput;
import heed.cli.internal.console.MessageLabel;
import heed.cli.internal.console.SuggestedCommand;
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
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The output of {@code heed preview}: what an automation would do.
 *
 * @param preview has a sample even if none is shown, because a sample shows which fields an action changes
 * @param sampleLimit the maximum number of samples shown
 * @param sampleProspects the prospects of the samples that still exist
 * @param messages the messages of the prospects that {@code --render} names
 * @param plan the file to which the plan was written; empty if none was
 * @param runCommand the command that runs the automation, or applies the plan
 */
record PreviewOutput(
        Automation automation,
        RunPreview preview,
        int sampleLimit,
        List<Prospect> sampleProspects,
        List<MessagePreview> messages,
        Optional<Path> plan,
        SuggestedCommand runCommand)
        implements CommandOutput {
    private static final int MAX_COLUMNS = 3;

    private record PreviewAnswer(
            String automation,
            String name,
            String who,
            Instant at,
            long prospects,
            long affected,
            long ignored,
            String reading,
            List<ActionPreviewAnswer> actions,
            List<SampleAnswer> samples,
            List<MessagePreview.RenderedMessageAnswer> rendered,
            Optional<String> plan,

            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<DataWarnings.UnknownCountriesAnswer> unknownCountries,

            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<DataWarnings.UnmatchedCriterionAnswer> unmatched) {}

    private record ActionPreviewAnswer(
            String action,
            String label,
            long changed,
            long unchanged,
            long failed,
            Optional<String> failure,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<MailPreviewWords.MailPreviewAnswer> mail) {
        static ActionPreviewAnswer of(RunPreview.ActionPreview action) {
            return new ActionPreviewAnswer(
                    action.action(),
                    action.label(),
                    action.changed(),
                    action.unchanged(),
                    action.failed(),
                    action.failure(),
                    action.mail().map(MailPreviewWords::toAnswer));
        }
    }

    private record SampleAnswer(
            String id,
            Map<String, Optional<Value>> fields,
            List<ChangeWords.ChangeAnswer> changes,
            List<ChangeWords.PlannedMailAnswer> mails) {}

    @Override
    public Object toJson() {
        Map<ProspectId, Prospect> prospects = prospects();
        return new PreviewAnswer(
                automation.id(),
                automation.name(),
                SentenceOf.criterion(automation.criteria(), zone()),
                preview.evaluationTime().instant(),
                preview.affected() + preview.ignored(),
                preview.affected(),
                preview.ignored(),
                preview.prefilterDescription(),
                preview.actions().stream().map(ActionPreviewAnswer::of).toList(),
                samples().stream()
                        .map(sample -> new SampleAnswer(
                                sample.id(),
                                shownValues(Optional.ofNullable(prospects.get(sample.prospect()))),
                                ChangeWords.toAnswers(sample.changes()),
                                sample.mails().stream()
                                        .map(ChangeWords::toAnswer)
                                        .toList()))
                        .toList(),
                messages.stream().map(MessagePreview::toAnswer).toList(),
                plan.map(Path::toString),
                DataWarnings.toCountryAnswers(preview.unknownCountries()),
                DataWarnings.toCriterionAnswers(preview.unmatched(), zone()));
    }

    private ZoneId zone() {
        return preview.evaluationTime().zone();
    }

    private List<RunPreview.ProspectSample> samples() {
        return preview.samples().stream().limit(sampleLimit).toList();
    }

    /** Returns the values of the shown fields by label; all are empty for a prospect that no longer exists. */
    private Map<String, Optional<Value>> shownValues(Optional<Prospect> prospect) {
        Map<String, Optional<Value>> values = new LinkedHashMap<>();
        for (Field field : shownFields()) {
            values.put(field.label(), prospect.flatMap(present -> present.value(field)));
        }
        return values;
    }

    private Map<ProspectId, Prospect> prospects() {
        return sampleProspects.stream().collect(Collectors.toMap(Prospect::key, Function.identity()));
    }

    /** Returns the email field and the first fields that the criteria use. */
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
        console.printLine("Who: " + SentenceOf.criterion(automation.criteria(), zone()));
        console.printLine("");
        console.printLine(AffectedCountOutput.sentence(preview.affected(), preview.ignored()));
        console.printLines(MessageLabel.WARNING.ofAll(DataWarnings.describeCountries(preview.unknownCountries())));
        console.printLines(MessageLabel.WARNING.ofAll(DataWarnings.describeCriteria(preview.unmatched(), zone())));
        console.printLine("");
        printChanges(console);
        for (RunPreview.ActionPreview action : preview.actions()) {
            action.mail().ifPresent(mail -> console.printLines(MailPreviewWords.describe(action.action(), mail)));
        }
        if (!samples().isEmpty()) {
            console.printLine("");
            console.printLine(
                    preview.affected() == samples().size()
                            ? "The affected:"
                            : samples().size() == 1
                                    ? "The first of the affected:"
                                    : "The first " + samples().size() + " of the affected:");
            console.printTable(sampleTable());
        }
        messages.forEach(message -> message.print(console));
        console.printSeparator();
        console.printNote("nothing was changed. " + (plan.isPresent() ? "To apply exactly this plan: " : "To run it: ")
                + runCommand);
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
            console.printTable(actions);
        }
    }

    private TextTable sampleTable() {
        List<String> headings = new ArrayList<>(List.of("Prospect"));
        shownFields().forEach(field -> headings.add(field.label()));
        headings.add(samples().stream().allMatch(sample -> sample.mails().isEmpty()) ? "Changes" : "What happens");
        TextTable table = TextTable.of(headings.toArray(String[]::new)).keepLastColumnUncut();
        Map<ProspectId, Prospect> prospects = prospects();
        for (RunPreview.ProspectSample sample : samples()) {
            List<String> cells = new ArrayList<>(List.of(sample.id()));
            for (Field field : shownFields()) {
                cells.add(Optional.ofNullable(prospects.get(sample.prospect()))
                        .flatMap(prospect -> prospect.value(field))
                        .map(value -> value.display(zone()))
                        .orElse(""));
            }
            cells.add(Stream.concat(
                            sample.changes().isEmpty()
                                    ? Stream.empty()
                                    : Stream.of(ChangeWords.describe(sample.changes(), zone())),
                            sample.mails().stream().map(ChangeWords::describe))
                    .collect(Collectors.joining("; ")));
            table.addRow(cells);
        }
        return table;
    }
}
