package heed.mail.unsubscribe;

import static org.assertj.core.api.Assertions.assertThat;

import heed.mail.unsubscribe.OptOutRules.OptOutDecision;
import heed.model.fact.Fact;
import heed.model.fact.Provenance;
import heed.model.fact.Provenance.Origin;
import heed.model.field.StandardFields;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectId;
import heed.model.testing.Promise;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptOutRulesTest {
    private static final EmailAddress ANN = new EmailAddress("ann@example.com");
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    private static List<ProspectId> prospects(String keys) {
        return keys.isEmpty()
                ? List.of()
                : Arrays.stream(keys.split(" "))
                        .map(Long::valueOf)
                        .map(ProspectId::new)
                        .toList();
    }

    @ParameterizedTest(name = "prospect [{0}], now at the address [{1}]: opted out [{2}]")
    @CsvSource({
        "1,  1,     1", // the prospect still has the address
        "1,  '1 2', 1", // the opt-out of the address covers everybody who has it
        "1,  '2 3', 1", // it has another address by now
        "1,  '',    1", // nobody has the address any more
        "'', '2 3', 2 3", // a one-off mail, or a mail from the address
        "'', '',    ''"
    })
    @Promise(1)
    void a_request_opts_out_the_person_and_always_the_address(String recipient, String holders, String optedOut) {
        OptOutDecision decision =
                OptOutRules.decide(prospects(recipient).stream().findFirst(), Optional.of(ANN), prospects(holders));
        assertThat(decision.prospects()).containsExactlyElementsOf(prospects(optedOut));
        assertThat(decision.address()).contains(ANN);
    }

    @Test
    @Promise(1)
    void a_request_about_an_unknown_address_opts_out_the_prospect() {
        OptOutDecision decision = OptOutRules.decide(Optional.of(new ProspectId(1)), Optional.empty(), List.of());
        assertThat(decision.prospects()).containsExactly(new ProspectId(1));
        assertThat(decision.address()).isEmpty();
    }

    private static Provenance request(Origin origin, String evidence, Duration ago) {
        return new Provenance(
                NOW.minus(ago),
                "recipient",
                origin,
                "asked",
                evidence.isEmpty() ? Optional.empty() : Optional.of(evidence),
                Optional.empty());
    }

    @ParameterizedTest(name = "{0}, {1} after an opt-out by unsubscribe link, mail 1: added {2}")
    @CsvSource({
        "UNSUBSCRIBE, mail 1, false",
        "UNSUBSCRIBE, mail 2, true",
        "COMPLAINT, mail 1, true",
        "COMPLAINT, '', true"
    })
    void each_mail_opts_out_its_address_once_in_each_way(Origin origin, String evidence, boolean added) {
        assertThat(OptOutRules.addsToAddress(
                        request(origin, evidence, Duration.ZERO),
                        List.of(request(Origin.UNSUBSCRIBE, "mail 1", Duration.ofDays(1)))))
                .isEqualTo(added);
    }

    @ParameterizedTest(name = "an opt-out by {0}, {1}, {2} minutes ago: ended {3}")
    @CsvSource({
        "UNSUBSCRIBE, mail 1,   0, true",
        "UNSUBSCRIBE, mail 1,  59, true",
        "UNSUBSCRIBE, mail 1,  60, false",
        "UNSUBSCRIBE, mail 2,   0, false",
        "COMPLAINT,   mail 1,   0, false"
    })
    @Promise(1)
    void taking_back_ends_only_the_address_opt_out_by_the_same_mail_within_the_hour(
            Origin origin, String evidence, long minutes, boolean ended) {
        assertThat(OptOutRules.endsOfAddress(
                        request(origin, evidence, Duration.ofMinutes(minutes)),
                        request(Origin.UNSUBSCRIBE, "mail 1", Duration.ZERO)))
                .isEqualTo(ended);
    }

    /** A fact is "origin evidence from to minutes-ago"; u is the link, p a profile edit. */
    private static List<Fact> facts(String text) {
        List<Fact> facts = new ArrayList<>();
        for (String fact : text.isEmpty() ? new String[0] : text.split(", ")) {
            String[] parts = fact.split(" ");
            facts.add(new Fact(
                    facts.size() + 1,
                    new ProspectId(1),
                    Optional.of(StandardFields.EMAIL_OPT_OUT),
                    Optional.of(parts[2]),
                    Optional.of(parts[3]),
                    request(
                            parts[0].equals("u") ? Origin.UNSUBSCRIBE : Origin.PROFILE,
                            "mail " + parts[1],
                            Duration.ofMinutes(Long.parseLong(parts[4])))));
        }
        return facts;
    }

    @ParameterizedTest(name = "[{0}]: cleared {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "u 1 No Yes 5                              | true",
                "u 1 No Yes 59                             | true",
                "u 1 No Yes 60                             | false", // too late
                "u 1 Yes Yes 5                             | false", // the field was Yes before
                "p 0 No Yes 90, u 1 Yes Yes 5              | false",
                "u 2 No Yes 9, u 1 Yes Yes 5               | false", // another mail's link came first
                "u 1 No Yes 5, u 2 Yes Yes 4               | false", // or later
                "u 1 No Yes 5, p 0 Yes Yes 4               | false", // somebody has asserted it since
                "u 1 No Yes 9, u 1 Yes Yes 5               | true", // the program's request, then the button
                "u 1 No Yes 70, u 1 Yes Yes 5              | false",
                "u 1 No Yes 9, u 1 Yes No 8, u 1 No Yes 5  | true", // taken back, then asked again
                "u 1 No Yes 9, u 1 Yes No 8                | false",
                "''                                        | false"
            })
    @Promise(1)
    void taking_back_clears_the_field_only_if_this_mail_alone_has_set_it_within_the_hour(
            String history, boolean cleared) {
        assertThat(OptOutRules.clearsFlag(facts(history), request(Origin.UNSUBSCRIBE, "mail 1", Duration.ZERO)))
                .isEqualTo(cleared);
    }

    @Test
    void no_address_is_in_what_is_logged() {
        assertThat(OptOutRules.decide(Optional.empty(), Optional.of(ANN), List.of()))
                .hasToString("0 prospects and the address");
    }
}
