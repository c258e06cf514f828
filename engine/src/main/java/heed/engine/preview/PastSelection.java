package heed.engine.preview;

import heed.filters.reading.ExplanationOf;
import heed.model.prospect.Prospect;
import heed.model.run.LedgerEntry;
import heed.model.run.Run;
import java.util.List;
import java.util.Optional;

/**
 * Why a run selected a prospect or not: the criteria of the run's definition, at the run's time, on the values that the prospect
 * had then.
 *
 * @param run the run
 * @param name the name of the automation, from the definition that the run was started with
 * @param prospect the prospect as the run found it; empty if it did not exist yet
 * @param criteria the result of each criterion; empty if the prospect did not exist yet
 * @param entries what each action of the run did to the prospect; empty if the run did not affect it
 * @param incomplete whether facts of that time were deleted by retention, so that values may be newer than the run
 */
public record PastSelection(
        Run run,
        String name,
        Optional<Prospect> prospect,
        Optional<ExplanationOf.ExplanationNode> criteria,
        List<LedgerEntry> entries,
        boolean incomplete) {}
