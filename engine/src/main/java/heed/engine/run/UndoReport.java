package heed.engine.run;

import heed.model.fact.Provenance;
import heed.model.field.Field;
import heed.model.prospect.ProspectId;
import heed.model.run.RunId;
import heed.model.suppression.FreedAddresses;
import java.util.List;
import java.util.Optional;

/**
 * The result of undoing a run, or of the preview of it. Each value that the run asserted, one field of one prospect, is
 * in exactly one of the first four counts; the values of prospects that the run created are not, except their flags if
 * the prospects stay.
 *
 * @param run the run that was undone
 * @param restored how many values were restored
 * @param unchanged how many values stay because they were the same before the run
 * @param assertedSince how many values stay because somebody has asserted a value since
 * @param noesOfImport how many flags stay Yes because the run is an import: no undo takes back a no
 * @param removedProspects how many prospects that the run created are removed
 * @param keptProspects how many prospects that the run created stay, because something else touched them or they said no
 * @param remaining the first {@link RunReport#MAX_LISTED} values that stay, by prospect
 * @param cancelledMails how many messages of the run are cancelled; in a preview, also those that would be
 * @param sentMails how many messages of the run were sent or may have been sent
 * @param freed the addresses that the undo has freed for mail, or would free
 */
public record UndoReport(
        RunId run,
        long restored,
        long unchanged,
        long assertedSince,
        long noesOfImport,
        long removedProspects,
        long keptProspects,
        List<RemainingValue> remaining,
        long cancelledMails,
        long sentMails,
        FreedAddresses freed) {

    /**
     * A value that stays.
     *
     * @param prospect the key of the prospect
     * @param id the Id field of the prospect
     * @param field the field
     * @param value the value; empty if the field is empty
     * @param reason why the value stays
     * @param assertedBy the last assertion of the value other than by the run; empty if there is none on record
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
        /** Somebody asserted a value after the run. */
        ASSERTED_SINCE,
        /** The value was the same before the run. */
        SAME_BEFORE,
        /** The value is a no, and the run is an import. */
        NO_OF_IMPORT
    }
}
