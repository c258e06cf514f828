package heed.store;

import static heed.model.field.StandardFields.BOUNCED;
import static heed.model.field.StandardFields.EMAIL;
import static org.assertj.core.api.Assertions.assertThat;

import heed.bounces.BounceKind;
import heed.bounces.BounceReason;
import heed.bounces.BounceVerdict;
import heed.bounces.Diagnosis;
import heed.bounces.classify.BounceDiagnoser;
import heed.bounces.marking.Bounce;
import heed.bounces.marking.BounceId;
import heed.bounces.marking.BounceMarker.BounceEffect;
import heed.bounces.marking.BouncePolicy;
import heed.bounces.marking.BounceQuery;
import heed.bounces.marking.BounceReview;
import heed.bounces.marking.BounceReview.ReviewMode;
import heed.bounces.marking.MarkingPause;
import heed.mail.MailId;
import heed.mail.SmtpReply;
import heed.model.prospect.EmailAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The effects of bounces can be corrected exactly, and marking pauses for a person's decision when too many come at once.
 */
interface BounceReviewContract extends BounceTestStore {

    private BounceReview review() {
        return new BounceReview(bounces(), "ann");
    }

    private List<Bounce> listBounces() {
        return bounces().read(reading -> reading.listBounces(BounceQuery.ALL, BounceId.START, 1_000));
    }

    private static BounceQuery between(Instant since, Instant until) {
        return new BounceQuery(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(since),
                Optional.of(until));
    }

    @Test
    default void reversing_undoes_the_marks_of_a_time_range_and_nothing_else() {
        for (String id : List.of("before", "during", "both", "cleared", "byhand", "after")) {
            prospect(id, EMAIL, id + "@example.com");
        }
        List<MailId> mails = new ArrayList<>();
        for (String id : List.of("before", "during", "both", "both", "cleared", "byhand", "after")) {
            mails.add(sendMail(id + "@example.com"));
        }
        hardBounce(mails.get(0));
        hardBounce(mails.get(2));
        clock().advance(Duration.ofHours(1));
        Instant since = clock().instant();
        hardBounce(mails.get(1));
        hardBounce(mails.get(3));
        hardBounce(mails.get(4));
        hardBounce(mails.get(5));
        clock().advance(Duration.ofHours(1));
        Instant until = clock().instant();
        hardBounce(mails.get(6));
        set(find("cleared"), BOUNCED, "no");
        set(find("byhand"), BOUNCED, "yes");

        BounceReview.ReviewResult preview =
                review().reverse(between(since, until), ReviewMode.PREVIEW, clock().instant());
        assertThat(isBounced("during")).isTrue();
        BounceReview.ReviewResult result = review().reverse(between(since, until), ReviewMode.APPLY, clock().instant());
        assertThat(preview).isEqualTo(result);
        assertThat(result.unmarked())
                .containsExactlyInAnyOrder(
                        new EmailAddress("during@example.com"), new EmailAddress("byhand@example.com"));
        assertThat(result.marked()).isEmpty();
        assertThat(isBounced("before")).isTrue();
        assertThat(isBounced("during")).isFalse();
        assertThat(isBounced("both")).isTrue();
        assertThat(isBounced("cleared")).isFalse();
        assertThat(isBounced("byhand")).isTrue();
        assertThat(isBounced("after")).isTrue();
        assertThat(findSkipReason("during@example.com")).isEmpty();
        assertThat(history(find("during"))).last().isEqualTo("Bounced: Yes → No (bounce)");
        assertThat(review().reverse(between(since, until), ReviewMode.APPLY, clock().instant())
                        .changes())
                .isEmpty();
    }

    @Test
    default void reversing_restores_the_count() {
        prospect("A", EMAIL, "ann@example.com");
        Instant start = clock().instant();
        for (int message = 0; message < 5; message++) {
            softBounce(sendMail("ann@example.com"));
            clock().advance(Duration.ofDays(2));
        }
        assertThat(isBounced("A")).isTrue();
        review().reverse(between(start, start.plusSeconds(1)), ReviewMode.APPLY, clock().instant());
        assertThat(isBounced("A")).isFalse();
        assertThat(softBounce(sendMail("ann@example.com"))).isEqualTo(BounceEffect.MARKED);
    }

    @Test
    default void an_address_that_its_holder_left_is_free_when_the_bounce_is_reversed() {
        prospect("A", EMAIL, "ann@example.com");
        hardBounce(sendMail("ann@example.com"));
        set(find("A"), EMAIL, "new@example.com");
        assertThat(isBounced("A")).isFalse();
        review().reverse(BounceQuery.ALL, ReviewMode.APPLY, clock().instant());
        assertThat(suppressions("ann@example.com")).isEmpty();
        set(find("A"), EMAIL, "ann@example.com");
        assertThat(isBounced("A")).isFalse();
    }

