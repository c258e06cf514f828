package heed.mail.gate;

import static heed.mail.gate.MailFixtures.ANN;
import static heed.mail.gate.MailFixtures.ANNS;
import static heed.mail.gate.MailFixtures.BOB;
import static heed.mail.gate.MailFixtures.BOBS;
import static heed.mail.gate.MailFixtures.EARLIER;
import static heed.mail.gate.MailFixtures.KEY;
import static heed.mail.gate.MailFixtures.NOW;
import static heed.mail.gate.MailFixtures.RUN;
import static heed.mail.gate.MailFixtures.SENDER;
import static org.assertj.core.api.Assertions.assertThat;

import heed.mail.AttemptId;
import heed.mail.MailId;
import heed.mail.MessageClass;
import heed.mail.SendState;
import heed.mail.SkipReason;
import heed.model.prospect.AddressMatching;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectId;
import heed.model.run.RunId;
import heed.model.suppression.Suppression;
import heed.model.suppression.SuppressionReason;
import heed.model.testing.Promise;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClaimRulesTest {
    private static final Set<RunId> NO_RUNS = Set.of();

    private final MailIndex mails = new MailIndex(AddressMatching.AS_DELIVERED);
    private final Map<ProspectId, EmailAddress> addresses = new HashMap<>(Map.of(ANNS, ANN, BOBS, BOB));
    private final Map<EmailAddress, Suppression> suppressions = new HashMap<>();

    private ClaimRules.ClaimLookup lookup() {
        return new ClaimRules.ClaimLookup() {
            private long ids = 100;

            @Override
            public boolean hasAddress(ProspectId prospect, EmailAddress address) {
                return address.equals(addresses.get(prospect));
            }

            @Override
            public Optional<Suppression> findOldestSuppression(EmailAddress address) {
                return Optional.ofNullable(suppressions.get(address));
            }

            @Override
            public MailId newMailId() {
                return new MailId(++ids);
            }
        };
    }

    private ClaimRules rules(Set<RunId> paused, Set<RunId> cancelled) {
        return new ClaimRules(mails, new RunSendingStates(paused, cancelled), lookup(), NOW, SENDER);
    }

    private ClaimRules rules() {
        return rules(NO_RUNS, NO_RUNS);
    }

    private Mail add(Mail mail) {
        mails.add(mail);
        return mail;
    }

    private static Claim claim(ProspectId prospect, EmailAddress address) {
        return new Claim(KEY, address, Optional.of(prospect), MessageClass.MARKETING, Optional.of(RUN));
    }

    private static SkipReason denial(ClaimVerdict verdict) {
        return verdict.either(
                granted -> {
                    throw new AssertionError("granted: " + granted.attempt());
                },
                reason -> reason);
    }

    private void suppress(EmailAddress address) {
        suppressions.put(
                address,
                new Suppression(
                        address,
                        SuppressionReason.EMAIL_OPT_OUT,
                        new Suppression.FlaggedProspect(BOBS, "P2"),
                        EARLIER));
    }

    @Test
    @Promise(2)
    void rule_1_a_prospect_who_has_the_message_at_another_address_is_its_own_duplicate() {
        Mail mail = add(MailFixtures.queued(1, Optional.of(ANNS), ANN));
        ClaimRules rules = rules();
        assertThat(denial(rules.decide(claim(ANNS, BOB)))).isEqualTo(SkipReason.duplicate(Optional.of(ANNS)));
        assertThat(mail.state()).isEqualTo(SendState.QUEUED);
        assertThat(rules.added()).isEmpty();
        assertThat(rules.changed()).isEmpty();
    }

    @Test
    @Promise(2)
    void rule_2_a_prospect_whose_address_another_has_gets_a_skipped_mail() {
        add(MailFixtures.queued(1, Optional.of(ANNS), ANN));
        ClaimRules rules = rules();
        SkipReason duplicate = SkipReason.duplicate(Optional.of(ANNS));
        assertThat(denial(rules.decide(claim(BOBS, ANN)))).isEqualTo(duplicate);
        assertThat(rules.added()).singleElement().satisfies(skipped -> {
            assertThat(skipped.identity().prospect()).contains(BOBS);
            assertThat(skipped.state()).isEqualTo(SendState.SKIPPED);
            assertThat(skipped.progress().skipReason()).contains(duplicate);
        });
        assertThat(denial(rules.decide(claim(BOBS, ANN)))).isEqualTo(duplicate);
        assertThat(rules.added()).hasSize(1);
    }

    @Test
    @Promise(2)
    void rule_2_another_spelling_of_a_mailbox_is_the_same_address() {
        add(MailFixtures.queued(1, Optional.of(ANNS), new EmailAddress("ann@gmail.com")));
        EmailAddress tagged = new EmailAddress("ann+news@gmail.com");
        assertThat(denial(rules().decide(claim(BOBS, tagged))).code()).isEqualTo(SkipReason.SkipCode.DUPLICATE);
        ClaimRules rules = rules();
        assertThat(denial(rules.decide(Claim.of(KEY, tagged, MessageClass.MARKETING)))
                        .code())
                .isEqualTo(SkipReason.SkipCode.DUPLICATE);
        assertThat(rules.added()).isEmpty();
    }

    @Test
    @Promise(2)
    void rule_2_a_mail_without_a_prospect_fits_only_a_claim_without_one() {
        add(MailFixtures.queued(1, Optional.empty(), ANN));
        assertThat(denial(rules().decide(claim(ANNS, ANN)))).isEqualTo(SkipReason.duplicate(Optional.empty()));
        assertThat(rules().decide(Claim.of(KEY, ANN, MessageClass.MARKETING))).isInstanceOf(ClaimVerdict.Granted.class);
    }

    @ParameterizedTest
    @CsvSource({
        "IN_FLIGHT, CLAIMED_ELSEWHERE",
        "SENT, ALREADY_SENT",
        "SKIPPED, SETTLED",
        "REJECTED, SETTLED",
        "EXPIRED, SETTLED",
        "UNKNOWN, IN_DOUBT",
        "CANCELLED, CANCELLED",
        "FAILED, SETTLED"
    })
    @Promise(2)
    void rule_3_a_mail_that_does_not_wait_stays_as_it_is(SendState state, SkipReason.SkipCode code) {
        Mail mail = add(MailFixtures.inState(state));
        MailProgress before = mail.progress();
        ClaimRules rules = rules(Set.of(RUN), Set.of(RUN));
        assertThat(denial(rules.decide(claim(ANNS, ANN)))).isEqualTo(SkipReason.of(code, EARLIER));
        assertThat(mail.progress()).isEqualTo(before);
        assertThat(rules.changed()).isEmpty();
    }

    @Test
    void rule_4_a_cancelled_run_cancels_the_mail_also_if_it_is_paused() {
        Mail mail = add(MailFixtures.inState(SendState.QUEUED));
        ClaimRules rules = rules(Set.of(RUN), Set.of(RUN));
        SkipReason cancelled = SkipReason.of(SkipReason.SkipCode.CANCELLED, NOW);
        assertThat(denial(rules.decide(claim(ANNS, ANN)))).isEqualTo(cancelled);
        assertThat(mail.state()).isEqualTo(SendState.CANCELLED);
        assertThat(mail.progress().skipReason()).contains(cancelled);
        assertThat(rules.changed()).containsExactly(mail);
    }

    @Test
    void rule_5_a_paused_run_leaves_the_mail_as_it_is_also_if_its_address_changed() {
        addresses.put(ANNS, BOB);
        Mail mail = add(MailFixtures.inState(SendState.QUEUED));
        MailProgress before = mail.progress();
        ClaimRules rules = rules(Set.of(RUN), NO_RUNS);
        assertThat(denial(rules.decide(claim(ANNS, ANN)))).isEqualTo(SkipReason.of(SkipReason.SkipCode.PAUSED));
        assertThat(mail.progress()).isEqualTo(before);
    }

    @Test
    void rule_5_a_claim_of_a_paused_run_creates_no_mail_which_nobody_would_ever_send() {
        ClaimRules rules = rules(Set.of(RUN), NO_RUNS);
        assertThat(denial(rules.decide(claim(ANNS, ANN)))).isEqualTo(SkipReason.of(SkipReason.SkipCode.PAUSED));
        assertThat(rules.added()).isEmpty();
        assertThat(mails.all()).isEmpty();
    }

    @Test
    @Promise(1)
    void rule_6_a_prospect_who_left_the_address_is_skipped_before_suppression_is_checked() {
        addresses.put(ANNS, BOB);
        suppress(ANN);
        Mail mail = add(MailFixtures.inState(SendState.QUEUED));
        assertThat(denial(rules().decide(claim(ANNS, ANN))))
                .isEqualTo(SkipReason.of(SkipReason.SkipCode.ADDRESS_CHANGED));
        assertThat(mail.state()).isEqualTo(SendState.SKIPPED);
    }

    @Test
    @Promise(1)
    void rule_6_holds_for_the_prospect_of_the_mail_when_the_claim_names_none() {
        addresses.remove(ANNS);
        add(MailFixtures.inState(SendState.QUEUED));
        assertThat(denial(rules().decide(Claim.of(KEY, ANN, MessageClass.MARKETING)))
                        .code())
                .isEqualTo(SkipReason.SkipCode.ADDRESS_CHANGED);
    }

    @ParameterizedTest
    @CsvSource({"QUEUED", "RETRYING"})
    @Promise(1)
    void rule_7_a_suppressed_address_is_skipped_with_its_reason(SendState state) {
        suppress(ANN);
        Mail mail = add(MailFixtures.inState(state));
        ClaimRules rules = rules();
        SkipReason reason = denial(rules.decide(claim(ANNS, ANN)));
        assertThat(reason).isEqualTo(SkipReason.suppressed(suppressions.get(ANN)));
        assertThat(mail.state()).isEqualTo(SendState.SKIPPED);
        assertThat(mail.progress().skipReason()).contains(reason);
        assertThat(rules.changed()).containsExactly(mail);
    }

    @Test
    @Promise(1)
    void rule_7_holds_for_a_one_off_mail_which_is_stored_as_skipped() {
        suppress(ANN);
        ClaimRules rules = rules();
        assertThat(denial(rules.decide(Claim.of(KEY, ANN, MessageClass.TRANSACTIONAL)))
                        .suppression())
                .contains(SuppressionReason.EMAIL_OPT_OUT);
        assertThat(rules.added())
                .singleElement()
                .satisfies(mail -> assertThat(mail.state()).isEqualTo(SendState.SKIPPED));
        assertThat(rules.changed()).isEmpty();
    }

    @Test
    @Promise({1, 2})
    void rule_8_grants_the_next_attempt_of_a_mail_that_waits() {
        Mail mail = add(MailFixtures.inState(SendState.RETRYING));
        ClaimRules rules = rules();
        ClaimVerdict.Granted granted = (ClaimVerdict.Granted) rules.decide(claim(ANNS, ANN));
        assertThat(granted.attempt().mail()).isEqualTo(mail.id());
        assertThat(granted.attempt().number()).isEqualTo(2);
        assertThat(granted.claimedAt()).isEqualTo(NOW);
        assertThat(mail.progress().claimedAt()).contains(NOW);
        assertThat(mail.progress().holder()).contains(SENDER);
        assertThat(rules.changed()).containsExactly(mail);
        assertThat(rules.added()).isEmpty();
    }

    @Test
    @Promise(2)
    void claims_are_decided_in_order_each_after_the_one_before() {
        ClaimRules rules = rules();
        Claim claim = Claim.of(KEY, ANN, MessageClass.TRANSACTIONAL);
        List<ClaimVerdict> verdicts = List.of(rules.decide(claim), rules.decide(claim));
        assertThat(verdicts.get(0)).isInstanceOf(ClaimVerdict.Granted.class);
        assertThat(denial(verdicts.get(1)).code()).isEqualTo(SkipReason.SkipCode.CLAIMED_ELSEWHERE);
        assertThat(rules.added()).hasSize(1);
    }

    @Test
    @Promise(1)
    void an_attempt_under_way_may_not_complete_its_message_once_the_address_is_suppressed() {
        Mail mail = MailFixtures.inState(SendState.IN_FLIGHT);
        assertThat(ClaimRules.confirm(mail, 1, lookup(), NOW))
                .isEqualTo(new ClaimVerdict.Granted(
                        new AttemptId(mail.id(), 1), mail.identity().nonce(), NOW));
        assertThat(mail.progress().claimedAt()).contains(NOW);
        suppress(ANN);
        assertThat(denial(ClaimRules.confirm(mail, 1, lookup(), NOW)).code()).isEqualTo(SkipReason.SkipCode.SUPPRESSED);
        assertThat(mail.state()).isEqualTo(SendState.SKIPPED);
    }

    @Test
    @Promise(2)
    void an_attempt_that_was_taken_for_ended_may_not_complete_its_message() {
        for (SendState state : SendState.values()) {
            Mail mail = MailFixtures.inState(state);
            ClaimVerdict verdict = ClaimRules.confirm(mail, 1, lookup(), NOW);
            assertThat(verdict instanceof ClaimVerdict.Granted).as(state.id()).isEqualTo(state == SendState.IN_FLIGHT);
            assertThat(mail.state()).isEqualTo(state);
        }
        Mail later = MailFixtures.inState(SendState.IN_FLIGHT);
        assertThat(ClaimRules.confirm(later, 0, lookup(), NOW)).isInstanceOf(ClaimVerdict.Denied.class);
    }

    @Test
    void an_attempt_under_way_of_a_prospect_who_has_another_address_by_now_ends() {
        Mail mail = MailFixtures.inState(SendState.IN_FLIGHT);
        addresses.put(ANNS, BOB);
        assertThat(denial(ClaimRules.confirm(mail, 1, lookup(), NOW)).code())
                .isEqualTo(SkipReason.SkipCode.ADDRESS_CHANGED);
    }
}
