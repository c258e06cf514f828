package heed.cli.internal.account;

import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of commands that create the account if it does not exist. */
public final class NewAccountOptions {
    @Option(
            names = "--time-zone",
            paramLabel = "ZONE",
            description = "The time zone of the account if this command creates it (default: the system's time zone).")
    private @Nullable String zone;

    /**
     * Returns the time zone; empty if none is given.
     *
     * @throws heed.cli.process.CommandException if there is no time zone with this name
     */
    public Optional<ZoneId> zone() {
        return Optional.ofNullable(zone).map(TimeZones::parse);
    }
}
