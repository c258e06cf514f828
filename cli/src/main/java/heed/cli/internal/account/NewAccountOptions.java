package heed.cli.internal.account;

import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of commands that create the store and its first account. */
public final class NewAccountOptions {
    @Mixin
    private final NewStoreOption newStore = new NewStoreOption();

    @Option(
            names = "--time-zone",
            paramLabel = "ZONE",
            description = "The time zone of the account if this command creates it (default: the system's time zone).")
    private @Nullable String zone;

    /** Returns whether the command may create the store. */
    public NewStoreOption newStore() {
        return newStore;
    }

    /**
     * Returns the time zone; empty if none is given.
     *
     * @throws heed.cli.process.CommandException if there is no time zone with this name
     */
    public Optional<ZoneId> zone() {
        return Optional.ofNullable(zone).map(TimeZones::parse);
    }
}
