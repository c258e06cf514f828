package heed.store.internal.sql;

import heed.model.store.StoreException;

/** A transaction that met another's and was undone; run again it may pass. */
public final class ConflictException extends StoreException {
    private static final long serialVersionUID = 1L;
    private static final String MESSAGE = "the store is busy: others kept changing the same at the same time";

    public ConflictException(Throwable cause) {
        super(MESSAGE, cause);
    }

    public ConflictException() {
        super(MESSAGE);
    }
}
