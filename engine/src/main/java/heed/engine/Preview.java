package heed.engine;

import heed.model.Field;
import heed.model.Moment;
import heed.model.ProspectId;
import heed.model.Value;
import java.util.List;
import java.util.Optional;

/**
 * What an automation would do if it ran at that moment. Affected and ignored together are all prospects of the account.
 *
 * @param reading how the store narrows whom to read, in words for people
 * @param actions one for each action of the automation, in its order
 * @param samples the first of the affected
 */
public record Preview(
        Moment moment, long affected, long ignored, String reading, List<ActionPreview> actions, List<Sample> samples) {

    /**
     * What one action would do; the three counts add up to the affected.
     *
     * @param action its id
     * @param label of its type
     * @param changed prospects that it would change
     * @param unchanged prospects that have the value already
     * @param failed prospects that it cannot be done to
     * @param failure why the first of these fails
     */
    public record ActionPreview(
            String action, String label, long changed, long unchanged, long failed, Optional<String> failure) {}

    /**
     * One of the affected, with what would become of them.
     *
     * @param id the Id field
     */
    public record Sample(ProspectId prospect, String id, List<Change> changes) {}

    /** One field of one prospect, by one action; the two values may be the same. */
    public record Change(String action, Field field, Optional<Value> from, Optional<Value> to) {}
}
