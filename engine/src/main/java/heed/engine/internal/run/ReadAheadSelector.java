package heed.engine.internal.run;

import heed.engine.definition.Automation;
import heed.engine.internal.core.EngineSettings;
import heed.engine.internal.evaluation.AutomationMatcher;
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
final class ReadAheadSelector implements AutoCloseable {
    private final EngineSettings settings;
    private final Prefilter prefilter;
    private final AutomationMatcher matcher;
    private final ExecutorService executor = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "heed-read-ahead");
        thread.setDaemon(true);
        return thread;
    });
    private Optional<Future<SelectedBatch>> nextBatch = Optional.empty();
    private ProspectId nextBatchAfter = ProspectId.START;

    ReadAheadSelector(EngineSettings settings, Automation automation, EvaluationTime evaluationTime) {
        this.settings = settings;
        this.prefilter = settings.prefilter(automation.criteria(), evaluationTime);
        this.matcher = new AutomationMatcher(automation, evaluationTime);
    }

    /**
     * Prospects that a batch is to look at.
     *
     * @param selected those who were selected when they were read
     * @param last the prospect that was read last
     * @param read how many were
     * @param hasMore whether others may follow
     */
    record SelectedBatch(List<ProspectId> selected, ProspectId last, long read, boolean hasMore) {}

    /** The batch after a prospect; the next one is looked for from now on. */
    SelectedBatch next(ProspectId after) {
        SelectedBatch selectedBatch =
                nextBatchAfter.equals(after) && nextBatch.isPresent() ? await(nextBatch.get()) : await(submit(after));
        nextBatch = selectedBatch.hasMore() ? Optional.of(submit(selectedBatch.last())) : Optional.empty();
        nextBatchAfter = selectedBatch.last();
        return selectedBatch;
    }

    /** Forgets what was found ahead: what is being written may change who is selected. */
    void discard() {
        nextBatch.ifPresent(future -> future.cancel(false));
        nextBatch = Optional.empty();
    }

    private Future<SelectedBatch> submit(ProspectId after) {
        return executor.submit(() -> selectBatch(after));
    }

    private SelectedBatch selectBatch(ProspectId after) {
        List<Prospect> candidates =
                settings.store().read(reading -> reading.listProspects(prefilter, after, settings.batchSize()));
        return new SelectedBatch(
                matcher.select(candidates).stream().map(Prospect::key).toList(),
                candidates.isEmpty()
                        ? after
                        : candidates.get(candidates.size() - 1).key(),
                candidates.size(),
                candidates.size() == settings.batchSize());
    }

    private static SelectedBatch await(Future<SelectedBatch> future) {
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
        executor.execute(matcher::close);
        executor.shutdown();
    }
}
