package heed.engine;

import heed.engine.Progress.Phase;
import heed.model.Dropped;
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
        Dropped dropped = new Dropped(0, 0, true);
        while (dropped.more()) {
            progress.advanced(step);
            long after = dropped.through();
            dropped = settings.store().write(work -> work.dropFacts(before, after, AT_ONCE));
            step = step.plus(AT_ONCE, dropped.facts());
        }
        progress.advanced(step);
        return step.affected();
    }
}
