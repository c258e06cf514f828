package heed.benchmarks.matching;

import heed.model.prospect.Prospect;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/** The simplest hand-written alternative: a loop over the predicates of all automations. */
public final class HandWrittenLoop {
    private HandWrittenLoop() {}

    /** Returns the strategy for prospects. */
    @SuppressWarnings({"unchecked", "rawtypes"})
    public static Strategy of(List<HandWrittenAudience> audiences, List<Prospect> prospects) {
        Predicate<Prospect>[] predicates =
                audiences.stream().map(HandWrittenAudience::prospectPredicate).toArray(Predicate[]::new);
        return (from, end, checksum) -> {
            checksum.setOffset(0);
            for (int row = from; row < end; row++) {
                Prospect prospect = prospects.get(row);
                for (int i = 0; i < predicates.length; i++) {
                    if (predicates[i].test(prospect)) {
                        checksum.onMatch(i, row);
                    }
                }
            }
        };
    }

    /** Returns the strategy for columns. */
    public static Strategy of(List<HandWrittenAudience> audiences, HandWrittenColumns columns) {
        IntPredicate[] predicates = audiences.stream()
                .map(audience -> audience.rowPredicate(columns))
                .toArray(IntPredicate[]::new);
        return (from, end, checksum) -> {
            checksum.setOffset(0);
            for (int row = from; row < end; row++) {
                for (int i = 0; i < predicates.length; i++) {
                    if (predicates[i].test(row)) {
                        checksum.onMatch(i, row);
                    }
                }
            }
        };
    }
}
