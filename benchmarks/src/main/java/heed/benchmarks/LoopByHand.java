package heed.benchmarks;

import heed.model.prospect.Prospect;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.Predicate;

/** What one would write first: a loop over predicates. */
final class LoopByHand {
    private LoopByHand() {}

    @SuppressWarnings({"unchecked", "rawtypes"})
    static Way of(List<Audience> audiences, List<Prospect> prospects) {
        Predicate<Prospect>[] predicates =
                audiences.stream().map(Audience::ofProspect).toArray(Predicate[]::new);
        return (from, end, sum) -> {
            sum.startAt(0);
            for (int row = from; row < end; row++) {
                Prospect prospect = prospects.get(row);
                for (int i = 0; i < predicates.length; i++) {
                    if (predicates[i].test(prospect)) {
                        sum.onMatch(i, row);
                    }
                }
            }
        };
    }

    static Way of(List<Audience> audiences, HandColumns columns) {
        IntPredicate[] predicates =
                audiences.stream().map(audience -> audience.ofRow(columns)).toArray(IntPredicate[]::new);
        return (from, end, sum) -> {
            sum.startAt(0);
            for (int row = from; row < end; row++) {
                for (int i = 0; i < predicates.length; i++) {
                    if (predicates[i].test(row)) {
                        sum.onMatch(i, row);
                    }
                }
            }
        };
    }
}
