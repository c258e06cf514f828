package heed.model.person;

/** Says why a person cannot be erased now, and what would let it be done. */
public final class ErasureRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ErasureRefusedException(String message) {
        super(message);
    }
}
