package heed.rules;

import static heed.rules.RuleFixtures.EVALUATION_TIME;
import static heed.rules.RuleFixtures.all;
import static heed.rules.RuleFixtures.book;
import static heed.rules.RuleFixtures.collectMatches;
import static heed.rules.RuleFixtures.comparison;
import static heed.rules.RuleFixtures.is;
import static heed.rules.RuleFixtures.prospect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heed.filters.Criterion;
import heed.filters.Operator;
import heed.filters.RandomCriteria;
import heed.filters.RandomProspects;
import heed.filters.RandomValues;
import heed.model.field.FieldCatalog;
import heed.model.field.StandardFields;
import heed.model.field.Value;
import heed.model.prospect.Prospect;
import heed.model.prospect.ProspectId;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The behaviour of every matcher of a rule book. */
interface MatcherContract {

    Matcher matcher(RuleBook book);

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = 1)
    default void threads_with_separate_matchers_agree(long seed) throws Exception {
        Random random = new Random(seed);
        FieldCatalog fields = RandomValues.catalog();
        RandomCriteria criteria = new RandomCriteria(random, fields);
        RuleBook book =
                book(EVALUATION_TIME, Stream.generate(criteria::next).limit(100).toList());
        List<Prospect> prospects = new RandomProspects(random, fields).list(2_000);
        List<String> expected = collectMatches(matcher(book), prospects);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<List<String>>> results = IntStream.range(0, 4)
                    .mapToObj(i -> threads.submit(() -> collectMatches(matcher(book), prospects)))
                    .toList();
            for (Future<List<String>> future : results) {
                assertThat(future.get()).isEqualTo(expected);
            }
        } finally {
            threads.shutdown();
        }
    }

    /** Returns a prospect that no store can return, with text in a number field. */
    private Prospect invalidProspect(long key) {
        return prospect(key, Map.of(StandardFields.LEAD_SCORE, Value.Text.of("secret")));
    }

    @ParameterizedTest(name = "{0} automations")
    @ValueSource(ints = {1, 20})
    default void a_failed_evaluation_is_an_error_that_names_the_automation_and_the_prospect(int automations) {
        List<Selector> selectors = new ArrayList<>();
        selectors.add(new Selector("everyone", all()));
        for (int i = 0; i < automations; i++) {
            selectors.add(new Selector(
                    "scores-" + i, comparison(StandardFields.LEAD_SCORE, Operator.LESS_THAN, new Value.Decimal(i))));
        }
        RuleBook book = RuleBook.compile(selectors, EVALUATION_TIME);
        List<Integer> reported = new ArrayList<>();
        Matcher matcher = matcher(book);
        assertThatThrownBy(() -> matcher.match(
                        List.of(prospect(1, Map.of()), invalidProspect(2), prospect(3, Map.of())),
                        (selector, index) -> reported.add(index)))
                .isInstanceOfSatisfying(DecisionException.class, failure -> {
                    assertThat(failure.selector()).isEqualTo("scores-0");
                    assertThat(failure.prospect()).isEqualTo(new ProspectId(2));
                })
                .hasMessageContaining("scores-0")
                .hasMessageContaining("prospect 2")
                .hasMessageNotContaining("secret")
                .hasCauseInstanceOf(ClassCastException.class);
        assertThat(reported).containsExactly(0);
        assertThatThrownBy(() -> matcher.match(List.of(prospect(3, Map.of())), (selector, index) -> {}))
                .as("a matcher evaluates nothing after a failure")
                .isInstanceOf(RuntimeException.class);
        matcher.close();
    }

    @Test
    default void a_failed_predicate_is_an_error() {
        Criterion contains = comparison(StandardFields.CITY, Operator.CONTAINS, Value.Text.of("a"));
        RuleBook book = book(new Criterion.Not(contains));
        Prospect prospect = prospect(5, Map.of(StandardFields.CITY, new Value.Decimal(1)));
        assertThatThrownBy(() -> collectMatches(matcher(book), List.of(prospect)))
                .isInstanceOf(DecisionException.class)
                .hasMessageContaining("prospect 5 for 1");
    }

    @Test
    default void an_exception_of_the_listener_is_passed_on_unchanged() {
        RuleBook book = book(all());
        IllegalStateException diskFull = new IllegalStateException("disk full");
        try (Matcher matcher = matcher(book)) {
            assertThatThrownBy(() -> matcher.match(List.of(prospect(1, Map.of())), (selector, index) -> {
                        throw diskFull;
                    }))
                    .isSameAs(diskFull);
            List<Integer> reported = new ArrayList<>();
            matcher.match(List.of(prospect(2, Map.of())), (selector, index) -> reported.add(index));
            assertThat(reported).containsExactly(0);
        }
    }

    @Test
    default void a_matcher_retains_no_prospect() {
        RuleBook book = book(is(StandardFields.CITY, Value.Text.of("Paris")));
        List<WeakReference<Prospect>> references = new ArrayList<>();
        try (Matcher matcher = matcher(book)) {
            for (int i = 0; i < 10; i++) {
                Prospect prospect =
                        prospect(i, Map.of(StandardFields.CITY, Value.Text.of(i % 2 == 0 ? "Paris" : "Rome")));
                references.add(new WeakReference<>(prospect));
                matcher.match(List.of(prospect), (selector, index) -> {});
            }
            matcher.match(List.of(prospect(10, Map.of())), (selector, index) -> {});
            System.gc();
            assertThat(references.subList(0, 9)).allMatch(reference -> reference.get() == null);
        }
    }
}
