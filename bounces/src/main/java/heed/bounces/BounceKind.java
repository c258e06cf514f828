package heed.bounces;

/** Whether a bounce is permanent. */
public enum BounceKind {
    /** Permanent: another attempt would end the same way. */
    HARD("hard"),
    /** Temporary, or not a statement about the address: a later mail may arrive. */
    SOFT("soft");

    private final String label;

    BounceKind(String label) {
        this.label = label;
    }

    /** Returns the word for this kind in commands and output. */
    public String label() {
        return label;
    }
}
