package heed.store;

import static heed.model.field.StandardFields.BOUNCED;
import static heed.model.field.StandardFields.EMAIL;
import static heed.model.field.StandardFields.EMAIL_OPT_OUT;
import static org.assertj.core.api.Assertions.assertThat;

import heed.bounces.BounceKind;
import heed.bounces.BounceReason;
import heed.bounces.BounceVerdict;
import heed.bounces.VerdictKind;
import heed.bounces.mailbox.BounceIngest;
import heed.bounces.marking.Bounce;
import heed.bounces.marking.BounceId;
import heed.bounces.marking.BounceMarker.BounceEffect;
import heed.bounces.marking.BouncePolicy;
import heed.bounces.marking.BounceQuery;
import heed.bounces.marking.BounceStatus;
import heed.mail.MailId;
import heed.mail.SmtpReply;
import heed.mail.gate.AttemptOutcome;
import heed.model.prospect.EmailAddress;
import heed.model.testing.Promise;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The effects of bounces on addresses and prospects. */
interface BounceContract extends BounceTestStore {
    Duration DAY = Duration.ofDays(1);

    @Test
    @Promise(1)
    default void a_hard_bounce_marks_every_prospect_who_has_the_address_now_or_later() {
        prospect("A", EMAIL, "ann@example.com");
        prospect("B", EMAIL, "ann@example.com");
        prospect("C", EMAIL, "bob@example.com");
        assertThat(hardBounce(sendMail("ann@example.com"))).isEqualTo(BounceEffect.MARKED);
        assertThat(isBounced("A")).isTrue();
        assertThat(isBounced("B")).isTrue();
        assertThat(isBounced("C")).isFalse();
        assertThat(history(find("A"))).contains("Bounced: No → Yes (bounce)");
        assertThat(suppressions("ann@example.com"))
                .containsExactly("Bounced: hard bounce: user unknown", "Bounced by A", "Bounced by B");
        assertThat(findSkipReason("ann@example.com"))
                .hasValueSatisfying(reason -> assertThat(reason).startsWith("Bounced"));
        prospect("D", EMAIL, "ann@example.com");
        set(find("C"), EMAIL, "ann@example.com");
        assertThat(isBounced("D")).isTrue();
        assertThat(isBounced("C")).isTrue();
    }

    @Test
    @Promise(1)
    default void an_address_that_no_prospect_has_is_marked_too() {
        prospect("A", EMAIL, "ann@example.com");
        MailId mail = sendMail("ann@example.com");
        set(find("A"), EMAIL, "new@example.com");
        assertThat(hardBounce(mail)).isEqualTo(BounceEffect.MARKED);
        assertThat(isBounced("A")).isFalse();
        assertThat(findSkipReason("ann@example.com")).isPresent();
        assertThat(findSkipReason("new@example.com")).isEmpty();
        prospect("B", EMAIL, "ann@example.com");
        assertThat(isBounced("B")).isTrue();
    }

    @ParameterizedTest
    @EnumSource(BounceReason.class)
    default void only_reasons_about_the_recipient_or_the_domain_mark_at_once(BounceReason reason) {
        prospect("A", EMAIL, "ann@example.com");
        bounce(sendMail("ann@example.com"), reason, BounceKind.HARD);
        assertThat(isBounced("A"))
                .isEqualTo(List.of(
                                BounceReason.USER_UNKNOWN,
                                BounceReason.MAILBOX_INACTIVE,
                                BounceReason.INVALID_DOMAIN,
                                BounceReason.NO_MAIL_HOST)
                        .contains(reason));
    }

    @Test
    default void soft_bounces_of_five_messages_over_seven_days_mark() {
        prospect("A", EMAIL, "ann@example.com");
        for (int message = 1; message < 5; message++) {
            assertThat(softBounce(sendMail("ann@example.com"))).isEqualTo(BounceEffect.COUNTED);
            clock().advance(DAY);
        }
        clock().advance(DAY.multipliedBy(2).plusHours(12));
        assertThat(softBounce(sendMail("ann@example.com")))
                .isEqualTo(BounceEffect.COUNTED); // the fifth, half a day too early
        clock().advance(DAY);
        assertThat(isBounced("A")).isFalse();
        assertThat(softBounce(sendMail("ann@example.com"))).isEqualTo(BounceEffect.MARKED);
        assertThat(isBounced("A")).isTrue();
        assertThat(suppressions("ann@example.com"))
                .first()
                .isEqualTo("Bounced: 5 messages soft bounced, the last: quota exceeded");
    }

