package heed.filters;

import static org.assertj.core.api.Assertions.assertThat;

import heed.filters.reading.PredicateOf;
import heed.model.field.FieldCatalog;
import heed.model.prospect.Prospect;
import heed.model.run.EvaluationTime;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RandomCriteriaTest {

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2})
    void generated_criteria_match_some_of_the_generated_prospects(long seed) {
        Random random = new Random(seed);
        FieldCatalog fields = RandomValues.catalog();
        RandomCriteria criteria = new RandomCriteria(random, fields);
        List<Prospect> prospects = new RandomProspects(random, fields).list(200);
        EvaluationTime evaluationTime = new RandomValues(random).evaluationTime();
        Set<Operator> operators = new HashSet<>();
        int selectiveCriteria = 0;
        for (int i = 0; i < 1_000; i++) {
            Criterion criterion = criteria.next();
            Predicate<Prospect> matches = PredicateOf.criterion(criterion, evaluationTime);
            long affected = prospects.stream().filter(matches).count();
            boolean isSelective = affected > 0 && affected < prospects.size();
            selectiveCriteria += isSelective ? 1 : 0;
            if (isSelective && criterion instanceof Criterion.Comparison comparison) {
                operators.add(comparison.operator());
            } else if (isSelective && criterion instanceof Criterion.InTimeFrame frame) {
                operators.add(frame.operator());
            } else if (isSelective && criterion instanceof Criterion.Presence presence) {
                operators.add(presence.operator());
            }
        }
        assertThat(selectiveCriteria).isGreaterThan(700);
        assertThat(operators).containsExactlyInAnyOrder(Operator.values());
    }
}
