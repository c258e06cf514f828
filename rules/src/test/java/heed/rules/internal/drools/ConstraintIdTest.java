package heed.rules.internal.drools;

import static org.assertj.core.api.Assertions.assertThat;

import heed.filters.Criterion;
import heed.filters.Operator;
import heed.filters.RandomCriteria;
import heed.filters.RandomValues;
import heed.model.field.FieldCatalog;
import heed.model.field.StandardFields;
import heed.model.field.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConstraintIdTest {

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2})
    void two_criteria_have_the_same_id_exactly_if_they_are_equal(long seed) {
        Random random = new Random(seed);
        FieldCatalog fields = RandomValues.catalog();
        RandomCriteria criteria = new RandomCriteria(random, fields);
        Map<String, Criterion> byId = new HashMap<>();
        Map<Criterion, String> ids = new HashMap<>();
        int repeated = 0;
        for (int i = 0; i < 20_000; i++) {
            Criterion criterion = i % 2 == 0 ? criteria.nextLeaf() : criteria.next(2);
            String id = ConstraintId.of(criterion);
            repeated += byId.containsKey(id) ? 1 : 0;
            assertThat(byId.computeIfAbsent(id, first -> criterion)).isEqualTo(criterion);
            assertThat(ids.computeIfAbsent(criterion, first -> id)).isEqualTo(id);
        }
        assertThat(repeated).isGreaterThan(1_000);
    }

    @Test
    void text_that_looks_like_part_of_an_id_is_not_mistaken_for_it() {
        Criterion first = city("a", "b text 1 c");
        Criterion second = city("a text 1 b", "c");
        assertThat(ConstraintId.of(first)).isNotEqualTo(ConstraintId.of(second));
        assertThat(ConstraintId.of(city("a", "b text c"))).isNotEqualTo(ConstraintId.of(city("a text b", "c")));
        assertThat(ConstraintId.of(city("5", "1"))).isNotEqualTo(ConstraintId.of(city("51")));
        assertThat(ConstraintId.of(new Criterion.All(List.of(first, second))))
                .isNotEqualTo(ConstraintId.of(new Criterion.All(List.of(second, first))));
    }

    private static Criterion city(String... names) {
        return new Criterion.Comparison(
                StandardFields.CITY,
                Operator.CONTAINS,
                List.of(names).stream().<Value>map(Value.Text::of).toList());
    }
}
