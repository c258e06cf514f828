package heed.model.store;

/** Thrown if an account that a program uses was removed meanwhile, or is being removed. Nothing was changed. */
public final class AccountRemovedException extends StoreException {
    private static final long serialVersionUID = 1;

    public AccountRemovedException() {
        super("the account was removed, or is being removed; nothing was changed");
    }
}
