package heed.model.suppression;

import heed.model.fact.Provenance;

/**
 * Refuses to store the address of a person who was erased. The address stays suppressed by its hash, and nobody gets it again
 * until it is removed from the suppression list, which says that the person came back. The message names no address.
 */
public final class ErasedAddressException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    /** The rule in words, for a row or an argument that has such an address. */
    public static final String REASON = "this person was erased; the address stays suppressed and is not stored";

    private final transient Provenance erasure;

    /** @param erasure who erased the person, when and why */
    public ErasedAddressException(Provenance erasure) {
        super(REASON);
        this.erasure = erasure;
    }

    public Provenance erasure() {
        return erasure;
    }
}
