package heed.engine.preview;

import heed.model.field.Field;
import heed.model.field.Value;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectId;
import heed.model.run.EvaluationTime;
import heed.model.store.UnknownCountries;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an automation would do if it ran now. The affected and the ignored prospects add up to all prospects of the
 * account.
 *
 * @param evaluationTime the time of the preview
 * @param affected how many prospects the automation selects
 * @param ignored how many prospects it does not select
 * @param prefilterDescription how the store reduces the prospects to read, in words for people
 * @param actions what each action would do, in the automation's order
 * @param samples the first affected prospects, by key
 * @param unknownCountries the values of the country fields of the criteria that name no known country, of all prospects
 * @param unmatched the comparisons of the criteria that nobody matches
 */
public record RunPreview(
        EvaluationTime evaluationTime,
        long affected,
        long ignored,
        String prefilterDescription,
        List<ActionPreview> actions,
        List<ProspectSample> samples,
        List<UnknownCountries> unknownCountries,
        List<UnmatchedCriterion> unmatched) {

    /**
     * What one action would do. The three counts add up to the affected prospects.
     *
     * @param action the action's id
     * @param label the label of the action's type
     * @param changed how many prospects it would change or send a message to
     * @param unchanged how many prospects have the value already or would be skipped
     * @param failed for how many prospects it would fail
     * @param failure why it would fail for the first of these; empty if it would not fail
     * @param mail the preview of its message; empty if it sends none
     */
    public record ActionPreview(
            String action,
            String label,
            long changed,
            long unchanged,
            long failed,
            Optional<String> failure,
            Optional<MailPreview> mail) {}

    /**
     * What would happen to one message if it were sent to all affected prospects now. Each address gets it once, even
     * if several prospects share the address.
     *
     * @param recipients how many prospects would receive it
     * @param skippedByReason how many prospects would be skipped, by the reason in words
     * @param missingFields how many recipients have an empty value in a field that the message shows without a
     *     fallback, by field
     */
    public record MailPreview(long recipients, Map<String, Long> skippedByReason, Map<Field, Long> missingFields) {
        public MailPreview {
            skippedByReason = Collections.unmodifiableMap(new LinkedHashMap<>(skippedByReason));
            missingFields = Collections.unmodifiableMap(new LinkedHashMap<>(missingFields));
        }
    }

    /**
     * One affected prospect, with what would happen to it.
     *
     * @param prospect the key
     * @param id the Id field
     * @param changes the fields that the actions would set, in the order of the actions
     * @param mails the messages that they would send or skip, in the order of the actions
     */
    public record ProspectSample(
            ProspectId prospect, String id, List<PreviewedChange> changes, List<PlannedMail> mails) {}

    /**
     * One message to one prospect.
     *
     * @param action the id of the action that sends it
     * @param to the recipient's address; empty if the prospect has no valid address
     * @param skipReason why it would not be sent, in words; empty if it would be sent
     */
    public record PlannedMail(String action, Optional<EmailAddress> to, Optional<String> skipReason) {
        /** Returns the action's id only, because personal data does not belong in a log. */
        @Override
        public String toString() {
            return "message " + action;
        }
    }

    /**
     * One field of one prospect that an action would set.
     *
     * @param action the id of the action
     * @param from the value before; empty if the field is empty
     * @param to the value after, which may be the same; empty if the action clears the field
     */
    public record PreviewedChange(String action, Field field, Optional<Value> from, Optional<Value> to) {}
}
