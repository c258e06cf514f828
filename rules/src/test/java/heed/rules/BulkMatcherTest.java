package heed.rules;

import static heed.rules.RuleFixtures.EVALUATION_TIME;
import static heed.rules.RuleFixtures.all;
import static heed.rules.RuleFixtures.any;
import static heed.rules.RuleFixtures.book;
import static heed.rules.RuleFixtures.bulkMatcherAlone;
import static heed.rules.RuleFixtures.collectMatches;
import static heed.rules.RuleFixtures.comparison;
import static heed.rules.RuleFixtures.is;
import static heed.rules.RuleFixtures.prospect;
import static org.assertj.core.api.Assertions.assertThat;

import heed.filters.Criterion;
import heed.filters.Operator;
import heed.filters.RandomCriteria;
import heed.filters.RandomProspects;
import heed.filters.RandomValues;
import heed.model.field.Field;
import heed.model.field.FieldCatalog;
import heed.model.field.StandardFields;
import heed.model.field.Value;
import heed.model.field.ValueType;
import heed.model.prospect.Prospect;
import heed.model.prospect.ProspectColumns;
import heed.rules.internal.drools.AlphaNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.drools.base.util.Drools;
import org.drools.model.DSL;
import org.drools.model.PatternDSL;
import org.drools.model.Variable;
import org.drools.model.impl.ModelImpl;
import org.drools.modelcompiler.KieBaseBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.kie.api.KieBase;

class BulkMatcherTest implements MatcherContract {
    @Override
    public Matcher matcher(RuleBook book) {
        return book.bulkMatcher();
    }

    @Test
    void a_new_version_of_drools_must_be_reviewed_before_bulk_evaluation_uses_it() {
        assertThat(Drools.getFullVersion())
                .as("compare AlphaNetwork with the nodes of the new version, then change the version here")
                .isEqualTo("10.2.0");
    }

    @Test
    void a_network_with_unknown_nodes_is_evaluated_by_the_session() {
        Variable<Prospect> first = DSL.declarationOf(Prospect.class, "first");
        Variable<Prospect> second = DSL.declarationOf(Prospect.class, "second");
        ModelImpl model = new ModelImpl();
        model.addRule(PatternDSL.rule("heed.rules", "0.0 joined")
                .build(PatternDSL.pattern(first), PatternDSL.pattern(second), DSL.execute(() -> {})));
        KieBase joined = KieBaseBuilder.createKieBaseFromModel(model);
        assertThat(AlphaNetwork.of(joined, List.of())).isEmpty();

        RuleBook book = book(is(StandardFields.CITY, Value.Text.of("Paris")));
        assertThat(book.alphaNetwork()).isPresent();
        assertThat(AlphaNetwork.of(book.kieBase(), List.of()))
                .as("a condition that is not in the book")
                .isEmpty();
    }

    /** The lists are longer than a batch, and are evaluated as a whole and in parts. */
    @ParameterizedTest(name = "{0} automations, seed {1}")
    @CsvSource({"1, 1", "60, 2", "130, 3"})
    void bulk_evaluation_agrees_with_the_session(int automations, long seed) {
        Random random = new Random(seed);
        FieldCatalog fields = RandomValues.catalog();
        RandomCriteria criteria = new RandomCriteria(random, fields);
        RuleBook book = book(
                EVALUATION_TIME,
                Stream.generate(criteria::next).limit(automations).toList());
        List<Prospect> prospects = new RandomProspects(random, fields).list(5_000);
        ProspectColumns columns = ProspectColumns.of(prospects, fields);
        List<String> expected = collectMatches(book.sessionMatcher(), prospects);
        assertThat(collectMatches(bulkMatcherAlone(book), prospects)).isEqualTo(expected);
        assertThat(collectMatches(bulkMatcherAlone(book), columns)).isEqualTo(expected);

        List<String> inParts = new ArrayList<>();
        try (Matcher matcher = bulkMatcherAlone(book)) {
            for (int from = 0; from < prospects.size(); from += 700) {
                int first = from;
                int end = Math.min(from + 700, prospects.size());
                matcher.match(
                        from % 3 == 0 ? prospects.subList(from, end) : columns.subList(from, end),
                        (selector, index) -> inParts.add(selector + " " + (first + index)));
            }
        }
        assertThat(inParts).isEqualTo(expected);
    }

