package heed.engine;

import heed.engine.Progress.Phase;
import heed.model.store.RetentionBatch;
import java.time.Instant;
import java.util.OptionalLong;

/** Drops what is kept no longer, a transaction for so many facts, so that nobody else waits long. */
final class Retention {
    private static final int AT_ONCE = 50_000;

    private final Settings settings;
    private final Progress progress;

    Retention(Settings settings, Progress progress) {
        this.settings = settings;
        this.progress = progress;
    }

    long dropFacts(Instant before) {
        Progress.Step step = new Progress.Step(Phase.DROPPING, 0, 0, 0, OptionalLong.empty());
        RetentionBatch dropped = new RetentionBatch(0, 0, true);
        while (dropped.hasMore()) {
            progress.advanced(step);
            long after = dropped.lastSequence();
            dropped = settings.store().write(work -> work.deleteFacts(before, after, AT_ONCE));
            step = step.plus(AT_ONCE, dropped.deleted());
        }
        progress.advanced(step);
        return step.affected();
    }
}
