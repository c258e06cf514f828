package heed.cli.internal.account;

import picocli.CommandLine.Option;

/** The option of commands that can create the store. */
public final class NewStoreOption {
    @Option(
            names = "--new-store",
            description =
                    "Create the store and the account if there is no store yet. Not needed if --store names a file in"
                            + " an empty folder.")
    private boolean newStore;

    /** Returns whether the option is given. */
    boolean isGiven() {
        return newStore;
    }
}
