package heed.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heed.filters.Criterion;
import heed.filters.Operator;
import heed.filters.PrefilterFactory;
import heed.filters.RandomCriteria;
import heed.filters.RandomProspects;
import heed.filters.RandomValues;
import heed.filters.reading.FieldsOf;
import heed.filters.reading.PredicateOf;
import heed.model.field.Country;
import heed.model.field.Field;
import heed.model.field.FieldCatalog;
import heed.model.field.StandardFields;
import heed.model.field.Value;
import heed.model.field.ValueType;
import heed.model.prospect.Prospect;
import heed.model.prospect.ProspectId;
import heed.model.run.EvaluationTime;
import heed.model.store.AccountStore;
import heed.model.store.ImportOutcome;
import heed.model.store.ImportRow;
import heed.model.store.Prefilter;
import heed.model.store.PrefilterCount;
import heed.model.store.QueryPlan;
import heed.model.testing.Promise;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A store's prefilter passes every prospect who matches the criterion and, if it is exact, nobody else. */
interface PrefilterContract extends TestStore {
    int PROSPECTS = 300;
    int CRITERIA = 500;

    PrefilterFactory prefilterFactory();

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    default void prefilters_of_random_criteria_pass_everyone_who_matches(long seed) {
        Random random = new Random(seed);
        FieldCatalog fields = declare(RandomValues.catalog());
        List<Prospect> prospects = importAll(new RandomProspects(random, fields).list(PROSPECTS));
        RandomCriteria criteria = new RandomCriteria(random, fields);
        EvaluationTime evaluationTime = new RandomValues(random).evaluationTime();
        int exact = 0;
        for (int i = 0; i < CRITERIA; i++) {
            Criterion criterion = criteria.next();
            Prefilter prefilter = prefilterFactory().create(criterion, evaluationTime);
            Predicate<Prospect> matches = PredicateOf.criterion(criterion, evaluationTime);
            List<ProspectId> expected =
                    prospects.stream().filter(matches).map(Prospect::key).toList();
            List<Prospect> found =
                    account().read(reading -> reading.listProspects(prefilter, ProspectId.START, PROSPECTS));
            long count = account().read(reading -> reading.countProspects(prefilter, ProspectId.START));
            assertThat(found.stream().map(Prospect::key)).as("%s", criterion).containsAll(expected);
            assertThat(found).hasSize((int) count);
            account().read(reading -> {
                assertThat(reading.countByPrefilter(prefilter)).isEqualTo(new PrefilterCount(PROSPECTS, count));
                List<ProspectId> sampled = keys(reading.sampleProspects(prefilter, PROSPECTS / 3));
                List<ProspectId> everyone = keys(reading.sampleProspects(Prefilter.EVERYONE, PROSPECTS / 3));
                assertThat(everyone).hasSize(PROSPECTS / 3);
                assertThat(sampled)
                        .containsExactlyElementsOf(
                                everyone.stream().filter(keys(found)::contains).toList());
                List<Prospect> projected =
                        reading.listProspects(prefilter, FieldsOf.criterion(criterion), ProspectId.START, PROSPECTS);
                assertThat(keys(projected)).isEqualTo(keys(found));
                assertThat(keys(projected.stream().filter(matches).toList()))
                        .as("%s", criterion)
                        .isEqualTo(expected);
                return true;
            });
            if (prefilter.exact()) {
                assertThat(found).as("%s", criterion).hasSameSizeAs(expected);
                exact++;
            }
        }
        assertThat(exact).isGreaterThan(CRITERIA * 9 / 10);
    }

    private static List<ProspectId> keys(List<Prospect> prospects) {
        return prospects.stream().map(Prospect::key).toList();
    }

    private FieldCatalog declare(FieldCatalog catalog) {
        AccountStore account = account();
        catalog.all().stream()
                .filter(field -> !field.isStandard())
                .forEach(field -> account.addField(field.label(), field.type(), field.searchWords()));
        assertThat(account.fields().all())
                .extracting(Field::type)
                .isEqualTo(catalog.all().stream().map(Field::type).toList());
        return account.fields();
    }

