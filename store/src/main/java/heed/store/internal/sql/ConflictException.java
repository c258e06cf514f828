package heed.store.internal.sql;

import heed.model.store.StoreException;

/** A conflict with another transaction, because of which this one was rolled back. It may pass when it is run again. */
public final class ConflictException extends StoreException {
    private static final long serialVersionUID = 1L;
    private static final String MESSAGE = "the store is busy: other transactions kept changing the same rows";

    public ConflictException(Throwable cause) {
        super(MESSAGE, cause);
    }

    public ConflictException() {
        super(MESSAGE);
    }
}
