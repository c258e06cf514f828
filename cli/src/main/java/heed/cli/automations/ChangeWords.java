package heed.cli.automations;

import heed.cli.internal.account.FieldValues;
import heed.cli.internal.console.JsonOutput;
import heed.engine.preview.RunPreview;
import heed.model.field.Value;
import heed.model.prospect.EmailAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.core.JsonGenerator;

/** What would become of a prospect, told. */
final class ChangeWords {
    private ChangeWords() {}

    /** Email Opt Out: No → Yes */
    static String describe(List<RunPreview.PreviewedChange> changes) {
        return changes.stream()
                .map(change -> change.field().label() + ": "
                        + (change.from().equals(change.to())
                                ? displayValue(change.to()) + " already"
                                : displayValue(change.from()) + " → " + displayValue(change.to())))
                .collect(Collectors.joining("; "));
    }

    /** send to ann@example.com; or: skip ann@example.com: duplicate */
    static String describe(RunPreview.PlannedMail mail) {
        String to = mail.to().map(address -> " " + address.value()).orElse("");
        return mail.skipReason().map(reason -> "skip" + to + ": " + reason).orElse("send to" + to);
    }

    static void writeMail(JsonGenerator json, RunPreview.PlannedMail mail) {
        json.writeStartObject();
        json.writeStringProperty("action", mail.action());
        JsonOutput.writeText(json, "to", mail.to().map(EmailAddress::value));
        JsonOutput.writeText(json, "skipped", mail.skipReason());
        json.writeEndObject();
    }

    private static String displayValue(Optional<Value> value) {
        return value.map(Value::display).orElse("(empty)");
    }

    /** The fields that an action changes in the samples: ": Email Opt Out". */
    static String changedFields(String action, List<RunPreview.ProspectSample> samples) {
        return samples.stream()
                .flatMap(sample -> sample.changes().stream())
                .filter(change -> change.action().equals(action))
                .map(change -> change.field().label())
                .distinct()
                .collect(Collectors.collectingAndThen(
                        Collectors.joining(", "), fields -> fields.isEmpty() ? "" : ": " + fields));
    }

    /** An array property. */
    static void write(JsonGenerator json, List<RunPreview.PreviewedChange> changes) {
        json.writeArrayPropertyStart("changes");
        for (RunPreview.PreviewedChange change : changes) {
            json.writeStartObject();
            json.writeStringProperty("action", change.action());
            json.writeStringProperty("field", change.field().label());
            json.writeName("from");
            FieldValues.writeJson(json, change.from());
            json.writeName("to");
            FieldValues.writeJson(json, change.to());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
