package heed.rules;

import heed.model.prospect.ProspectId;

/**
 * Thrown if two evaluators of a rule book differ on a prospect, so that neither can be trusted. The message names the
 * automation and the prospect's key, and no value.
 */
public final class DisagreementException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String selector;
    private final long prospect;

    /**
     * Creates the exception.
     *
     * @param selected true if the bulk matcher selects the prospect and the session does not; false if it is the
     *     reverse
     */
    DisagreementException(String selector, ProspectId prospect, boolean selected) {
        super("Two evaluators of " + selector + " differ on prospect " + prospect + ": the bulk matcher selects it"
                + (selected ? " and the session does not" : " not, and the session does"));
        this.selector = selector;
        this.prospect = prospect.value();
    }

    /** Returns the id of the selector on which they differ. */
    public String selector() {
        return selector;
    }

    public ProspectId prospect() {
        return new ProspectId(prospect);
    }
}
