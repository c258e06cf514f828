package heed.cli.automations;

import heed.engine.preview.RunPreview;
import heed.model.field.Value;
import heed.model.prospect.EmailAddress;
import heed.model.run.LedgerEntry;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The changes and messages that an automation plans for a prospect, in words and as JSON. */
final class ChangeWords {
    private ChangeWords() {}

    /** A planned change of one field, as JSON. */
    record ChangeAnswer(String action, String field, Optional<Value> from, Optional<Value> to) {}

    /** A planned message, as JSON. */
    record PlannedMailAnswer(String action, Optional<String> to, Optional<String> skipped) {}

    /** Describes changes: "Email Opt Out: No → Yes". */
    static String describe(List<RunPreview.PreviewedChange> changes, ZoneId zone) {
        return changes.stream()
                .map(change -> change.field().label() + ": "
                        + (change.from().equals(change.to())
                                ? displayValue(change.to(), zone) + " already"
                                : displayValue(change.from(), zone) + " → " + displayValue(change.to(), zone)))
                .collect(Collectors.joining("; "));
    }

    /** Describes a message: "send to ann@example.com" or "skip ann@example.com: duplicate". */
    static String describe(RunPreview.PlannedMail mail) {
        String to = mail.to().map(address -> " " + address.value()).orElse("");
        return mail.skipReason().map(reason -> "skip" + to + ": " + reason).orElse("send to" + to);
    }

    private static String displayValue(Optional<Value> value, ZoneId zone) {
        return value.map(present -> present.display(zone)).orElse("(empty)");
    }

    /** Returns the fields that an action changes in the samples, as ": Email Opt Out"; empty for none. */
    static String changedFields(String action, List<RunPreview.ProspectSample> samples) {
        return samples.stream()
                .flatMap(sample -> sample.changes().stream())
                .filter(change -> change.action().equals(action))
                .map(change -> change.field().label())
                .distinct()
                .collect(Collectors.collectingAndThen(
                        Collectors.joining(", "), fields -> fields.isEmpty() ? "" : ": " + fields));
    }

    static List<ChangeAnswer> toAnswers(List<RunPreview.PreviewedChange> changes) {
        return changes.stream()
                .map(change -> new ChangeAnswer(change.action(), change.field().label(), change.from(), change.to()))
                .toList();
    }

    static PlannedMailAnswer toAnswer(RunPreview.PlannedMail mail) {
        return new PlannedMailAnswer(mail.action(), mail.to().map(EmailAddress::value), mail.skipReason());
    }

    /** Returns the word for what an action of a run did to a prospect. */
    static String outcome(LedgerEntry entry) {
        return switch (entry.outcome()) {
            case APPLIED -> "applied";
            case UNCHANGED -> "skipped";
            case CHANGED_SINCE_PLAN -> "left out";
            case FAILED -> "failed";
        };
    }
}
