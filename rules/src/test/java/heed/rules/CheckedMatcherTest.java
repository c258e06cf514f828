package heed.rules;

import static heed.rules.RuleFixtures.all;
import static heed.rules.RuleFixtures.comparison;
import static heed.rules.RuleFixtures.prospect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heed.filters.Operator;
import heed.model.field.StandardFields;
import heed.model.field.Value;
import heed.model.prospect.Prospect;
import heed.model.prospect.ProspectId;
import heed.model.testing.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One automation selects everyone, and another one the prospects with an even key. */
class CheckedMatcherTest {
    private static final int PROSPECT_COUNT = 35_000;

    private final RuleBook book = RuleBook.compile(
            List.of(
                    new Selector("everyone", all()),
                    new Selector("even", comparison(StandardFields.LEAD_SCORE, Operator.EQUALS, new Value.Decimal(0)))),
            RuleFixtures.EVALUATION_TIME);

    private static List<Prospect> prospects() {
        return LongStream.range(0, PROSPECT_COUNT)
                .mapToObj(key -> prospect(
                        key,
                        Map.of(
                                StandardFields.LEAD_SCORE,
                                new Value.Decimal(key % 2),
                                StandardFields.EMAIL,
                                Value.Text.of("p" + key + "@example.com"))))
                .toList();
    }

    /** Returns a matcher that reports one match too few or too many of the second automation for one prospect. */
    private static Matcher wrong(Matcher evaluator, int prospect) {
        return new Matcher() {
            private int before;

            @Override
            public void match(List<Prospect> prospects, MatchListener listener) {
                int wrong = prospect - before;
                evaluator.match(prospects, (selector, index) -> {
                    if (index != wrong) {
                        listener.onMatch(selector, index);
                    } else if (selector == 0) {
                        listener.onMatch(0, index);
                        if (prospect % 2 == 1) {
                            listener.onMatch(1, index);
                        }
                    }
                });
                before += prospects.size();
            }

            @Override
            public void close() {
                evaluator.close();
            }
        };
    }

    private void evaluate(Matcher matcher) {
        List<Prospect> prospects = prospects();
        for (int from = 0; from < PROSPECT_COUNT; from += 5_000) {
            matcher.match(prospects.subList(from, from + 5_000), (selector, index) -> {});
        }
    }

    @Promise(5)
    @ParameterizedTest(name = "prospect {0}")
    @ValueSource(ints = {0, 1, 998, 999, 10_000, 20_000, 30_000})
    void an_evaluator_that_is_wrong_about_a_sampled_prospect_is_detected(int prospect) {
        try (Matcher matcher = new CheckedMatcher(
                book.selectors(), wrong(RuleFixtures.bulkMatcherAlone(book), prospect), book.sessionMatcher())) {
            assertThatThrownBy(() -> evaluate(matcher))
                    .isInstanceOfSatisfying(DisagreementException.class, failure -> {
                        assertThat(failure.selector()).isEqualTo("even");
                        assertThat(failure.prospect()).isEqualTo(new ProspectId(prospect));
                    })
                    .hasMessage("Two evaluators of even differ on prospect " + prospect
                            + ": the bulk matcher selects it"
                            + (prospect % 2 == 0 ? " not, and the session does" : " and the session does not"));
            assertThatThrownBy(() -> matcher.match(List.of(), (selector, index) -> {}))
                    .as("evaluates nothing more")
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void the_session_checks_the_first_thousand_prospects_and_one_in_ten_thousand() {
        List<ProspectId> checkedIds = new ArrayList<>();
        Matcher session = book.sessionMatcher();
        Matcher recording = new Matcher() {
            @Override
            public void match(List<Prospect> prospects, MatchListener listener) {
                prospects.forEach(prospect -> checkedIds.add(prospect.key()));
                session.match(prospects, listener);
            }

            @Override
            public void close() {
                session.close();
            }
        };
        try (Matcher matcher = new CheckedMatcher(book.selectors(), RuleFixtures.bulkMatcherAlone(book), recording)) {
            evaluate(matcher);
        }
        assertThat(checkedIds)
                .containsExactlyElementsOf(
                        LongStream.concat(LongStream.range(0, 1_000), LongStream.of(10_000, 20_000, 30_000))
                                .mapToObj(ProspectId::new)
                                .toList());
    }

    @Test
    void the_matches_of_the_evaluator_are_reported() {
        List<Integer> reported = new ArrayList<>();
        try (Matcher matcher = book.bulkMatcher()) {
            matcher.match(prospects().subList(0, 3), (selector, index) -> reported.add(10 * index + selector));
        }
        assertThat(reported).containsExactly(0, 1, 10, 20, 21);
    }
}
