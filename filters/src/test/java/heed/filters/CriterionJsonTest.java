package heed.filters;

import static org.assertj.core.api.Assertions.assertThat;

import heed.model.field.FieldCatalog;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CriterionJsonTest {

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void every_criterion_is_read_back_from_its_json(long seed) {
        FieldCatalog fields = CriterionFixtures.FIELDS;
        RandomCriteria criteria = new RandomCriteria(new Random(seed), fields);
        for (int i = 0; i < 1_000; i++) {
            Criterion written = criteria.next();
            String json = CriterionJson.of(written);
            Criterion read = CriterionFixtures.parse(json);
            assertThat(read).isEqualTo(written);
            assertThat(CriterionJson.of(read)).isEqualTo(json);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"field\":\"Country\",\"operator\":\"equals\",\"value\":[\"Canada\",\"France\"]}",
                "{\"all\":[{\"field\":\"Email Opt Out\",\"operator\":\"equals\",\"value\":false},"
                        + "{\"not\":{\"field\":\"City\",\"operator\":\"is-empty\"}}]}",
                "{\"any\":[{\"field\":\"Lead Score\",\"operator\":\"less-than-or-empty\",\"value\":-0.5}]}",
                "{\"field\":\"Created\",\"operator\":\"not-in-time-frame\",\"value\":\"last 30 days\"}",
                "{\"field\":\"Created\",\"operator\":\"greater-than\",\"value\":[\"2026-01-31\",\"2026-01-31T09:30:00Z\"]}",
                "{\"field\":\"City\",\"operator\":\"contains\",\"value\":\"\\\"; System.exit(1);//\"}",
                "{\"all\":[]}"
            })
    void canonical_json_is_written_unchanged(String json) {
        assertThat(CriterionJson.of(CriterionFixtures.parse(json))).isEqualTo(json);
    }

    @Test
    void a_formula_is_written_as_nested_criteria() {
        assertThat(CriterionJson.of(CriterionFixtures.parse("""
                {"formula": "1 or (2 and 3)", "criteria": [
                  {"field": "city", "operator": "EQUALS", "value": ["Paris"]},
                  {"field": "COUNTRY", "operator": "Does-Not-Equal", "value": "fra"},
                  {"field": "bounced", "operator": "equals", "value": "YES"}]}
                """)))
                .isEqualTo("{\"any\":[{\"field\":\"City\",\"operator\":\"equals\",\"value\":\"Paris\"},"
                        + "{\"all\":[{\"field\":\"Country\",\"operator\":\"does-not-equal\",\"value\":\"France\"},"
                        + "{\"field\":\"Bounced\",\"operator\":\"equals\",\"value\":true}]}]}");
    }

    @Test
    void a_replacement_character_is_escaped_so_that_the_file_is_not_rejected_as_damaged() {
        Criterion criterion = new Criterion.Comparison(
                heed.model.field.StandardFields.CITY,
                Operator.EQUALS,
                List.of(heed.model.field.Value.Text.of("a\ufffdb")));
        assertThat(CriterionJson.of(criterion)).contains("a\\ufffdb");
        assertThat(CriterionFixtures.parse(CriterionJson.of(criterion))).isEqualTo(criterion);
    }
}
