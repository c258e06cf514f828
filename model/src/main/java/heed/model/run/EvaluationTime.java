package heed.model.run;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/** When a criterion is decided, and where: a run keeps its moment, so that it and its resumption agree. */
public record EvaluationTime(Instant instant, ZoneId zone) {
    public LocalDate today() {
        return instant.atZone(zone).toLocalDate();
    }
}
