package heed.rules;

import heed.model.prospect.ProspectId;

/**
 * Thrown if the evaluation of a prospect failed. The message names the automation and the prospect's key, and no value.
 */
public final class DecisionException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String selector;
    private final long prospect;

    DecisionException(String selector, ProspectId prospect, Throwable cause) {
        super("Deciding prospect " + prospect + " for " + selector + " failed: "
                + cause.getClass().getSimpleName());
        initCause(cause);
        this.selector = selector;
        this.prospect = prospect.value();
    }

    /** Returns the id of the selector that failed. */
    public String selector() {
        return selector;
    }

    public ProspectId prospect() {
        return new ProspectId(prospect);
    }
}