    @Test
    default void several_reports_about_one_message_count_once() {
        prospect("A", EMAIL, "ann@example.com");
        for (int message = 0; message < 4; message++) {
            MailId mail = sendMail("ann@example.com");
            for (int report = 0; report < 3; report++) {
                assertThat(softBounce(mail)).isEqualTo(BounceEffect.COUNTED);
                clock().advance(DAY);
            }
        }
        assertThat(isBounced("A")).isFalse();
        assertThat(softBounce(sendMail("ann@example.com"))).isEqualTo(BounceEffect.MARKED);
    }

    @ParameterizedTest
    @EnumSource(
            value = BounceReason.class,
            names = {
                "RELAY_DENIED",
                "SENDER_BLOCKED",
                "CONTENT_BLOCKED",
                "POLICY_ISSUE",
                "SYSTEM_ISSUE",
                "PROTOCOL_ISSUE",
                "CONNECTION_ISSUE"
            })
    default void reasons_about_the_sender_or_a_server_never_count(BounceReason reason) {
        prospect("A", EMAIL, "ann@example.com");
        for (int message = 0; message < 10; message++) {
            assertThat(bounce(sendMail("ann@example.com"), reason, BounceKind.SOFT))
                    .isEqualTo(BounceEffect.NOTED);
            clock().advance(DAY);
        }
        assertThat(isBounced("A")).isFalse();
    }

    @Test
    default void a_delivery_between_soft_bounces_resets_the_count() {
        prospect("A", EMAIL, "ann@example.com");
        softBounceMany("ann@example.com", 4);
        receive(verdict(VerdictKind.DELIVERED, sendMail("ann@example.com"), Optional.empty()));
        clock().advance(DAY);
        softBounceMany("ann@example.com", 4);
        assertThat(isBounced("A")).isFalse();
        softBounceMany("ann@example.com", 1);
        assertThat(isBounced("A")).isTrue();
    }

    @Test
    default void an_accepted_mail_counts_as_delivered_after_seven_days_without_a_bounce_and_not_before() {
        prospect("A", EMAIL, "ann@example.com");
        prospect("B", EMAIL, "bob@example.com");
        softBounceMany("ann@example.com", 4);
        softBounceMany("bob@example.com", 4);
        sendMail("ann@example.com"); // 250, and then nothing
        MailId late = sendMail("bob@example.com"); // 250, and then a bounce
        clock().advance(DAY.multipliedBy(6));
        assertThat(softBounce(late)).isEqualTo(BounceEffect.MARKED);
        clock().advance(DAY);
        assertThat(softBounce(sendMail("ann@example.com"))).isEqualTo(BounceEffect.COUNTED);
        assertThat(isBounced("A")).isFalse();
        assertThat(isBounced("B")).isTrue();
    }

    @Test
    default void acceptance_by_the_relay_alone_is_no_delivery() {
        prospect("A", EMAIL, "ann@example.com");
        softBounceMany("ann@example.com", 4);
        sendMail("ann@example.com");
        clock().advance(DAY.multipliedBy(5));
        assertThat(softBounce(sendMail("ann@example.com"))).isEqualTo(BounceEffect.MARKED);
    }

    private void softBounceMany(String address, int messages) {
        for (int message = 0; message < messages; message++) {
            softBounce(sendMail(address));
            clock().advance(DAY.multipliedBy(2));
        }
    }

    @Test
    @Promise(1)
    default void a_permanent_rejection_by_the_relay_marks_as_a_report_does() {
        prospect("A", EMAIL, "ann@example.com");
        prospect("B", EMAIL, "bob@example.com");
        prospect("C", EMAIL, "eve@example.com");
        attempt(
                "ann@example.com",
                AttemptOutcome.rejected(SmtpReply.of(SmtpReply.Stage.RCPT_TO, 550, "5.1.1 no such user")));
        attempt(
                "bob@example.com",
                AttemptOutcome.rejected(SmtpReply.of(SmtpReply.Stage.RCPT_TO, 554, "5.7.1 relay access denied")));
        attempt(
                "eve@example.com",
                AttemptOutcome.rejected(SmtpReply.of(SmtpReply.Stage.MAIL_FROM, 550, "5.1.1 no such user")));
        assertThat(isBounced("A")).isTrue();
        assertThat(isBounced("B")).isFalse();
        assertThat(isBounced("C")).isFalse();
        assertThat(listBounces())
                .extracting(bounce -> bounce.diagnosis().orElseThrow().reason())
                .containsExactly(BounceReason.USER_UNKNOWN, BounceReason.RELAY_DENIED, BounceReason.SENDER_BLOCKED);
    }