    @Test
    void a_prospect_may_have_any_number_of_tags() {
        Field tags = new Field("tags", "Tags", ValueType.TAGS, List.of(), StandardFields.ALL.size(), true);
        List<Criterion> criteria = IntStream.range(0, 50)
                .mapToObj(i -> all(
                        comparison(tags, Operator.CONTAINS, Value.Text.of("Tag " + i)),
                        any(
                                comparison(tags, Operator.DOES_NOT_CONTAIN, Value.Text.of("tag " + (i + 1))),
                                comparison(tags, Operator.CONTAINS, Value.Text.of("tag 7"), Value.Text.of("TAG 8")))))
                .toList();
        RuleBook book = book(EVALUATION_TIME, criteria);
        Random random = new Random(1);
        List<Prospect> prospects = IntStream.range(0, 2_000)
                .mapToObj(key -> {
                    Value[] values = new Value[tags.slot() + 1];
                    int count = random.nextInt(60);
                    if (count > 0) {
                        values[tags.slot()] = new Value.Tags(IntStream.range(0, count)
                                .mapToObj(i -> Value.Text.of("TAG " + random.nextInt(70)))
                                .toList());
                    }
                    return new Prospect(new heed.model.prospect.ProspectId(key), values);
                })
                .toList();
        List<String> expected = collectMatches(book.sessionMatcher(), prospects);
        assertThat(expected).hasSizeGreaterThan(1_000);
        assertThat(collectMatches(bulkMatcherAlone(book), prospects)).isEqualTo(expected);
        assertThat(collectMatches(
                        bulkMatcherAlone(book), ProspectColumns.of(prospects, new FieldCatalog(List.of(tags)))))
                .isEqualTo(expected);
    }

    @Test
    void a_field_declared_after_the_columns_were_created_is_empty() {
        Field added = new Field("added", "Added", ValueType.TEXT, List.of(), StandardFields.ALL.size(), true);
        ProspectColumns columns =
                ProspectColumns.of(List.of(prospect(1, Map.of()), prospect(2, Map.of())), FieldCatalog.standard());
        RuleBook book = book(new Criterion.Presence(added, true), is(added, Value.Text.of("a")));
        assertThat(collectMatches(book.bulkMatcher(), columns)).containsExactly("0 0", "0 1");
    }

    @Test
    void batches_that_bulk_evaluation_cannot_evaluate_are_counted() {
        RuleBook book = book(all(), comparison(StandardFields.LEAD_SCORE, Operator.LESS_THAN, new Value.Decimal(5)));
        List<Prospect> prospects = IntStream.range(0, 3_000)
                .mapToObj(key -> prospect(key, Map.of()))
                .collect(Collectors.toCollection(ArrayList::new));
        Prospect wrong = prospect(1_500, Map.of(StandardFields.LEAD_SCORE, Value.Text.of("secret")));
        prospects.set(1_500, wrong);
        List<Integer> evaluatedBySession = new ArrayList<>();
        Matcher lenientSession = new Matcher() {
            @Override
            public void match(List<Prospect> batch, MatchListener listener) {
                evaluatedBySession.add(batch.size());
                for (int index = 0; index < batch.size(); index++) {
                    listener.onMatch(0, index);
                }
            }

            @Override
            public void close() {}
        };
        List<Integer> matched = new ArrayList<>();

        try (Matcher bulk = new BulkMatcher(book.encodedNetwork().orElseThrow(), lenientSession);
                Matcher matcher = new CheckedMatcher(List.of(), bulk, book.sessionMatcher())) {
            bulk.match(prospects, (selector, index) -> matched.add(index));

            assertThat(bulk.failedBatchCount()).isEqualTo(1);
            assertThat(matcher.failedBatchCount())
                    .as("the checked matcher passes the count on")
                    .isEqualTo(1);
        }
        assertThat(evaluatedBySession).containsExactly(1_024);
        assertThat(matched)
                .containsExactlyElementsOf(IntStream.range(0, 3_000).boxed().toList());
    }
}
