package heed.engine.internal.run;

import heed.engine.definition.Automation;
import heed.engine.internal.core.ProspectAccess;
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
 * Selects the prospects of the next batch of a run in the background, from a snapshot of its own, while the current
 * batch is written. The result is only a list of candidates: the transaction that acts on them reads and evaluates them
 * again. Owns one background thread; its methods are for one caller thread.
 */
final class ReadAheadSelector implements AutoCloseable {
    private final ProspectAccess access;
    private final Prefilter prefilter;
    private final AutomationMatcher matcher;
    private final ExecutorService executor = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "heed-read-ahead");
        thread.setDaemon(true);
        return thread;
    });
    private Optional<Future<SelectedBatch>> nextBatch = Optional.empty();
    private ProspectId nextBatchAfter = ProspectId.START;

    ReadAheadSelector(ProspectAccess access, Automation automation, EvaluationTime evaluationTime) {
        this.access = access;
        this.prefilter = access.prefilter(automation.criteria(), evaluationTime);
        this.matcher = new AutomationMatcher(automation, evaluationTime);
    }

    /**
     * The candidates of one batch.
     *
     * @param selected the prospects that were selected when they were read, by key
     * @param last the last prospect that was read; the prospect before the batch if none was
     * @param read how many prospects were read
     * @param hasMore whether prospects may follow
     */
    record SelectedBatch(List<ProspectId> selected, ProspectId last, long read, boolean hasMore) {}

    /** Returns the batch after a prospect, and starts to select the one after it in the background. */
    SelectedBatch next(ProspectId after) {
        SelectedBatch selectedBatch =
                nextBatchAfter.equals(after) && nextBatch.isPresent() ? await(nextBatch.get()) : await(submit(after));
        nextBatch = selectedBatch.hasMore() ? Optional.of(submit(selectedBatch.last())) : Optional.empty();
        nextBatchAfter = selectedBatch.last();
        return selectedBatch;
    }

    /** Discards the batch selected ahead, because the batch being written may change who is selected. */
    void discard() {
        nextBatch.ifPresent(future -> future.cancel(false));
        nextBatch = Optional.empty();
    }

    private Future<SelectedBatch> submit(ProspectId after) {
        return executor.submit(() -> selectBatch(after));
    }

    private SelectedBatch selectBatch(ProspectId after) {
        List<Prospect> candidates =
                access.store().read(reading -> reading.listProspects(prefilter, after, access.batchSize()));
        return new SelectedBatch(
                matcher.select(candidates).stream().map(Prospect::key).toList(),
                candidates.isEmpty()
                        ? after
                        : candidates.get(candidates.size() - 1).key(),
                candidates.size(),
                candidates.size() == access.batchSize());
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
