package heed.engine.internal.undo;

import heed.engine.run.ImportedSuppressions;
import heed.engine.run.RunReport;
import heed.model.prospect.EmailAddress;
import heed.model.run.RunId;
import heed.model.store.StoreReading;
import heed.model.suppression.EntryRemoval;
import heed.model.suppression.Suppression;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads what an import added to the suppression list, and what else suppresses these addresses. */
public final class ImportedSuppressionsReader {
    private static final int PAGE_SIZE = 5_000;

    private ImportedSuppressionsReader() {}

    public static ImportedSuppressions read(StoreReading reading, RunId run) {
        Set<EmailAddress> listed = new LinkedHashSet<>();
        List<EmailAddress> page = reading.listImportedSuppressions(run, "", PAGE_SIZE);
        while (!page.isEmpty()) {
            listed.addAll(page);
            page = reading.listImportedSuppressions(
                    run, page.get(page.size() - 1).value(), PAGE_SIZE);
        }
        List<EmailAddress> all = List.copyOf(listed);
        List<EmailAddress> examples = new ArrayList<>();
        long onlyListed = 0;
        for (int from = 0; from < all.size(); from += PAGE_SIZE) {
            List<EmailAddress> addresses = all.subList(from, Math.min(all.size(), from + PAGE_SIZE));
            Map<EmailAddress, List<Suppression>> suppressions = reading.listSuppressions(addresses);
            for (EmailAddress address : addresses) {
                if (EntryRemoval.remaining(suppressions.getOrDefault(address, List.of()), listed)
                        .isEmpty()) {
                    onlyListed++;
                    if (examples.size() < RunReport.MAX_LISTED) {
                        examples.add(address);
                    }
                }
            }
        }
        return new ImportedSuppressions(run, listed.size(), onlyListed, examples);
    }
}
