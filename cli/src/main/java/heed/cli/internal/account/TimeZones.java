package heed.cli.internal.account;

import heed.cli.process.CommandException;
import heed.filters.json.NearestName;
import heed.filters.json.QuotedText;
import heed.model.text.LocalTimeText;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/** Parses time zones, and formats times for people. */
public final class TimeZones {
    private TimeZones() {}

    /**
     * Parses the name of a time zone.
     *
     * @throws CommandException if there is no time zone with this name
     */
    public static ZoneId parse(String name) {
        try {
            return ZoneId.of(name.strip());
        } catch (DateTimeException e) {
            Optional<String> nearest = NearestName.of(
                    name, ZoneId.getAvailableZoneIds().stream().sorted().toList());
            throw CommandException.invalid(
                    "time-zone",
                    "there is no time zone " + QuotedText.of(name)
                            + nearest.map(near -> ". Did you mean " + near + "?")
                                    .orElse("; examples are Europe/Berlin and UTC"));
        }
    }

    /** Formats a time in a time zone: 2026-01-31 09:30:00. */
    public static String format(Instant instant, ZoneId zone) {
        return LocalTimeText.of(instant, zone);
    }
}
