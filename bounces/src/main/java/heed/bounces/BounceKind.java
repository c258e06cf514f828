package heed.bounces;

/** Whether a bounce is for good. */
public enum BounceKind {
    /** Permanent: another attempt would end the same way. */
    HARD("hard"),
    /** Temporary, or no verdict on the address: another mail may arrive. */
    SOFT("soft");

    private final String label;

    BounceKind(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
