package heed.engine.run;

/** The engine did not do what it was asked, and says why; nothing was changed. */
public final class RunRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient RunRefusal refusal;

    public RunRefusedException(RunRefusal refusal) {
        super(refusal.message());
        this.refusal = refusal;
    }

    public RunRefusal refusal() {
        return refusal;
    }
}
