package heed.rules;

import heed.model.prospect.ProspectId;

/**
 * Two evaluators of one rule book decided a prospect differently, so that neither can be believed. Names the automation and
 * the prospect's key, and no value.
 */
public final class DisagreementException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String selector;
    private final long prospect;

    /** @param selected whether it was the bulk matcher that selected the prospect, and the session that did not */
    DisagreementException(String selector, ProspectId prospect, boolean selected) {
        super("Two evaluators of " + selector + " differ on prospect " + prospect + ": the bulk matcher selects it"
                + (selected ? " and the session does not" : " not, and the session does"));
        this.selector = selector;
        this.prospect = prospect.value();
    }

    /** The id of the selector that they differ on. */
    public String selector() {
        return selector;
    }

    public ProspectId prospect() {
        return new ProspectId(prospect);
    }
}
