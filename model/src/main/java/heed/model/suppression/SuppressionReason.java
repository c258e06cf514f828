package heed.model.suppression;

/** Why an address is on the suppression list. */
public enum SuppressionReason {
    EMAIL_OPT_OUT("Email Opt Out"),
    BOUNCED("Bounced"),
    /** The address itself was put on the list. */
    LISTED("On the suppression list");

    private final String label;

    SuppressionReason(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