    /** Diagnoses every bounce with the same reason. */
    record FixedDiagnosis(String version, BounceReason reason, BounceKind kind) implements BounceDiagnoser {
        @Override
        public Diagnosis diagnose(SmtpReply reply) {
            return BounceTestStore.diagnosis(reason, kind);
        }

        @Override
        public Diagnosis diagnose(BounceVerdict.DeliveryReport report) {
            return BounceTestStore.diagnosis(reason, kind);
        }
    }

    @Test
    default void a_new_diagnosis_marks_and_unmarks_but_never_marks_what_a_person_cleared() {
        for (String id : List.of("wrong", "missed", "cleared")) {
            prospect(id, EMAIL, id + "@example.com");
        }
        MailId wrong = sendMail("wrong@example.com");
        MailId missed = sendMail("missed@example.com");
        MailId cleared = sendMail("cleared@example.com");
        hardBounce(wrong);
        hardBounce(cleared);
        set(find("cleared"), BOUNCED, "no");
        FixedDiagnosis blocked = new FixedDiagnosis("2", BounceReason.SENDER_BLOCKED, BounceKind.SOFT);
        BounceReview.ReviewResult result =
                review().reclassify(BounceQuery.ALL, blocked, ReviewMode.APPLY, clock().instant());
        assertThat(result.unmarked()).containsExactly(new EmailAddress("wrong@example.com"));
        assertThat(isBounced("wrong")).isFalse();
        assertThat(listBounces())
                .allSatisfy(bounce -> assertThat(bounce.classifier()).isEqualTo("2"));

        bounce(missed, BounceReason.POLICY_ISSUE, BounceKind.SOFT);
        FixedDiagnosis unknown = new FixedDiagnosis("3", BounceReason.USER_UNKNOWN, BounceKind.HARD);
        BounceReview.ReviewResult preview =
                review().reclassify(BounceQuery.ALL, unknown, ReviewMode.PREVIEW, clock().instant());
        assertThat(isBounced("missed")).isFalse();
        assertThat(review().reclassify(BounceQuery.ALL, unknown, ReviewMode.APPLY, clock().instant()))
                .isEqualTo(preview);
        assertThat(preview.marked())
                .containsExactlyInAnyOrder(
                        new EmailAddress("missed@example.com"), new EmailAddress("wrong@example.com"));
        assertThat(isBounced("missed")).isTrue();
        assertThat(isBounced("cleared")).isFalse();
    }

    @Test
    default void marking_pauses_when_one_reason_hits_too_much_of_a_domains_mail_and_continues_when_confirmed() {
        List<MailId> mails = sendToPeople(40, "example.com");
        List<BounceEffect> effects =
                mails.subList(0, 30).stream().map(this::hardBounce).toList();
        assertThat(effects.subList(0, 19)).containsOnly(BounceEffect.MARKED);
        assertThat(effects.subList(19, 30)).containsOnly(BounceEffect.HELD);
        assertThat(isBounced("P18")).isTrue();
        assertThat(isBounced("P19")).isFalse();
        MarkingPause pause = pauses().get(0);
        assertThat(pause.domain()).contains("example.com");
        assertThat(pause.bounces()).isEqualTo(20);
        assertThat(pause.mails()).isEqualTo(40);

        BounceReview.ReviewResult result = review().confirm(pause.number(), ReviewMode.APPLY, clock().instant())
                .orElseThrow();
        assertThat(result.marked()).hasSize(11);
        assertThat(isBounced("P29")).isTrue();
        assertThat(hardBounce(mails.get(30))).isEqualTo(BounceEffect.MARKED);
        assertThat(pauses().get(0).end()).hasValueSatisfying(end -> {
            assertThat(end.confirmed()).isTrue();
            assertThat(end.actor()).isEqualTo("ann");
        });
        assertThat(review().confirm(pause.number(), ReviewMode.APPLY, clock().instant()))
                .isEmpty();
    }

    @Test
    default void a_discarded_pause_leaves_nobody_marked() {
        List<MailId> mails = sendToPeople(40, "example.com");
        mails.forEach(this::hardBounce);
        MarkingPause pause = pauses().get(0);
        BounceReview.ReviewResult result = review().discard(pause.number(), ReviewMode.APPLY, clock().instant())
                .orElseThrow();
        assertThat(result.changes()).hasSize(40);
        assertThat(result.unmarked()).hasSize(19);
        for (int i = 0; i < 40; i++) {
            assertThat(isBounced("P" + i)).isFalse();
        }
    }

    @Test
    default void late_bounces_of_a_discarded_outage_are_reversed_as_they_arrive() {
        List<MailId> mails = sendToPeople(42, "example.com");
        mails.subList(0, 40).forEach(this::hardBounce);
        clock().advance(Duration.ofHours(1));
        MailId later = sendToPeople(1, "example.com").get(0);
        review().discard(pauses().get(0).number(), ReviewMode.APPLY, clock().instant());
        assertThat(hardBounce(mails.get(40))).isEqualTo(BounceEffect.REVERSED);
        assertThat(isBounced("P40")).isFalse();
        assertThat(bounce(mails.get(41), BounceReason.MAILBOX_INACTIVE, BounceKind.HARD))
                .isEqualTo(BounceEffect.MARKED);
        assertThat(hardBounce(later)).isEqualTo(BounceEffect.MARKED);
    }

