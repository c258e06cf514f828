package heed.model.suppression;

import heed.model.prospect.ProspectFlag;

/** The reason for which an address is suppressed. */
public enum SuppressionReason {
    EMAIL_OPT_OUT("Email Opt Out"),
    BOUNCED("Bounced"),
    /** The address is an entry of the suppression list. */
    LISTED("On the suppression list"),
    /** The domain of the address is an entry of the suppression list. */
    DOMAIN_LISTED("Domain on the suppression list"),
    /** The person with the address was erased. */
    FORGOTTEN("Erased");

    private final String label;

    SuppressionReason(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }

    /** Returns why an address is suppressed while a prospect with that address has the flag set to Yes. */
    public static SuppressionReason of(ProspectFlag flag) {
        return switch (flag) {
            case EMAIL_OPT_OUT -> EMAIL_OPT_OUT;
            case BOUNCED -> BOUNCED;
        };
    }
}
