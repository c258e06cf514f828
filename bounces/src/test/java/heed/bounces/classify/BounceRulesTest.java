package heed.bounces.classify;

import static org.assertj.core.api.Assertions.assertThat;

import heed.bounces.BounceKind;
import heed.bounces.BounceReason;
import heed.bounces.Diagnosis;
import heed.bounces.EnhancedStatusCode;
import heed.mail.SmtpReply;
import heed.model.text.TsvResource;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BounceRulesTest {
    private final BounceClassifier classifier = BounceClassifier.standard();

    record Sample(BounceReason reason, String kind, String text) {
        static Sample of(String row) {
            List<String> cells = TsvResource.cells(row, 3);
            return new Sample(BounceReason.findByLabel(cells.get(0)).orElseThrow(), cells.get(1), cells.get(2));
        }

        @Override
        public String toString() {
            return text + " is " + reason.label();
        }
    }

    static Stream<Sample> samples() {
        return TsvResource.readRows(BounceRulesTest.class, "bounce-samples.tsv").stream()
                .map(Sample::of);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void each_sample_text_gets_its_reason_and_kind(Sample sample) {
        Diagnosis diagnosis = classifier.diagnose(sample.text());

        assertThat(diagnosis.reason()).as("by %s", diagnosis.ruleId()).isEqualTo(sample.reason());
        assertThat(diagnosis.kind().label()).isEqualTo(sample.kind());
    }

    @Test
    void each_rule_decides_a_sample() {
        Set<String> decidingRules = new HashSet<>();
        samples()
                .map(sample -> classifier.diagnose(sample.text()))
                .forEach(diagnosis -> decidingRules.add(
                        diagnosis.reason().label() + " " + diagnosis.evidence() + " " + diagnosis.ruleId()));

        assertThat(TsvResource.readRows(BounceRulesTest.class, "bounce-rules.tsv").stream()
                        .map(BounceRule::parse))
                .allSatisfy(rule -> assertThat(decidingRules)
                        .contains(rule.reason().label() + " " + rule.evidence() + " " + rule.conditions()));
    }

    @Test
    void each_reason_has_a_sample() {
        Set<BounceReason> reasons = EnumSet.noneOf(BounceReason.class);
        samples().forEach(sample -> reasons.add(sample.reason()));

        assertThat(reasons).containsExactly(BounceReason.values());
    }

    @ParameterizedTest
    @EnumSource(
            value = BounceReason.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"USER_UNKNOWN", "MAILBOX_INACTIVE", "INVALID_DOMAIN", "NO_MAIL_HOST", "UNCLASSIFIED"})
    void a_reason_that_is_not_a_permanent_statement_about_the_address_is_soft_with_any_code(BounceReason reason) {
        assertThat(new Diagnosis(reason, BounceKind.HARD, Diagnosis.Evidence.STATUS_CODE, "5.x.x").kind())
                .isEqualTo(BounceKind.SOFT);
    }

    @Test
    void the_thirteen_reasons_belong_to_four_groups() {
        List<String> table = Arrays.stream(BounceReason.values())
                .map(reason -> reason.group().label() + ": " + reason.label())
                .toList();

        assertThat(table)
                .containsExactly(
                        "recipient: user unknown",
                        "recipient: mailbox inactive",
                        "recipient: quota exceeded",
                        "domain: invalid domain",
                        "domain: no mail host",
                        "domain: relay/access denied",
                        "domain: greylisted",
                        "spam: sender blocked",
                        "spam: content blocked",
                        "spam: policy issue",
                        "system: system issue",
                        "system: protocol issue",
                        "system: connection issue",
                        "unclassified: unclassified");
    }

    @Test
    void a_reason_about_the_sender_or_a_server_never_marks_an_address() {
        assertThat(Arrays.stream(BounceReason.values())
                        .filter(reason -> reason.markRule() == BounceReason.MarkRule.NEVER))
                .containsExactly(
                        BounceReason.RELAY_DENIED,
                        BounceReason.SENDER_BLOCKED,
                        BounceReason.CONTENT_BLOCKED,
                        BounceReason.POLICY_ISSUE,
                        BounceReason.SYSTEM_ISSUE,
                        BounceReason.PROTOCOL_ISSUE,
                        BounceReason.CONNECTION_ISSUE);
    }

    @Test
    void a_refusal_of_our_own_delivery_is_classified_by_the_same_rules() {
        SmtpReply full =
                SmtpReply.of(SmtpReply.Stage.RCPT_TO, 550, "550-5.2.2 The mailbox of this person\r\n550 5.2.2 is full");
        SmtpReply unknown = SmtpReply.of(SmtpReply.Stage.RCPT_TO, 450, "450 4.1.1 User unknown");

        assertThat(classifier.diagnose(full).reason()).isEqualTo(BounceReason.QUOTA_EXCEEDED);
        assertThat(classifier.diagnose(unknown).kind()).isEqualTo(BounceKind.SOFT);
        assertThat(classifier
                        .diagnose(new SmtpReply(SmtpReply.Stage.RCPT_TO, 550, Optional.empty(), ""))
                        .reason())
                .isEqualTo(BounceReason.USER_UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "550 The sending account is disabled",
                "550 Your e-mail address is not registered",
                "550 Sender's mailbox unavailable",
                "553 Client address not valid",
                "550 HELO name unknown",
                "550 Message id invalid",
                "550 cannot resolve the name of your domain",
                "550 cannot resolve your domain",
                "550 The account you use to send was closed",
                "550 The mail account of the submitter is frozen",
                "554 URL domain not found",
                "550 Sender has no mailbox",
                "550 The list does not accept mail from others",
                "554 Your user was suspended",
                "550 No such user, check your address",
                "550 User unknown: the address you send from"
            })
    void a_text_about_the_sender_is_never_a_hard_bounce_of_the_recipient(String text) {
        assertThat(classifier.diagnose(text).kind()).isEqualTo(BounceKind.SOFT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "550 Your message to this user failed: account disabled",
                "550 We took your mail, but user unknown",
                "550 Your mail has no such recipient here"
            })
    void a_text_that_mentions_the_senders_mail_may_still_be_a_hard_bounce_of_the_recipient(String text) {
        assertThat(classifier.diagnose(text).kind()).isEqualTo(BounceKind.HARD);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"550 go away", "550", "551 Elsewhere", "553 Strange", "550 unknown reason", "550 No such policy"
            })
    void a_refusal_in_words_that_are_not_about_the_recipient_is_soft(String text) {
        assertThat(classifier.diagnose(text).kind()).isEqualTo(BounceKind.SOFT);
    }

    @Test
    void words_in_an_address_are_ignored() {
        assertThat(classifier.diagnose("<spam-is-full@policy.example>: sorry").reason())
                .isEqualTo(BounceReason.UNCLASSIFIED);
    }

    @Test
    void words_in_the_name_of_a_server_are_ignored() {
        assertThat(classifier
                        .diagnose("host antispam.policy.example[192.0.2.1] said: sorry")
                        .reason())
                .isEqualTo(BounceReason.UNCLASSIFIED);
        assertThat(classifier
                        .diagnose("host quota.example [192.0.2.1]: 550 no such user")
                        .reason())
                .isEqualTo(BounceReason.USER_UNKNOWN);
    }

    @Test
    void a_hyphen_or_an_underscore_counts_as_a_space() {
        assertThat(classifier.diagnose("MAILBOX_FULL").reason()).isEqualTo(BounceReason.QUOTA_EXCEEDED);
        assertThat(classifier.diagnose("no-such-user").reason()).isEqualTo(BounceReason.USER_UNKNOWN);
    }

    @Test
    void a_specific_code_in_the_text_is_preferred_to_an_unspecific_one_in_the_field() {
        assertThat(BounceClassifier.preferSpecificStatus(EnhancedStatusCode.parse("5.0.0"), "smtp; 550 5.2.1 no"))
                .isEqualTo(EnhancedStatusCode.parse("5.2.1"));
        assertThat(BounceClassifier.preferSpecificStatus(EnhancedStatusCode.parse("5.1.1"), "smtp; 550 5.2.1 no"))
                .isEqualTo(EnhancedStatusCode.parse("5.1.1"));
    }
}
