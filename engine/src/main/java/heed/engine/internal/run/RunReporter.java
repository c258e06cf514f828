package heed.engine.internal.run;

import heed.engine.internal.core.ProspectAccess;
import heed.engine.internal.core.UnknownCountryCounter;
import heed.engine.run.RunRefusal;
import heed.engine.run.RunRefusedException;
import heed.engine.run.RunReport;
import heed.engine.run.RunReport.ChangedProspect;
import heed.engine.run.RunReport.FailedAction;
import heed.filters.Criterion;
import heed.model.prospect.Prospect;
import heed.model.prospect.ProspectId;
import heed.model.run.ImportCount;
import heed.model.run.LedgerEntry;
import heed.model.run.Run;
import heed.model.run.RunId;
import heed.model.store.StoreReading;
import heed.model.suppression.FreedAddresses;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Creates the report of a run from its stored state and its ledger. */
public final class RunReporter {
    private final ProspectAccess access;

    public RunReporter(ProspectAccess access) {
        this.access = access;
    }

    /**
     * Reports on a run as it is now.
     *
     * @param resumed whether the caller has resumed the run
     * @param freed the addresses that the caller has freed
     * @param criteria the criteria whose unknown countries are counted; empty to count none
     * @throws RunRefusedException if there is no such run
     */
    public RunReport report(RunId id, boolean resumed, FreedAddresses freed, Optional<Criterion> criteria) {
        return access.store().read(reading -> {
            Run run = reading.findRun(id)
                    .map(found -> found.kind() == Run.Kind.AUTOMATION
                            ? found
                            : found.withTally(ImportCount.toTally(reading.countImported(id))))
                    .orElseThrow(() -> new RunRefusedException(new RunRefusal.UnknownRun(id)));
            List<ChangedProspect> changedProspects = new ArrayList<>();
            List<FailedAction> failures = new ArrayList<>();
            long changed = 0;
            ProspectId last = ProspectId.START;
            boolean more =
                    run.fromStoredPlan() || run.tally().failed() > 0; // otherwise the ledger has no entry to list
            while (more) {
                List<LedgerEntry> page = reading.listLedgerEntries(id, last, access.batchSize());
                more = !page.isEmpty();
                last = more ? page.get(page.size() - 1).prospect() : last;
                Map<ProspectId, String> ids = ids(reading, page);
                ProspectId lastChanged = ProspectId.START;
                for (LedgerEntry entry : page) {
                    String name = Optional.ofNullable(ids.get(entry.prospect())).orElse("");
                    if (entry.outcome() == LedgerEntry.Outcome.FAILED && failures.size() < RunReport.MAX_LISTED) {
                        failures.add(new FailedAction(
                                entry.prospect(),
                                name,
                                entry.action(),
                                entry.detail().orElse("")));
                    } else if (entry.outcome() == LedgerEntry.Outcome.CHANGED_SINCE_PLAN
                            && !entry.prospect().equals(lastChanged)) {
                        lastChanged =
                                entry.prospect(); // count a prospect once, though the ledger has an entry for each
                        // action
                        changed++;
                        if (changedProspects.size() < RunReport.MAX_LISTED) {
                            changedProspects.add(new ChangedProspect(entry.prospect(), name));
                        }
                    }
                }
            }
            return new RunReport(
                    run,
                    resumed,
                    changed,
                    List.copyOf(changedProspects),
                    List.copyOf(failures),
                    freed,
                    criteria.map(asked -> UnknownCountryCounter.count(reading, asked))
                            .orElse(List.of()));
        });
    }

    /** Returns the Id fields of the prospects that the report may list. */
    private static Map<ProspectId, String> ids(StoreReading reading, List<LedgerEntry> page) {
        List<ProspectId> listed = page.stream()
                .filter(entry -> entry.outcome() == LedgerEntry.Outcome.FAILED
                        || entry.outcome() == LedgerEntry.Outcome.CHANGED_SINCE_PLAN)
                .map(LedgerEntry::prospect)
                .distinct()
                .toList();
        return reading.listProspects(listed).stream().collect(Collectors.toMap(Prospect::key, Prospect::id));
    }
}