    @Test
    default void an_expired_mail_is_one_soft_bounce() {
        prospect("A", EMAIL, "ann@example.com");
        for (int message = 0; message < 4; message++) {
            attempt(
                    "ann@example.com",
                    AttemptOutcome.expired(SmtpReply.of(SmtpReply.Stage.RCPT_TO, 452, "4.2.2 mailbox full")));
            clock().advance(DAY.multipliedBy(2));
        }
        assertThat(isBounced("A")).isFalse();
        attempt(
                "ann@example.com",
                AttemptOutcome.expired(SmtpReply.of(SmtpReply.Stage.RCPT_TO, 452, "4.2.2 mailbox full")));
        assertThat(isBounced("A")).isTrue();
    }

    @Test
    @Promise(3)
    default void a_complaint_opts_out_and_a_bounce_does_not() {
        prospect("A", EMAIL, "ann@example.com");
        prospect("B", EMAIL, "bob@example.com");
        assertThat(receive(verdict(VerdictKind.COMPLAINT, sendMail("ann@example.com"), Optional.empty())))
                .isEqualTo(BounceEffect.OPTED_OUT);
        hardBounce(sendMail("bob@example.com"));
        assertThat(isOptedOut("A")).isTrue();
        assertThat(isBounced("A")).isFalse();
        assertThat(isOptedOut("B")).isFalse();
        assertThat(isBounced("B")).isTrue();
        assertThat(history(find("A"))).contains("Email Opt Out: No → Yes (complaint)");
    }

    @Test
    default void clearing_Bounced_clears_it_for_all_holders_and_resets_the_count() {
        prospect("A", EMAIL, "ann@example.com");
        prospect("B", EMAIL, "ann@example.com");
        softBounceMany("ann@example.com", 5);
        assertThat(isBounced("B")).isTrue();
        set(find("A"), BOUNCED, "no");
        assertThat(isBounced("A")).isFalse();
        assertThat(isBounced("B")).isFalse();
        assertThat(findSkipReason("ann@example.com")).isEmpty();
        softBounceMany("ann@example.com", 4);
        assertThat(isBounced("A")).isFalse();
        softBounceMany("ann@example.com", 1);
        assertThat(isBounced("A")).isTrue();
    }

    @Test
    default void Bounced_set_by_a_person_stays_when_it_is_cleared_for_another_holder() {
        prospect("A", EMAIL, "ann@example.com");
        prospect("B", EMAIL, "ann@example.com", BOUNCED, "yes");
        MailId mail = sentBeforeItBounced("ann@example.com");
        hardBounce(mail);
        set(find("A"), BOUNCED, "no");
        assertThat(isBounced("A")).isFalse();
        assertThat(isBounced("B")).isTrue();
    }

    /** Sends a mail while nobody is Bounced, because the gate sends none to a Bounced address. */
    private MailId sentBeforeItBounced(String address) {
        set(find("B"), BOUNCED, "no");
        MailId mail = sendMail(address);
        set(find("B"), BOUNCED, "yes");
        return mail;
    }

    @Test
    default void an_uncorrelated_report_is_trusted_only_if_the_address_was_mailed_in_the_last_thirty_days() {
        prospect("A", EMAIL, "ann@example.com");
        prospect("B", EMAIL, "bob@example.com");
        prospect("C", EMAIL, "eve@example.com");
        sendMail("ann@example.com");
        clock().advance(DAY.multipliedBy(29));
        sendMail("bob@example.com");
        clock().advance(DAY.multipliedBy(2));
        assertThat(receive(BounceTestStore.uncorrelatedVerdict(
                        "ann@example.com", BounceReason.USER_UNKNOWN, BounceKind.HARD)))
                .isEqualTo(BounceEffect.UNTRUSTED);
        assertThat(receive(BounceTestStore.uncorrelatedVerdict(
                        "Bob@Example.com", BounceReason.USER_UNKNOWN, BounceKind.HARD)))
                .isEqualTo(BounceEffect.MARKED);
        assertThat(receive(BounceTestStore.uncorrelatedVerdict(
                        "eve@example.com", BounceReason.USER_UNKNOWN, BounceKind.HARD)))
                .isEqualTo(BounceEffect.UNTRUSTED);
        assertThat(isBounced("A")).isFalse();
        assertThat(isBounced("B")).isTrue();
        assertThat(isBounced("C")).isFalse();
    }

