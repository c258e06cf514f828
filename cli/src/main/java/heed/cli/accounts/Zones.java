package heed.cli.accounts;

import heed.cli.console.Failure;
import heed.filters.json.NearestName;
import heed.filters.json.QuotedText;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** Time zones, and times of them as people read them. */
public final class Zones {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

    private Zones() {}

    /** @throws Failure if there is no zone of that name */
    public static ZoneId find(String name) {
        try {
            return ZoneId.of(name.strip());
        } catch (DateTimeException e) {
            Optional<String> nearest = NearestName.of(
                    name, ZoneId.getAvailableZoneIds().stream().sorted().toList());
            throw Failure.invalid(
                    "time-zone",
                    "there is no time zone " + QuotedText.of(name)
                            + nearest.map(near -> ". Did you mean " + near + "?")
                                    .orElse("; one is written as Europe/Berlin or UTC"));
        }
    }

    /** 2026-01-31 09:30:00 */
    public static String time(Instant instant, ZoneId zone) {
        return TIME.format(instant.atZone(zone));
    }
}
