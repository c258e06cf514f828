package heed.cli.automations;

import heed.cli.accounts.FieldValues;
import heed.cli.console.Json;
import heed.engine.preview.RunPreview;
import heed.model.field.Value;
import heed.model.prospect.EmailAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import tools.jackson.core.JsonGenerator;

/** What would become of a prospect, told. */
final class Changes {
    private Changes() {}

    /** Email Opt Out: No → Yes */
    static String words(List<RunPreview.PreviewedChange> changes) {
        return changes.stream()
                .map(change -> change.field().label() + ": "
                        + (change.from().equals(change.to())
                                ? shown(change.to()) + " already"
                                : shown(change.from()) + " → " + shown(change.to())))
                .collect(Collectors.joining("; "));
    }

    /** send to ann@example.com; or: skip ann@example.com: duplicate */
    static String words(RunPreview.PlannedMail mail) {
        String to = mail.to().map(address -> " " + address.value()).orElse("");
        return mail.skipReason().map(why -> "skip" + to + ": " + why).orElse("send to" + to);
    }

    static void writeMail(JsonGenerator json, RunPreview.PlannedMail mail) {
        json.writeStartObject();
        json.writeStringProperty("action", mail.action());
        Json.text(json, "to", mail.to().map(EmailAddress::value));
        Json.text(json, "skipped", mail.skipReason());
        json.writeEndObject();
    }

    private static String shown(Optional<Value> value) {
        return value.map(Value::display).orElse("(empty)");
    }

    /** The fields that an action changes in the samples: ": Email Opt Out". */
    static String fields(String action, List<RunPreview.ProspectSample> samples) {
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
            FieldValues.write(json, change.from());
            json.writeName("to");
            FieldValues.write(json, change.to());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
