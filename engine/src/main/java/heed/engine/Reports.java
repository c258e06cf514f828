package heed.engine;

import heed.engine.RunReport.Failure;
import heed.engine.RunReport.LeftOut;
import heed.model.prospect.Prospect;
import heed.model.prospect.ProspectId;
import heed.model.run.LedgerEntry;
import heed.model.run.Run;
import heed.model.run.RunId;
import heed.model.store.StoreReading;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads what came of a run from its row and its ledger. */
final class Reports {
    private final Settings settings;

    Reports(Settings settings) {
        this.settings = settings;
    }

    RunReport report(RunId id, boolean resumed) {
        return settings.store().read(reading -> {
            Run run = reading.findRun(id).orElseThrow(() -> new RefusedException(new Refusal.UnknownRun(id)));
            List<LeftOut> leftOut = new ArrayList<>();
            List<Failure> failures = new ArrayList<>();
            long changed = 0;
            ProspectId last = ProspectId.START;
            boolean more = run.fromStoredPlan() || run.tally().failed() > 0; // otherwise there is nothing to list
            while (more) {
                List<LedgerEntry> page = reading.listLedgerEntries(id, last, settings.batchSize());
                more = !page.isEmpty();
                last = more ? page.get(page.size() - 1).prospect() : last;
                Map<ProspectId, String> ids = ids(reading, page);
                ProspectId leaving = ProspectId.START;
                for (LedgerEntry entry : page) {
                    String name = Optional.ofNullable(ids.get(entry.prospect())).orElse("");
                    if (entry.outcome() == LedgerEntry.Outcome.FAILED && failures.size() < RunReport.MOST_LISTED) {
                        failures.add(new Failure(
                                entry.prospect(),
                                name,
                                entry.action(),
                                entry.detail().orElse("")));
                    } else if (entry.outcome() == LedgerEntry.Outcome.CHANGED_SINCE_PLAN
                            && !entry.prospect().equals(leaving)) {
                        leaving = entry.prospect(); // once, though all of its actions were left out
                        changed++;
                        if (leftOut.size() < RunReport.MOST_LISTED) {
                            leftOut.add(new LeftOut(entry.prospect(), name));
                        }
                    }
                }
            }
            return new RunReport(run, resumed, changed, List.copyOf(leftOut), List.copyOf(failures));
        });
    }

    /** The Id fields of those that may be listed. */
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
