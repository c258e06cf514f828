package heed.model.run;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * The instant and time zone at which criteria are evaluated. A run stores its evaluation time, so that the run and its
 * resumption give the same result.
 */
public record EvaluationTime(Instant instant, ZoneId zone) {
    /** Returns the day of the instant in the zone. */
    public LocalDate today() {
        return instant.atZone(zone).toLocalDate();
    }
}