    /** Imports prospects, checks that they are read as they were, and returns them with their keys. */
    private List<Prospect> importAll(List<Prospect> prospects) {
        List<Field> fields = account().fields().all();
        List<ImportRow> rows = IntStream.range(0, prospects.size())
                .mapToObj(i -> new ImportRow(i + 1, values(prospects.get(i), fields)))
                .toList();
        List<ImportOutcome> outcomes = account().write(work -> work.importRows(rows, BY_ID, importProvenance()));
        assertThat(outcomes).extracting(ImportOutcome::result).containsOnly(ImportOutcome.RowResult.CREATED);
        List<Prospect> created = prospects.stream()
                .map(prospect -> new Prospect(find(prospect.id()).key(), copy(prospect, fields)))
                .toList();
        for (Prospect prospect : created) {
            Prospect read = find(prospect.id());
            fields.forEach(field -> assertThat(read.value(field).map(Value::text))
                    .as(field.label())
                    .isEqualTo(prospect.value(field).map(Value::text)));
        }
        return created;
    }

    private static Map<Field, Optional<Value>> values(Prospect prospect, List<Field> fields) {
        Map<Field, Optional<Value>> values = new HashMap<>();
        fields.forEach(field -> values.put(field, prospect.value(field)));
        return values;
    }

    private static Value[] copy(Prospect prospect, List<Field> fields) {
        return fields.stream().map(field -> prospect.valueAt(field.slot())).toArray(Value[]::new);
    }

    @Test
    default void prefilters_by_country_and_flags_are_exact() {
        prospect("A1", StandardFields.COUNTRY, "Canada");
        prospect("A2", StandardFields.COUNTRY, "fra", StandardFields.EMAIL_OPT_OUT, "yes");
        prospect("A3", StandardFields.COUNTRY, "France", StandardFields.EMAIL_OPT_OUT, "no");
        prospect("A4", StandardFields.COUNTRY, "Franze");
        prospect("A5");
        Criterion criterion = new Criterion.All(List.of(
                new Criterion.Comparison(
                        StandardFields.COUNTRY, Operator.EQUALS, List.of(country("CA"), country("FR"))),
                new Criterion.Comparison(StandardFields.EMAIL_OPT_OUT, Operator.EQUALS, List.of(Value.of(false)))));
        Prefilter prefilter = prefilterFactory().create(criterion, new EvaluationTime(NOW, ZoneOffset.UTC));
        assertThat(prefilter.exact()).isTrue();
        assertThat(findIds(prefilter)).containsExactly("A1", "A3");
        assertThat(findIds(prefilterFactory()
                        .create(new Criterion.Not(criterion), new EvaluationTime(NOW, ZoneOffset.UTC))))
                .containsExactly("A2", "A4", "A5");
    }

    @Test
    default void a_prospect_that_is_read_in_part_holds_what_was_asked_for_and_nothing_else() {
        Field note = account().addField("Note", ValueType.TEXT, List.of());
        prospect("A1", StandardFields.CITY, "Paris", StandardFields.COUNTRY, "France", note, "vip");
        List<Prospect> read = account()
                .read(reading -> reading.listProspects(
                        Prefilter.EVERYONE, Set.of(StandardFields.CITY, note), ProspectId.START, 10));
        assertThat(read).hasSize(1);
        assertThat(read.get(0).key()).isEqualTo(find("A1").key());
        assertThat(read.get(0).value(StandardFields.CITY)).contains(Value.Text.of("Paris"));
        assertThat(read.get(0).value(note)).contains(Value.Text.of("vip"));
        assertThat(read.get(0).value(StandardFields.COUNTRY)).isEmpty();
        List<Prospect> bare =
                account().read(reading -> reading.listProspects(Prefilter.EVERYONE, Set.of(), ProspectId.START, 10));
        assertThat(bare.get(0).value(note)).isEmpty();
    }

