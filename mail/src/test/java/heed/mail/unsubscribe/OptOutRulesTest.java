package heed.mail.unsubscribe;

import static org.assertj.core.api.Assertions.assertThat;

import heed.mail.unsubscribe.OptOutRules.OptOutDecision;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectId;
import heed.model.testing.Promise;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptOutRulesTest {
    private static final EmailAddress ANN = new EmailAddress("ann@example.com");

    private static List<ProspectId> prospects(String keys) {
        return keys.isEmpty()
                ? List.of()
                : Arrays.stream(keys.split(" "))
                        .map(Long::valueOf)
                        .map(ProspectId::new)
                        .toList();
    }

    @ParameterizedTest(name = "prospect [{0}], now at the address [{1}]: opted out [{2}], listed {3}")
    @CsvSource({
        "1,  1,     1,     false", // the prospect still has the address
        "1,  '1 2', 1,     false", // its opt-out covers the address for everybody who has it
        "1,  '2 3', 1 2 3, false", // it has another address by now: anybody at the old one may have asked
        "1,  '',    1,     true", // nobody has the address any more
        "'', '2 3', 2 3,   false", // a one-off mail
        "'', '',    '',    true"
    })
    @Promise(1)
    void a_request_opts_out_whoever_may_have_made_it(
            String recipient, String holders, String optedOut, boolean listed) {
        OptOutDecision decision =
                OptOutRules.decide(prospects(recipient).stream().findFirst(), Optional.of(ANN), prospects(holders));
        assertThat(decision.prospects()).containsExactlyElementsOf(prospects(optedOut));
        assertThat(decision.listed()).isEqualTo(listed ? Optional.of(ANN) : Optional.empty());
    }

    @Test
    @Promise(1)
    void a_request_about_an_unknown_address_opts_out_the_prospect() {
        OptOutDecision decision = OptOutRules.decide(Optional.of(new ProspectId(1)), Optional.empty(), List.of());
        assertThat(decision.prospects()).containsExactly(new ProspectId(1));
        assertThat(decision.listed()).isEmpty();
    }

    @Test
    void no_address_is_in_what_is_logged() {
        assertThat(OptOutRules.decide(Optional.empty(), Optional.of(ANN), List.of()))
                .hasToString("0 prospects and the address");
    }
}
