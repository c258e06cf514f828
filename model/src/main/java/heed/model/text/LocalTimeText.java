package heed.model.text;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Formats times for people, who read them in a time zone. */
public final class LocalTimeText {
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

    private LocalTimeText() {}

    /** Formats a time in a time zone: 2026-01-31 09:30:00. */
    public static String of(Instant instant, ZoneId zone) {
        return FORMAT.format(instant.atZone(zone));
    }
}