    @Test
    default void counts_and_samples_are_of_the_account_alone() {
        AccountStore otherAccount = store().addAccount("Other", ZoneOffset.UTC);
        List<ImportRow> rows = Stream.of("A1", "A2")
                .map(id -> new ImportRow(1, Map.of(StandardFields.ID, Optional.of(Value.Text.of(id)))))
                .toList();
        requireCounted(account(), 0);
        List<ImportOutcome> unused = otherAccount.write(work -> work.importRows(rows, BY_ID, importProvenance()));
        prospect("A1");
        requireCounted(account(), 1);
        requireCounted(otherAccount, 2);
    }

    private static void requireCounted(AccountStore account, long prospects) {
        PrefilterCount count = account.read(reading -> reading.countByPrefilter(Prefilter.EVERYONE));
        List<Prospect> sample = account.read(reading -> reading.sampleProspects(Prefilter.EVERYONE, 10));
        assertThat(count).isEqualTo(new PrefilterCount(prospects, prospects));
        assertThat(sample).hasSize((int) prospects);
    }

    @Test
    @Promise(10)
    default void an_explained_query_contains_no_text_of_an_author() {
        QueryPlan plan =
                account().read(reading -> reading.explainQuery(text(StandardFields.CITY, Operator.EQUALS, "Atlantis")));
        assertThat(plan.statement()).contains("city", "?").doesNotContain("tlantis");
        assertThat(plan.steps()).isNotEmpty();
    }

    private static Value country(String code) {
        return Value.CountryName.of(Country.find(code).orElseThrow());
    }

    private List<String> findIds(Prefilter prefilter) {
        return account().read(reading -> reading.listProspects(prefilter, ProspectId.START, 100)).stream()
                .map(Prospect::id)
                .toList();
    }

    @Test
    @Promise(10)
    default void what_an_author_wrote_is_never_SQL() {
        prospect("A1", StandardFields.CITY, "Paris");
        for (String text :
                List.of("' OR 1=1 --", "Paris') OR ('1'='1", "\"; DROP TABLE prospect; --", "%", "?", "x\0y")) {
            for (Operator operator :
                    List.of(Operator.EQUALS, Operator.CONTAINS, Operator.STARTS_WITH, Operator.ENDS_WITH)) {
                Criterion criterion = new Criterion.Comparison(
                        StandardFields.CITY, operator, List.of(Value.Text.of(text), Value.Text.of(text + "2")));
                assertThat(findIds(prefilterFactory().create(criterion, new EvaluationTime(NOW, ZoneOffset.UTC))))
                        .isEmpty();
            }
        }
        assertThat(find("A1").value(StandardFields.CITY)).isPresent();
    }

    @Test
    default void texts_are_found_around_and_after_a_NUL() {
        Field note = account().addField("Note", ValueType.TEXT, List.of());
        prospect("A1", StandardFields.CITY, "ab\0CD", note, "ab\0CD", StandardFields.COUNTRY, "ab\0CD");
        for (Field field : List.of(StandardFields.CITY, note, StandardFields.COUNTRY)) {
            assertThat(findIds(text(field, Operator.CONTAINS, "B\0c"))).containsExactly("A1");
            assertThat(findIds(text(field, Operator.ENDS_WITH, "cd"))).containsExactly("A1");
            assertThat(findIds(text(field, Operator.STARTS_WITH, "ab\0c"))).containsExactly("A1");
            assertThat(findIds(text(field, Operator.ENDS_WITH, "ab"))).isEmpty();
        }
        assertThat(findIds(text(StandardFields.CITY, Operator.EQUALS, "ab\0cd")))
                .containsExactly("A1");
        assertThat(findIds(text(StandardFields.CITY, Operator.EQUALS, "ab"))).isEmpty();
    }

