package heed.filters.reading;

import static org.assertj.core.api.Assertions.assertThat;

import heed.filters.Criterion;
import heed.filters.CriterionFixtures;
import heed.filters.RandomCriteria;
import heed.filters.RandomProspects;
import heed.filters.RandomValues;
import heed.model.field.FieldCatalog;
import heed.model.field.StandardFields;
import heed.model.field.Value;
import heed.model.prospect.Prospect;
import heed.model.prospect.ProspectId;
import heed.model.prospect.ValueReader;
import heed.model.run.EvaluationTime;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SentencesAndExplanationsTest {
    private static final EvaluationTime EVALUATION_TIME =
            new EvaluationTime(Instant.parse("2024-05-15T10:00:00Z"), CriterionFixtures.PARIS);

    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"all\":[{\"field\":\"Country\",\"operator\":\"equals\",\"value\":[\"CA\",\"FR\"]},{\"field\":\"Email Opt Out\",\"operator\":\"equals\",\"value\":false}]} | Country is Canada or France and Email Opt Out is No",
                "{\"field\":\"City\",\"operator\":\"does-not-contain\",\"value\":[\"a\",\"b\",\"c\"]} | City does not contain a, b nor c",
                "{\"field\":\"City\",\"operator\":\"equals\",\"value\":[\"Paris or Nice\",\"x, y\",\"\"]} | ",
                "{\"field\":\"City\",\"operator\":\"equals\",\"value\":[\"Paris or Nice\",\"x, y\",\"Saint-Denis\"]} | City is \"Paris or Nice\", \"x, y\" or Saint-Denis",
                "{\"any\":[{\"all\":[{\"field\":\"City\",\"operator\":\"is-empty\"},{\"field\":\"State\",\"operator\":\"is-not-empty\"}]},{\"not\":{\"field\":\"Bounced\",\"operator\":\"equals\",\"value\":true}}]} | (City is empty and State is not empty) or not (Bounced is Yes)",
                "{\"field\":\"Created\",\"operator\":\"in-time-frame\",\"value\":[\"last 30 days\",\"next month\",\"3 days ago\"]} | Created is in the last 30 days, in next month or 3 days ago",
                "{\"field\":\"Created\",\"operator\":\"not-in-time-frame\",\"value\":\"today\"} | Created is not today",
                "{\"field\":\"Lead Score\",\"operator\":\"less-than-or-empty\",\"value\":50} | Lead Score is less than 50 (or empty)",
                "{\"field\":\"Lead Score\",\"operator\":\"equals\",\"value\":[1,2,3,4,5,6,7,8]} | Lead Score is 1, 2, 3, 4, 5 or 3 more",
                "{\"all\":[]} | everyone",
                "{\"any\":[{\"field\":\"City\",\"operator\":\"is-empty\"}]} | City is empty",
            })
    void a_criterion_reads_as_a_sentence(String json, String sentence) {
        if (sentence == null) {
            assertThat(CriterionFixtures.problems(json)).isNotEmpty();
            return;
        }
        assertThat(SentenceOf.criterion(CriterionFixtures.parse(json), ZoneOffset.UTC))
                .isEqualTo(sentence);
    }

    @Test
    void an_explanation_names_the_value_of_the_prospect_for_each_part() {
        Criterion criterion = CriterionFixtures.parse("""
                {"all": [
                  {"field": "Country", "operator": "equals", "value": ["Canada", "France"]},
                  {"not": {"field": "City", "operator": "does-not-equal", "value": "Paris"}},
                  {"any": [{"field": "Created", "operator": "in-time-frame", "value": "last 30 days"},
                           {"field": "Lead Score", "operator": "greater-than-or-empty", "value": 9}]}]}""");
        Prospect prospect = new Prospect(new ProspectId(1), new Value[StandardFields.ALL.size()])
                .with(StandardFields.COUNTRY, Value.CountryName.from("Narnia").map(value -> value))
                .with(
                        StandardFields.CREATED,
                        Optional.of(ValueReader.readDateTime("2024-04-14T22:00:00Z", CriterionFixtures.PARIS)));
        assertThat(lines(ExplanationOf.criterion(criterion, prospect, EVALUATION_TIME), ""))
                .isEqualTo("""
                - all of these: 1 of 3 matches
                  - Country is Canada or France: it is Narnia, which is not a known country
                  - not this: it matches
                    + City is not Paris: it is empty, which matches does-not-equal
                  + any of these: 2 of 2 match
                    + Created is in the last 30 days: it is 2024-04-15 00:00:00 in Europe/Paris; last 30 days means 2024-04-15 to 2024-05-15
                    + Lead Score is greater than 9 (or empty): it is empty, which matches greater-than-or-empty
                """);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2})
    void an_explanation_agrees_with_the_predicate(long seed) {
        Random random = new Random(seed);
        FieldCatalog fields = CriterionFixtures.FIELDS;
        RandomCriteria criteria = new RandomCriteria(random, fields);
        List<Prospect> prospects = new RandomProspects(random, fields).list(20);
        for (int i = 0; i < 200; i++) {
            Criterion criterion = criteria.next();
            EvaluationTime evaluationTime = new RandomValues(random).evaluationTime();
            for (Prospect prospect : prospects) {
                assertThat(ExplanationOf.criterion(criterion, prospect, evaluationTime)
                                .matched())
                        .isEqualTo(
                                PredicateOf.criterion(criterion, evaluationTime).test(prospect));
            }
        }
    }

    private static String lines(ExplanationOf.ExplanationNode node, String indent) {
        StringBuilder text = new StringBuilder(
                indent + (node.matched() ? "+ " : "- ") + node.sentence() + ": " + node.reason() + "\n");
        node.parts().forEach(part -> text.append(lines(part, indent + "  ")));
        return text.toString();
    }
}