    @Test
    @Promise(1)
    default void an_uncorrelated_report_marks_the_mailed_address_whoever_has_it_now() {
        for (String id : List.of("late", "moved", "never")) {
            prospect(id, EMAIL, id + "@example.com");
        }
        set(find("never"), EMAIL, "newer-never@example.com");
        sendMail("late@example.com");
        clock().advance(DAY.multipliedBy(2));
        sendMail("moved@example.com");
        set(find("late"), EMAIL, "new-late@example.com");
        set(find("moved"), EMAIL, "new-moved@example.com");
        sendMail("new-moved@example.com");
        clock().advance(DAY.multipliedBy(29));
        assertThat(receive(BounceTestStore.uncorrelatedVerdict(
                        "late@example.com", BounceReason.USER_UNKNOWN, BounceKind.HARD)))
                .isEqualTo(BounceEffect.UNTRUSTED);
        assertThat(receive(BounceTestStore.uncorrelatedVerdict(
                        "never@example.com", BounceReason.USER_UNKNOWN, BounceKind.HARD)))
                .isEqualTo(BounceEffect.UNTRUSTED);
        assertThat(receive(BounceTestStore.uncorrelatedVerdict(
                        "moved@example.com", BounceReason.USER_UNKNOWN, BounceKind.HARD)))
                .isEqualTo(BounceEffect.MARKED);
        assertThat(isBounced("moved")).isFalse();
        assertThat(findSkipReason("new-moved@example.com")).isEmpty();
        assertThat(findSkipReason("moved@example.com")).isPresent();
        prospect("next", EMAIL, "moved@example.com");
        assertThat(isBounced("next")).isTrue();
        assertThat(findSkipReason("late@example.com")).isEmpty();
        assertThat(findSkipReason("never@example.com")).isEmpty();
    }

    @Test
    default void a_persons_mail_that_quotes_a_failure_marks_nobody() {
        prospect("A", EMAIL, "ann@example.com");
        sendMail("ann@example.com");

        assertThat(receive(BounceTestStore.quotedVerdict("ann@example.com"))).isEqualTo(BounceEffect.UNTRUSTED);
        assertThat(isBounced("A")).isFalse();
        assertThat(findSkipReason("ann@example.com")).isEmpty();
    }

    @Test
    default void a_delivery_counts_for_the_address_even_after_its_holder_has_left() {
        prospect("A", EMAIL, "ann@example.com");
        prospect("B", EMAIL, "bob@example.com");
        softBounceMany("ann@example.com", 4);
        sendMail("ann@example.com"); // 250, and nothing comes back
        set(find("A"), EMAIL, "new@example.com");
        set(find("B"), EMAIL, "ann@example.com");
        clock().advance(DAY.multipliedBy(7));
        assertThat(softBounce(sendMail("ann@example.com"))).isEqualTo(BounceEffect.COUNTED);
        assertThat(isBounced("B")).isFalse();
    }

    @Test
    default void a_message_that_is_ingested_twice_counts_once() {
        prospect("A", EMAIL, "ann@example.com");
        MailId mail = sendMail("ann@example.com");
        BounceIngest.ReadMessage read = BounceTestStore.toReadMessage(verdict(
                VerdictKind.FAILED,
                mail,
                Optional.of(BounceTestStore.diagnosis(BounceReason.USER_UNKNOWN, BounceKind.HARD))));
        List<BounceIngest.IngestResult> results = ingest().ingest(List.of(read, read), clock().instant());
        assertThat(results).extracting(BounceIngest.IngestResult::duplicate).containsExactly(false, true);
        set(find("A"), BOUNCED, "no");
        assertThat(ingest().ingest(List.of(read), clock().instant()).get(0).duplicate())
                .isTrue();
        assertThat(isBounced("A")).isFalse();
        assertThat(listBounces()).hasSize(1);
    }

