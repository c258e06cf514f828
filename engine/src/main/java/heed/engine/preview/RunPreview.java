package heed.engine.preview;

import heed.model.field.Field;
import heed.model.field.Value;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectId;
import heed.model.run.EvaluationTime;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an automation would do if it ran at that moment. Affected and ignored together are all prospects of the account.
 *
 * @param prefilterDescription how the store narrows whom to read, in words for people
 * @param actions one for each action of the automation, in its order
 * @param samples the first of the affected
 */
public record RunPreview(
        EvaluationTime evaluationTime,
        long affected,
        long ignored,
        String prefilterDescription,
        List<ActionPreview> actions,
        List<ProspectSample> samples) {

    /**
     * What one action would do; the three counts add up to the affected.
     *
     * @param action its id
     * @param label of its type
     * @param changed prospects that it would change
     * @param unchanged prospects that have the value already
     * @param failed prospects that it cannot be done to
     * @param failure why the first of these fails
     * @param mail of an action that sends a message
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
     * What would become of one message if it were sent now, to everyone at once. An address gets it once, whoever has it.
     *
     * @param recipients to how many addresses
     * @param skippedByReason how many prospects would get none of their own, by the reason in words
     * @param missingFields of those who would get it, how many lack a field that it shows without a fall-back
     */
    public record MailPreview(long recipients, Map<String, Long> skippedByReason, Map<Field, Long> missingFields) {
        public MailPreview {
            skippedByReason = Collections.unmodifiableMap(new LinkedHashMap<>(skippedByReason));
            missingFields = Collections.unmodifiableMap(new LinkedHashMap<>(missingFields));
        }
    }

    /**
     * One of the affected, with what would become of them.
     *
     * @param id the Id field
     */
    public record ProspectSample(
            ProspectId prospect, String id, List<PreviewedChange> changes, List<PlannedMail> mails) {}

    /**
     * One message to one prospect.
     *
     * @param to empty if the prospect has no valid address
     * @param skipReason why it would not be sent, in words; empty if it would
     */
    public record PlannedMail(String action, Optional<EmailAddress> to, Optional<String> skipReason) {
        /** Names the action only: an address does not belong in a log. */
        @Override
        public String toString() {
            return "message " + action;
        }
    }

    /** One field of one prospect, by one action; the two values may be the same. */
    public record PreviewedChange(String action, Field field, Optional<Value> from, Optional<Value> to) {}
}
