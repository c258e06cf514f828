package heed.engine.run;

import heed.model.fact.Provenance;
import heed.model.field.Field;
import heed.model.prospect.ProspectId;
import heed.model.run.RunId;
import java.util.List;
import java.util.Optional;

/**
 * What undoing a run did, or would do: one count for each field of each prospect that the run asserted.
 *
 * @param restored values that were put back
 * @param unchanged values that were the same before the run, and so stay
 * @param assertedSince values that somebody has asserted since, and so stay
 * @param remaining the first of the values that stay, by prospect
 * @param cancelledMails messages of the run that were waiting, and are not sent any more
 * @param sentMails messages of the run that were sent, or may have been: they stay sent
 */
public record UndoReport(
        RunId run,
        long restored,
        long unchanged,
        long assertedSince,
        List<RemainingValue> remaining,
        long cancelledMails,
        long sentMails) {

    /**
     * A value that stays.
     *
     * @param id the Id field of the prospect
     * @param value as it is, empty if the field is
     * @param assertedBy who asserted it last by another way than the run; empty if nobody is recorded
     */
    public record RemainingValue(
            ProspectId prospect,
            String id,
            Field field,
            Optional<String> value,
            RemainingReason reason,
            Optional<Provenance> assertedBy) {}

    /** Why a value stays. */
    public enum RemainingReason {
        /** Somebody asserted it after the run. */
        ASSERTED_SINCE,
        /** It was the same before the run. */
        SAME_BEFORE
    }
}
