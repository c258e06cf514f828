package heed.rules;

import static heed.rules.RuleFixtures.EVALUATION_TIME;
import static heed.rules.RuleFixtures.all;
import static heed.rules.RuleFixtures.any;
import static heed.rules.RuleFixtures.comparison;
import static heed.rules.RuleFixtures.is;
import static org.assertj.core.api.Assertions.assertThat;

import heed.filters.Criterion;
import heed.filters.Operator;
import heed.filters.TimeFrame;
import heed.model.field.StandardFields;
import heed.model.field.Value;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NetworkDescriptionTest {

    @Test
    void the_description_shows_shared_indexed_and_unindexed_conditions() {
        Criterion reachable = is(StandardFields.EMAIL_OPT_OUT, Value.of(false));
        RuleBook book = RuleBook.compile(
                List.of(
                        new Selector(
                                "three-cities",
                                all(
                                        reachable,
                                        is(
                                                StandardFields.CITY,
                                                Value.Text.of("Rome"),
                                                Value.Text.of("Oslo"),
                                                Value.Text.of("Paris")))),
                        new Selector(
                                "new-in-oslo",
                                all(
                                        is(StandardFields.CITY, Value.Text.of("OSLO")),
                                        new Criterion.InTimeFrame(
                                                StandardFields.CREATED,
                                                false,
                                                List.of(TimeFrame.parse("this month")
                                                        .orElseThrow())))),
                        new Selector(
                                "warm",
                                all(
                                        comparison(
                                                StandardFields.LEAD_SCORE,
                                                Operator.GREATER_THAN_OR_EQUALS,
                                                new Value.Decimal(50)),
                                        any(
                                                comparison(
                                                        StandardFields.COMPANY,
                                                        Operator.CONTAINS,
                                                        Value.Text.of("\"; System.exit(1);//")),
                                                new Criterion.Presence(StandardFields.COMPANY, true)))),
                        new Selector("everyone", all())),
                EVALUATION_TIME);
        assertThat(NetworkDescription.of(book)).hasToString("""
                rules: 6
                hashed: 3
                range indexed: 0
                unindexed: 7
                indexes: 1

                City is "oslo"  [hashed]
                  Email Opt Out is No
                    selects for three-cities
                  Created is at least 2026-05-01T00:00:00Z
                    Created is less than 2026-06-01T00:00:00Z
                      selects for new-in-oslo
                City is "paris"  [hashed]
                  Email Opt Out is No
                    selects for three-cities
                City is "rome"  [hashed]
                  Email Opt Out is No
                    selects for three-cities
                Lead Score is at least 50
                  Company contains "\\"; System.exit(1);//" or Company is empty
                    selects for warm
                selects for everyone
                """);
    }

    @Test
    void the_field_with_the_most_values_is_tested_first() {
        List<Selector> selectors = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            selectors.add(new Selector(
                    "a" + i,
                    all(
                            is(StandardFields.EMAIL_OPT_OUT, Value.of(false)),
                            is(StandardFields.LANGUAGE, Value.Text.of(i % 2 == 0 ? "en" : "fr")),
                            comparison(StandardFields.LEAD_SCORE, Operator.GREATER_THAN, new Value.Decimal(i)),
                            is(StandardFields.LEAD_OWNER, Value.Text.of("owner " + i % 3)))));
        }
        assertThat(NetworkDescription.of(RuleBook.compile(selectors, EVALUATION_TIME))
                        .text())
                .startsWith("""
                Lead Owner is "owner 0"  [hashed]
                  Language is "en"
                    Email Opt Out is No
                      Lead Score is greater than 0
                        selects for a0
                  Language is "fr"
                    Email Opt Out is No
                      Lead Score is greater than 3
                        selects for a3
                Lead Owner is "owner 1"  [hashed]
                """);
    }
}
