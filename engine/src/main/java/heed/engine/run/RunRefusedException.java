package heed.engine.run;

/**
 * The engine refused a request. Nothing has changed, except with {@link RunRefusal.LeaseLost}: the batches that were
 * committed before the lease was lost stay.
 */
public final class RunRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient RunRefusal refusal;

    public RunRefusedException(RunRefusal refusal) {
        super(refusal.message());
        this.refusal = refusal;
    }

    /** Returns the reason. It is lost if this exception is serialized. */
    public RunRefusal refusal() {
        return refusal;
    }
}
