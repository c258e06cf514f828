package heed.engine;

import heed.engine.internal.core.RunLease;
import heed.engine.run.RunRefusedException;
import heed.model.prospect.ProspectFlag;
import heed.model.run.ImportCount;
import heed.model.run.Run;
import heed.model.run.Run.Status;
import heed.model.run.RunId;
import heed.model.store.AccountStore;
import heed.model.store.ImportOutcome;
import heed.model.store.StoreException;
import heed.model.store.UnitOfWork;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * An import that is a run: what it asserts carries the run, its counts are kept, and {@link Engine#undo} takes it back.
 * Its transactions hold the lease of the run, so that nobody undoes it meanwhile. An import that does not {@link #finish}
 * leaves a stopped run. It cannot be resumed, but the same file can be imported again. Not thread-safe.
 */
public final class ImportRun implements AutoCloseable {
    private final AccountStore store;
    private final Clock clock;
    private final RunLease lease;
    private final RunId id;
    private boolean ended;

    /**
     * @param store the account's store
     * @param lease holds the run's lease
     */
    ImportRun(AccountStore store, Clock clock, RunLease lease, Run run) {
        this.store = store;
        this.clock = clock;
        this.lease = lease;
        this.id = run.id();
    }

    /**
     * What is imported.
     *
     * @param kind {@link Run.Kind#IMPORT} or {@link Run.Kind#SUPPRESSION_IMPORT}
     * @param file the name of the file, without its folder
     * @param options how it is imported, as a JSON object; kept as the definition of the run
     */
    public record ImportSource(Run.Kind kind, String file, String options) {}

    /** Returns the run's id, which the provenance of what is imported must name. */
    public RunId id() {
        return id;
    }

    /**
     * Runs the work in one transaction, and adds to the run's counts in it.
     *
     * @param counts returns the counts of the work from its result
     * @return the result of the work
     * @throws RunRefusedException if another worker has claimed or undone the run in the meantime; nothing is written
     * @throws StoreException if the store fails; nothing is written
     */
    public <T> T write(Function<UnitOfWork, T> work, Function<T, Map<ImportCount, Long>> counts) {
        return store.write(unit -> {
            Run unused = lease.renewAndLoad(unit, id);
            T result = work.apply(unit);
            unit.addImportCounts(id, counts.apply(result));
            return result;
        });
    }

    /**
     * Returns the counts of rows.
     *
     * @param outcomes the outcomes of the rows that could be read
     * @param unreadable how many other rows there were; they count as rejected
     * @param keptNoes how many of the rejected rows had a no that was kept
     */
    public static Map<ImportCount, Long> countRows(List<ImportOutcome> outcomes, long unreadable, long keptNoes) {
        Map<ImportCount, Long> counts = new EnumMap<>(ImportCount.class);
        counts.put(ImportCount.ROWS, outcomes.size() + unreadable);
        counts.put(ImportCount.REJECTED, unreadable);
        counts.put(ImportCount.NOES_OF_REJECTED, keptNoes);
        outcomes.forEach(outcome -> count(outcome).forEach(result -> counts.merge(result, 1L, Long::sum)));
        return counts;
    }

    private static List<ImportCount> count(ImportOutcome outcome) {
        List<ImportCount> counts = new ArrayList<>();
        counts.add(
                switch (outcome.result()) {
                    case CREATED -> ImportCount.CREATED;
                    case UPDATED -> ImportCount.UPDATED;
                    case UNCHANGED -> ImportCount.UNCHANGED;
                    case NOT_FOUND -> ImportCount.NOT_FOUND;
                    case REJECTED -> ImportCount.REJECTED;
                });
        for (ProspectFlag flag : outcome.noesAdded()) {
            counts.add(
                    switch (flag) {
                        case EMAIL_OPT_OUT -> ImportCount.OPT_OUTS_ADDED;
                        case BOUNCED -> ImportCount.BOUNCED_ADDED;
                    });
        }
        if (outcome.flagRetained()) {
            counts.add(ImportCount.FLAGS_KEPT);
        }
        return counts;
    }

    /** Ends the run: all of the file is imported. */
    public void finish() {
        end(Status.FINISHED);
    }

    private void end(Status status) {
        boolean unused = store.write(unit -> {
            Run run = lease.renewAndLoad(unit, id);
            unit.endRun(run.id(), status, clock.instant());
            return true;
        });
        ended = true;
    }

    /** Marks the run as stopped if it is not finished. */
    @Override
    public void close() {
        if (!ended) {
            ended = true;
            try {
                end(Status.FAILED);
            } catch (StoreException | RunRefusedException e) {
                // What stopped the import is reported already. The lease expires by itself.
                return;
            }
        }
    }
}
