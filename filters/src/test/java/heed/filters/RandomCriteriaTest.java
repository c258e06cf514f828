package heed.filters;

import static org.assertj.core.api.Assertions.assertThat;

import heed.model.FieldCatalog;
import heed.model.Moment;
import heed.model.Prospect;
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
    void generated_criteria_meet_generated_prospects(long seed) {
        Random random = new Random(seed);
        FieldCatalog fields = RandomValues.catalog();
        RandomCriteria criteria = new RandomCriteria(random, fields);
        List<Prospect> prospects = new RandomProspects(random, fields).list(200);
        Moment moment = new RandomValues(random).moment();
        Set<Operator> met = new HashSet<>();
        int telling = 0;
        for (int i = 0; i < 1_000; i++) {
            Criterion who = criteria.next();
            Predicate<Prospect> matches = PredicateOf.criterion(who, moment);
            long affected = prospects.stream().filter(matches).count();
            boolean tells = affected > 0 && affected < prospects.size();
            telling += tells ? 1 : 0;
            if (tells && who instanceof Criterion.Comparison comparison) {
                met.add(comparison.operator());
            } else if (tells && who instanceof Criterion.InTimeFrame frame) {
                met.add(frame.operator());
            } else if (tells && who instanceof Criterion.Presence presence) {
                met.add(presence.operator());
            }
        }
        assertThat(telling).isGreaterThan(700);
        assertThat(met).containsExactlyInAnyOrder(Operator.values());
    }
}
