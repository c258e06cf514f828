package heed.engine.internal.core;

import heed.engine.definition.Automation;
import heed.model.run.Run;
import heed.model.store.StoreReading;
import java.util.Comparator;
import java.util.Optional;

/** Looks up the most recent run of an automation. */
public final class LatestRun {
    private LatestRun() {}

    /** Returns the run with the highest number; empty if the automation has never run. */
    public static Optional<Run> find(StoreReading reading, Automation automation) {
        return reading.listRuns().stream()
                .filter(run -> run.automation().equals(automation.id()))
                .max(Comparator.comparingInt(Run::number));
    }
}
