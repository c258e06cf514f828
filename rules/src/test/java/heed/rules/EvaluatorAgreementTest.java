package heed.rules;

import static org.assertj.core.api.Assertions.assertThat;

import heed.filters.Criterion;
import heed.filters.Operator;
import heed.filters.RandomCriteria;
import heed.filters.RandomProspects;
import heed.filters.RandomValues;
import heed.filters.reading.PredicateOf;
import heed.model.field.Field;
import heed.model.field.FieldCatalog;
import heed.model.prospect.Prospect;
import heed.model.prospect.ProspectColumns;
import heed.model.run.EvaluationTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The session, and the bulk matcher on prospects and on their columns, select the same prospects as the predicate: with
 * few automations, whose conditions are tested one by one, and with many, whose conditions are indexed.
 */
class EvaluatorAgreementTest {
    private static final FieldCatalog FIELDS = RandomValues.catalog();

    @ParameterizedTest(name = "{1} rule bases of {0} automations, seed {2}")
    @CsvSource({"1, 300, 1", "3, 100, 2", "20, 30, 3", "200, 5, 4", "200, 5, 5"})
    void the_evaluators_agree_with_the_predicate(int automations, int books, long seed) {
        Random random = new Random(seed);
        RandomCriteria criteria = new RandomCriteria(random, FIELDS);
        List<Prospect> prospects = new RandomProspects(random, FIELDS).list(200);
        for (int book = 0; book < books; book++) {
            EvaluationTime evaluationTime = new RandomValues(random).evaluationTime();
            assertAgreement(Stream.generate(criteria::next).limit(automations).toList(), prospects, evaluationTime);
        }
    }

    /** Drools uses a hash index from the third rule of a field on, and a range index from the ninth on. */
    @ParameterizedTest(name = "{0} automations a field and operator, seed {1}")
    @CsvSource({"2, 1", "3, 2", "8, 3", "9, 4", "20, 5"})
    void the_evaluators_agree_when_many_automations_use_one_field(int automations, long seed) {
        Random random = new Random(seed);
        RandomCriteria criteria = new RandomCriteria(random, FIELDS);
        List<Prospect> prospects = new RandomProspects(random, FIELDS).list(300);
        EvaluationTime evaluationTime = new RandomValues(random).evaluationTime();
        for (Field field : FIELDS.all()) {
            List<Criterion> criteriaOfField = new ArrayList<>();
            for (Operator operator : Operator.values()) {
                if (operator.appliesTo(field.type())) {
                    List<Criterion> criteriaOfOperator = Stream.generate(() -> criteria.of(field, operator))
                            .limit(automations)
                            .toList();
                    assertAgreement(criteriaOfOperator, prospects, evaluationTime);
                    criteriaOfField.addAll(criteriaOfOperator);
                }
            }
            assertAgreement(criteriaOfField, prospects, evaluationTime);
        }
    }

    /** The automations share conditions in any order and have alternatives of which a prospect meets several. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void the_evaluators_agree_when_automations_share_conditions(long seed) {
        Random random = new Random(seed);
        RandomCriteria criteria = new RandomCriteria(random, FIELDS);
        List<Prospect> prospects = new RandomProspects(random, FIELDS).list(300);
        List<Criterion> pool = Stream.generate(criteria::nextLeaf).limit(25).toList();
        List<Criterion> combined = IntStream.range(0, 150)
                .<Criterion>mapToObj(i -> {
                    List<Criterion> parts = IntStream.rangeClosed(0, random.nextInt(4))
                            .mapToObj(j -> pool.get(random.nextInt(pool.size())))
                            .toList();
                    return random.nextInt(4) == 0 ? new Criterion.Any(parts) : new Criterion.All(parts);
                })
                .toList();
        assertAgreement(combined, prospects, new RandomValues(random).evaluationTime());
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2})
    void the_evaluators_agree_on_alternatives_of_one_field(long seed) {
        Random random = new Random(seed);
        RandomCriteria criteria = new RandomCriteria(random, FIELDS);
        List<Prospect> prospects = new RandomProspects(random, FIELDS).list(300);
        EvaluationTime evaluationTime = new RandomValues(random).evaluationTime();
        List<Criterion> either = new ArrayList<>();
        for (Field field : FIELDS.all()) {
            for (int i = 0; i < 10 && Operator.EQUALS.appliesTo(field.type()); i++) {
                List<Criterion> parts = Stream.generate(() -> criteria.of(field, Operator.EQUALS))
                        .limit(1 + random.nextInt(3))
                        .toList();
                either.add(new Criterion.Any(parts));
                either.add(new Criterion.All(List.of(new Criterion.Any(parts), criteria.nextLeaf())));
            }
        }
        assertAgreement(either, prospects, evaluationTime);
    }

    private static void assertAgreement(
            List<Criterion> criteria, List<Prospect> prospects, EvaluationTime evaluationTime) {
        List<String> expected = new ArrayList<>();
        List<Predicate<Prospect>> predicates = criteria.stream()
                .map(criterion -> PredicateOf.criterion(criterion, evaluationTime))
                .toList();
        for (int index = 0; index < prospects.size(); index++) {
            for (int i = 0; i < predicates.size(); i++) {
                if (predicates.get(i).test(prospects.get(index))) {
                    expected.add(i + " " + index);
                }
            }
        }
        RuleBook book = book(criteria, evaluationTime);
        assertSame(
                "session",
                expected,
                RuleFixtures.collectMatches(book.sessionMatcher(), prospects),
                criteria,
                evaluationTime);
        assertSame(
                "bulk",
                expected,
                RuleFixtures.collectMatches(RuleFixtures.bulkMatcherAlone(book), prospects),
                criteria,
                evaluationTime);
        ProspectColumns columns = ProspectColumns.of(prospects, FIELDS);
        assertSame(
                "columns",
                expected,
                RuleFixtures.collectMatches(RuleFixtures.bulkMatcherAlone(book), columns),
                criteria,
                evaluationTime);
    }

    private static void assertSame(
            String evaluator,
            List<String> expected,
            List<String> reported,
            List<Criterion> criteria,
            EvaluationTime evaluationTime) {
        if (!reported.equals(expected)) {
            List<String> wrong = new ArrayList<>(expected);
            wrong.removeAll(reported);
            wrong.addAll(
                    reported.stream().filter(match -> !expected.contains(match)).toList());
            int first = Integer.parseInt(wrong.get(0).split(" ")[0]);
            assertThat(reported)
                    .as(
                            "%s at %s, beside %d others: %s",
                            evaluator, evaluationTime, criteria.size() - 1, criteria.get(first))
                    .isEqualTo(expected);
        }
    }

    static RuleBook book(List<Criterion> criteria, EvaluationTime evaluationTime) {
        return RuleBook.compile(
                IntStream.range(0, criteria.size())
                        .mapToObj(i -> new Selector("automation " + i, criteria.get(i)))
                        .toList(),
                evaluationTime);
    }
}
