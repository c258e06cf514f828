package heed.engine;

import heed.engine.definition.Automation;
import heed.model.prospect.Prospect;
import heed.model.prospect.ProspectId;
import heed.model.run.EvaluationTime;
import heed.model.store.Prefilter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Finds whom a run selects one batch ahead, in a snapshot of its own, while the batch before is written. It only finds
 * them: the transaction that acts on them reads and decides them again. For one thread, beside its own.
 */
final class ReadAhead implements AutoCloseable {
    private final Settings settings;
    private final Prefilter narrowing;
    private final Decider decider;
    private final ExecutorService reader = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "heed-read-ahead");
        thread.setDaemon(true);
        return thread;
    });
    private Optional<Future<Found>> ahead = Optional.empty();
    private ProspectId aheadAfter = ProspectId.START;

    ReadAhead(Settings settings, Automation automation, EvaluationTime moment) {
        this.settings = settings;
        this.narrowing = settings.narrowing(automation.who(), moment);
        this.decider = new Decider(automation, moment);
    }

    /**
     * Prospects that a batch is to look at.
     *
     * @param selected those who were selected when they were read
     * @param last the prospect that was read last
     * @param read how many were
     * @param more whether others may follow
     */
    record Found(List<ProspectId> selected, ProspectId last, long read, boolean more) {}

    /** The batch after a prospect; the next one is looked for from now on. */
    Found next(ProspectId after) {
        Found found = aheadAfter.equals(after) && ahead.isPresent() ? get(ahead.get()) : get(start(after));
        ahead = found.more() ? Optional.of(start(found.last())) : Optional.empty();
        aheadAfter = found.last();
        return found;
    }

    /** Forgets what was found ahead: what is being written may change who is selected. */
    void discard() {
        ahead.ifPresent(future -> future.cancel(false));
        ahead = Optional.empty();
    }

    private Future<Found> start(ProspectId after) {
        return reader.submit(() -> find(after));
    }

    private Found find(ProspectId after) {
        List<Prospect> candidates =
                settings.store().read(reading -> reading.listProspects(narrowing, after, settings.batchSize()));
        return new Found(
                decider.selected(candidates).stream().map(Prospect::key).toList(),
                candidates.isEmpty()
                        ? after
                        : candidates.get(candidates.size() - 1).key(),
                candidates.size(),
                candidates.size() == settings.batchSize());
    }

    private static Found get(Future<Found> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException thrown) {
                throw thrown;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted");
        }
    }

    @Override
    public void close() {
        discard();
        reader.execute(decider::close);
        reader.shutdown();
    }
}