    private Prefilter text(Field field, Operator operator, String text) {
        return prefilterFactory()
                .create(
                        new Criterion.Comparison(field, operator, List.of(Value.Text.of(text))),
                        new EvaluationTime(NOW, ZoneOffset.UTC));
    }

    @Test
    default void a_day_is_the_accounts_day_even_where_clocks_are_set_back_across_midnight() {
        // In Goose Bay the clocks were set back at 00:01 on 7 November 2010, so that day began twice, an hour apart.
        ZoneId zone = ZoneId.of("America/Goose_Bay");
        EvaluationTime evaluationTime = new EvaluationTime(NOW, zone);
        Instant first = Instant.parse("2010-11-07T02:50:00Z");
        List<Prospect> prospects = Stream.iterate(first, instant -> instant.plusSeconds(60))
                .limit(200)
                .map(at -> prospect("at " + at, StandardFields.CREATED, at.toString()))
                .toList();
        for (Operator operator : List.of(
                Operator.EQUALS,
                Operator.DOES_NOT_EQUAL,
                Operator.LESS_THAN,
                Operator.LESS_THAN_OR_EQUALS,
                Operator.GREATER_THAN,
                Operator.GREATER_THAN_OR_EQUALS)) {
            for (String day : List.of("2010-11-06", "2010-11-07", "2010-11-08")) {
                Criterion criterion = new Criterion.Comparison(
                        StandardFields.CREATED, operator, List.of(new Value.Date(java.time.LocalDate.parse(day))));
                for (Criterion tested : List.of(criterion, new Criterion.Not(criterion))) {
                    Prefilter prefilter = prefilterFactory().create(tested, evaluationTime);
                    List<ProspectId> found =
                            account().read(reading -> reading.listProspects(prefilter, ProspectId.START, 1000)).stream()
                                    .map(Prospect::key)
                                    .toList();
                    List<ProspectId> matching = prospects.stream()
                            .filter(PredicateOf.criterion(tested, evaluationTime))
                            .map(Prospect::key)
                            .toList();
                    assertThat(found).containsAll(matching);
                    assertThat(prefilter.exact() ? found : matching).isEqualTo(matching);
                }
            }
        }
    }

    @Test
    default void prefilters_of_long_lists_and_many_criteria_pass_everyone_who_matches() {
        prospect("A1", StandardFields.EMAIL, "p77@example.com");
        List<Value> addresses = IntStream.range(0, 50_000)
                .<Value>mapToObj(i -> Value.Text.of("p" + i + "@example.com"))
                .toList();
        Criterion longList = new Criterion.Comparison(StandardFields.EMAIL, Operator.EQUALS, addresses);
        assertThat(findIds(prefilterFactory().create(longList, new EvaluationTime(NOW, ZoneOffset.UTC))))
                .containsExactly("A1");
        List<Criterion> many = addresses.subList(0, 5_000).stream()
                .<Criterion>map(
                        address -> new Criterion.Comparison(StandardFields.EMAIL, Operator.EQUALS, List.of(address)))
                .toList();
        assertThat(findIds(prefilterFactory().create(new Criterion.Any(many), new EvaluationTime(NOW, ZoneOffset.UTC))))
                .contains("A1");
        prospect("A2", StandardFields.EMAIL, "q@example.com");
        Criterion contains = new Criterion.Comparison(StandardFields.EMAIL, Operator.CONTAINS, addresses);
        for (Criterion criterion : List.of(contains, new Criterion.Not(contains))) {
            assertThat(findIds(prefilterFactory().create(criterion, new EvaluationTime(NOW, ZoneOffset.UTC))))
                    .contains(criterion == contains ? "A1" : "A2");
        }
    }

    @Test
    default void a_prefilter_of_another_store_is_refused() {
        Prefilter foreign = new Prefilter() {
            @Override
            public boolean exact() {
                return true;
            }

            @Override
            public String description() {
                return "of another store";
            }
        };
        assertThatThrownBy(() -> findIds(foreign)).isInstanceOf(IllegalArgumentException.class);
    }
}