    @Test
    default void marking_pauses_when_one_reason_hits_too_much_of_all_mail() {
        List<MailId> mails = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            mails.addAll(sendToPeople(1, "d" + i + ".example"));
        }
        List<BounceEffect> effects = mails.stream()
                .map(mail -> bounce(mail, BounceReason.INVALID_DOMAIN, BounceKind.HARD))
                .toList();
        assertThat(effects.subList(0, 19)).containsOnly(BounceEffect.MARKED);
        assertThat(effects.subList(19, 40)).containsOnly(BounceEffect.HELD);
        assertThat(pauses()).hasSize(1);
        assertThat(pauses().get(0).domain()).isEmpty();
    }

    @Test
    default void the_same_number_of_bounces_among_many_more_mails_does_not_pause() {
        List<MailId> mails = sendToPeople(100, "example.com");
        assertThat(mails.subList(0, 30).stream().map(this::hardBounce)).containsOnly(BounceEffect.MARKED);
        assertThat(pauses()).isEmpty();
    }

    @Test
    default void an_hours_mail_count_is_deleted_when_no_bounce_needs_it_any_more() {
        List<MailId> old = sendToPeople(100, "example.com");
        clock().advance(Duration.ofDays(90));
        List<MailId> recent = sendToPeople(100, "example.com");
        assertThat(bounces().deleteHourlyCounts(clock().instant())).isZero();
        assertThat(old.subList(0, 25).stream().map(this::hardBounce)).containsOnly(BounceEffect.MARKED);

        clock().advance(Duration.ofHours(1));
        assertThat(countMailed(clock().instant()
                        .minus(BouncePolicy.HOURLY_COUNT_RETENTION)
                        .minus(Duration.ofHours(1))))
                .isEqualTo(100);
        assertThat(bounces().deleteHourlyCounts(clock().instant()))
                .isEqualTo(2); // the row of the domain and that of all domains
        assertThat(countMailed(clock().instant()
                        .minus(BouncePolicy.HOURLY_COUNT_RETENTION)
                        .minus(Duration.ofHours(1))))
                .isZero();
        assertThat(recent.subList(0, 25).stream().map(this::hardBounce)).containsOnly(BounceEffect.MARKED);
        assertThat(pauses()).isEmpty();
        assertThat(bounces().deleteHourlyCounts(clock().instant())).isZero();
    }

    private long countMailed(Instant hour) {
        return bounces().write(work -> work.countMailed(Optional.of("example.com"), hour));
    }

    @ParameterizedTest(name = "deleted: {0}")
    @ValueSource(booleans = {false, true})
    default void for_bounces_so_late_that_the_hours_mail_count_is_gone_the_minimum_number_pauses(boolean deleted) {
        List<MailId> mails = sendToPeople(100, "example.com");
        clock().advance(BouncePolicy.HOURLY_COUNT_RETENTION.plusHours(1));
        if (deleted) {
            assertThat(bounces().deleteHourlyCounts(clock().instant())).isEqualTo(2);
        }
        List<BounceEffect> effects =
                mails.subList(0, 25).stream().map(this::hardBounce).toList();
        assertThat(effects.subList(0, 19)).containsOnly(BounceEffect.MARKED);
        assertThat(effects.subList(19, 25)).containsOnly(BounceEffect.HELD);
    }

    @Test
    default void earlier_bounces_of_an_hour_count_even_after_its_mail_count_was_deleted() {
        List<MailId> mails = sendToPeople(100, "example.com");
        assertThat(mails.subList(0, 15).stream().map(this::hardBounce)).containsOnly(BounceEffect.MARKED);
        clock().advance(BouncePolicy.HOURLY_COUNT_RETENTION.plusHours(1));
        assertThat(bounces().deleteHourlyCounts(clock().instant())).isEqualTo(2);
        List<BounceEffect> effects =
                mails.subList(15, 25).stream().map(this::hardBounce).toList();
        assertThat(effects.subList(0, 4)).containsOnly(BounceEffect.MARKED);
        assertThat(effects.subList(4, 10)).containsOnly(BounceEffect.HELD);
    }

    private List<MarkingPause> pauses() {
        return bounces().read(reading -> reading.listPauses());
    }

    /** Creates so many new prospects of a domain and sends a mail to each. */
    private List<MailId> sendToPeople(int number, String domain) {
        List<MailId> mails = new ArrayList<>();
        long existing = TestStore.count(account());
        for (int i = 0; i < number; i++) {
            String address = "p" + (existing + i) + "@" + domain;
            prospect("P" + (existing + i), EMAIL, address);
            mails.add(sendMail(address));
        }
        return mails;
    }
}