    @Test
    default void a_message_about_no_mail_is_quarantined_and_listed() {
        prospect("A", EMAIL, "ann@example.com");
        BounceVerdict otherVerdict = new BounceVerdict(
                VerdictKind.OTHER,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                BounceVerdict.DeliveryReport.NONE,
                BounceVerdict.MailTrace.NONE,
                true,
                "1");
        BounceIngest.ReadMessage read = BounceTestStore.toReadMessage(otherVerdict);
        assertThat(ingest().ingest(List.of(read), clock().instant()).get(0).quarantineReason())
                .isPresent();
        assertThat(bounces()
                        .<Integer>read(reading -> reading.listQuarantined(10).size()))
                .isEqualTo(1);
        assertThat(bounces().read(reading -> reading.listQuarantined(10)).get(0).messageId())
                .isEqualTo(read.message().messageId());
        assertThat(listBounces()).isEmpty();
    }

    @Test
    default void the_marks_of_another_account_are_not_trusted() {
        prospect("A", EMAIL, "ann@example.com");
        MailId mail = sendMail("ann@example.com");
        BounceVerdict forged = new BounceVerdict(
                VerdictKind.FAILED,
                Optional.of("nobody@example.com"),
                Optional.empty(),
                Optional.of(BounceTestStore.diagnosis(BounceReason.USER_UNKNOWN, BounceKind.HARD)),
                BounceVerdict.DeliveryReport.NONE,
                new BounceVerdict.MailTrace(
                        Optional.of("<" + "a".repeat(32) + "@acme.example>"),
                        List.of(new heed.mail.MailCorrelation(
                                        new heed.mail.MailTokens(
                                                "Acme", 0, () -> List.of(heed.mail.LinkKey.of(new byte[32]))),
                                        new EmailAddress(BOUNCE_ADDRESS))
                                .envelopeSender(mark(mail))
                                .value())),
                true,
                "1");
        assertThat(receive(forged)).isEqualTo(BounceEffect.UNTRUSTED);
        assertThat(isBounced("A")).isFalse();
    }

    @Test
    @Promise(3)
    default void bounces_of_one_who_opted_out_leave_the_opt_out_and_clearing_it_leaves_the_bounce() {
        prospect("A", EMAIL, "ann@example.com");
        MailId mail = sendMail("ann@example.com");
        set(find("A"), EMAIL_OPT_OUT, "yes");
        hardBounce(mail);
        assertThat(isOptedOut("A")).isTrue();
        set(find("A"), EMAIL_OPT_OUT, "no");
        assertThat(isBounced("A")).isTrue();
        set(find("A"), BOUNCED, "no");
        assertThat(isOptedOut("A")).isFalse();
    }

    @Test
    default void an_account_can_replace_the_bounce_policy() {
        assertThat(bounces().<BouncePolicy>read(reading -> reading.policy())).isEqualTo(BouncePolicy.STANDARD);
        BouncePolicy two = new BouncePolicy(2, Duration.ZERO, 0.5, 3, 0.25, 4);
        bounces().write(work -> {
            work.setPolicy(two);
            return true;
        });
        assertThat(bounces().<BouncePolicy>read(reading -> reading.policy())).isEqualTo(two);
        prospect("A", EMAIL, "ann@example.com");
        softBounce(sendMail("ann@example.com"));
        softBounce(sendMail("ann@example.com"));
        assertThat(isBounced("A")).isTrue();
    }

    @Test
    default void each_bounce_keeps_its_evidence() {
        prospect("A", EMAIL, "ann@example.com");
        MailId mail = sendMail("ann@example.com");
        hardBounce(mail);
        Bounce bounce = listBounces().get(0);
        assertThat(bounce.bouncedMail().mail()).contains(mail);
        assertThat(bounce.messageHash())
                .hasValueSatisfying(hash -> assertThat(hash).hasSize(64));
        assertThat(bounce.classifier()).isEqualTo("1");
        assertThat(bounce.report().text()).isEqualTo("it failed");
        assertThat(bounce.report().reportingMta()).contains("mx.example");
        assertThat(bounce.status()).isEqualTo(BounceStatus.COUNTS);
        Optional<Bounce> again = bounces().read(reading -> reading.findBounce(bounce.id()));
        assertThat(again).contains(bounce);
    }

    private List<Bounce> listBounces() {
        return bounces().read(reading -> reading.listBounces(BounceQuery.ALL, BounceId.START, 1_000));
    }
}
