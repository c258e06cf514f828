package heed.mail.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heed.mail.AttemptId;
import heed.mail.MailId;
import heed.mail.MessageClass;
import heed.mail.MessageKey;
import heed.mail.SendState;
import heed.mail.SenderId;
import heed.mail.SkipReason;
import heed.mail.SmtpReply;
import heed.mail.gate.AttemptOutcome;
import heed.mail.gate.Attempts;
import heed.mail.gate.Attempts.AttemptResult;
import heed.mail.gate.Claim;
import heed.mail.gate.ClaimVerdict;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectFlag;
import heed.model.prospect.ProspectId;
import heed.model.run.RunId;
import heed.model.suppression.SuppressedDomain;
import heed.model.suppression.SuppressionReason;
import heed.model.testing.Promise;
import heed.model.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract of {@link Outbox} and {@link Attempts}, for every store. */
public abstract class OutboxContract {
    private static final SenderId SENDER = new SenderId("sender");
    private static final MessageKey KEY = new MessageKey(MailStore.ACCOUNT, "welcome", "1", 1);
    private static final EmailAddress ANN = new EmailAddress("ann@example.com");
    private static final EmailAddress BOB = new EmailAddress("bob@example.com");
    private static final SmtpReply OK = SmtpReply.of(SmtpReply.Stage.END_OF_DATA, 250, "250 2.0.0 queued");
    private static final SmtpReply BUSY = SmtpReply.of(SmtpReply.Stage.RCPT_TO, 451, "451 4.7.1 later");

    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T10:00:00Z"));
    private MailStore store;
    private Outbox outbox;
    private Attempts attempts;

    /** Opens a store with one account, {@link MailStore#ACCOUNT}, without prospects and mails. */
    protected abstract MailStore open(SettableClock clock);

    @BeforeEach
    void open() {
        store = open(clock);
        outbox = store.outbox();
        attempts = store.attempts();
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Instant now() {
        return clock.instant();
    }

    private EnqueueResult enqueue(MessageKey key, ProspectId prospect, EmailAddress address, Optional<RunId> run) {
        OutgoingMail mail = new OutgoingMail(key, prospect, Optional.of(address), MessageClass.MARKETING, run);
        return store.write(unit -> outbox.enqueue(unit, List.of(mail), now())).get(0);
    }

    private ProspectId enqueueFor(EmailAddress address) {
        ProspectId prospect = store.addProspect(Optional.of(address));
        assertThat(enqueue(KEY, prospect, address, Optional.empty()).status())
                .isEqualTo(EnqueueResult.EnqueueStatus.QUEUED);
        return prospect;
    }

    private RunId enqueueByRun(EmailAddress address) {
        RunId run = store.addRun();
        ProspectId prospect = store.addProspect(Optional.of(address));
        enqueue(KEY, prospect, address, Optional.of(run));
        return run;
    }

    private List<QueuedMail> reserve() {
        return outbox.reserve(100, now(), SENDER);
    }

    private ClaimVerdict claim(Claim claim) {
        return attempts.claim(List.of(claim), clock, SENDER).get(0);
    }

    private AttemptId grant(Claim claim) {
        return claim(claim).either(ClaimVerdict.Granted::attempt, reason -> {
            throw new AssertionError(reason.describe());
        });
    }

    private SkipReason deny(Claim claim) {
        return claim(claim)
                .either(
                        granted -> {
                            throw new AssertionError("granted: " + granted.attempt());
                        },
                        reason -> reason);
    }

    private SendState record(AttemptId attempt, AttemptOutcome outcome) {
        return attempts.record(List.of(new AttemptResult(attempt, outcome)), now())
                .get(0);
    }

    private SendRecord onlyMail() {
        List<SendRecord> all = outbox.listSends(SendQuery.ALL, MailId.START, 100);
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    @Test
    @Promise(2)
    void of_five_prospects_with_one_address_the_first_has_the_mail() {
        List<ProspectId> five = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            five.add(store.addProspect(Optional.of(ANN)));
        }
        List<OutgoingMail> mails = five.stream()
                .map(prospect ->
                        new OutgoingMail(KEY, prospect, Optional.of(ANN), MessageClass.MARKETING, Optional.empty()))
                .toList();
        List<EnqueueResult> first = store.write(unit -> outbox.enqueue(unit, mails, now()));
        assertThat(first.get(0).status()).isEqualTo(EnqueueResult.EnqueueStatus.QUEUED);
        assertThat(first.subList(1, 5))
                .allSatisfy(result ->
                        assertThat(result.skipReason()).contains(SkipReason.duplicate(Optional.of(five.get(0)))));
        List<EnqueueResult> again = store.write(unit -> outbox.enqueue(unit, mails, now()));
        assertThat(again)
                .allSatisfy(result -> assertThat(result.status()).isEqualTo(EnqueueResult.EnqueueStatus.KNOWN));
        assertThat(again.stream().map(EnqueueResult::mail))
                .isEqualTo(first.stream().map(EnqueueResult::mail).toList());
        assertThat(reserve())
                .singleElement()
                .satisfies(mail -> assertThat(mail.prospect()).contains(five.get(0)));
        assertThat(outbox.countSends(Optional.empty()))
                .containsExactly(
                        new SendCount(SendState.QUEUED, Optional.empty(), Optional.empty(), 1),
                        new SendCount(
                                SendState.SKIPPED, Optional.of(SkipReason.SkipCode.DUPLICATE), Optional.empty(), 4));
    }

    @Test
    void another_mailing_is_another_message() {
        ProspectId ann = enqueueFor(ANN);
        MessageKey second = new MessageKey(MailStore.ACCOUNT, "welcome", "1", 2);
        assertThat(enqueue(second, ann, ANN, Optional.empty()).status()).isEqualTo(EnqueueResult.EnqueueStatus.QUEUED);
        assertThat(reserve()).hasSize(2);
    }

    @Test
    void a_mail_to_a_prospect_without_an_address_is_skipped() {
        ProspectId nobody = store.addProspect(Optional.empty());
        OutgoingMail mail = new OutgoingMail(KEY, nobody, Optional.empty(), MessageClass.MARKETING, Optional.empty());
        store.write(unit -> outbox.enqueue(unit, List.of(mail), now()));
        assertThat(reserve()).isEmpty();
        assertThat(onlyMail().state()).isEqualTo(SendState.SKIPPED);
        assertThat(onlyMail().skipReason()).contains(SkipReason.of(SkipReason.SkipCode.NO_ADDRESS));
    }

    @Test
    void mails_are_queued_with_their_unit_of_work_or_not_at_all() {
        ProspectId ann = store.addProspect(Optional.of(ANN));
        OutgoingMail mail = new OutgoingMail(KEY, ann, Optional.of(ANN), MessageClass.MARKETING, Optional.empty());
        assertThatThrownBy(() -> store.write(unit -> {
                    outbox.enqueue(unit, List.of(mail), now());
                    throw new IllegalStateException("the batch failed");
                }))
                .hasMessageContaining("the batch failed");
        assertThat(outbox.listSends(SendQuery.ALL, MailId.START, 10)).isEmpty();
        assertThat(outbox.nextDue()).isEmpty();
    }

    @Test
    @Promise(9)
    void a_key_of_another_account_is_refused() {
        ProspectId ann = store.addProspect(Optional.of(ANN));
        MessageKey foreign = new MessageKey("another", "welcome", "1", 1);
        assertThatThrownBy(() -> enqueue(foreign, ann, ANN, Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> claim(Claim.of(foreign, ANN, MessageClass.MARKETING)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_reserved_mail_stays_with_its_holder_however_much_time_passes_until_it_is_taken_from_it() {
        enqueueFor(ANN);
        enqueueFor(BOB);
        Instant due = now();
        assertThat(outbox.nextDue()).contains(due);
        assertThat(outbox.reserve(1, now(), SENDER))
                .singleElement()
                .satisfies(mail -> assertThat(mail.address()).isEqualTo(ANN));
        SenderId other = new SenderId("other");
        assertThat(outbox.reserve(10, now(), other))
                .singleElement()
                .satisfies(mail -> assertThat(mail.address()).isEqualTo(BOB));
        assertThat(attempts.findHolders()).containsExactlyInAnyOrder(SENDER, other);
        assertThat(outbox.nextDue()).isEmpty();
        clock.advance(Duration.ofDays(1));
        assertThat(reserve()).isEmpty();
        assertThat(attempts.releaseReserved(other)).isEqualTo(1);
        assertThat(attempts.findHolders()).containsExactly(SENDER);
        assertThat(outbox.nextDue()).contains(due);
        assertThat(reserve())
                .singleElement()
                .satisfies(mail -> assertThat(mail.address()).isEqualTo(BOB));
    }

    @Test
    void the_attempts_of_a_holder_are_those_without_an_outcome() {
        enqueueFor(ANN);
        enqueueFor(BOB);
        AttemptId attempt = grant(reserve().get(0).toClaim());
        assertThat(attempts.findUnderWay(SENDER)).containsExactly(attempt);
        assertThat(attempts.findUnderWay(new SenderId("other"))).isEmpty();
        assertThat(attempts.releaseReserved(SENDER)).isEqualTo(1);
        assertThat(attempts.findUnderWay(SENDER)).containsExactly(attempt);
        record(attempt, AttemptOutcome.sent(OK));
        assertThat(attempts.findHolders()).isEmpty();
    }

    @Test
    @Promise(1)
    void an_attempt_is_confirmed_until_its_address_is_suppressed_and_the_time_of_its_claim_is_kept() {
        ProspectId ann = enqueueFor(ANN);
        Instant claimed = now();
        AttemptId attempt = grant(reserve().get(0).toClaim());
        assertThat(onlyMail().claimedAt()).contains(claimed);
        clock.advance(Duration.ofSeconds(3));
        assertThat(attempts.confirm(attempt, clock))
                .isEqualTo(new ClaimVerdict.Granted(attempt, onlyMail().nonce(), now()));
        Instant confirmed = now();
        clock.advance(Duration.ofSeconds(3));
        store.setFlag(ann, ProspectFlag.EMAIL_OPT_OUT, true);
        SkipReason reason = attempts.confirm(attempt, clock)
                .either(
                        granted -> {
                            throw new AssertionError("confirmed after the opt-out");
                        },
                        denied -> denied);
        assertThat(reason.code()).isEqualTo(SkipReason.SkipCode.SUPPRESSED);
        assertThat(onlyMail().state()).isEqualTo(SendState.SKIPPED);
        assertThat(onlyMail().claimedAt()).contains(confirmed);
        assertThat(attempts.findHolders()).isEmpty();
    }

    @Test
    void what_is_left_to_send_is_what_waits_and_what_is_in_flight_without_paused_runs() {
        assertThat(outbox.findUnsettled(Optional.empty())).isEqualTo(new UnsettledMail(false, Optional.empty(), false));
        RunId run = enqueueByRun(ANN);
        RunId other = enqueueByRun(BOB);
        enqueueFor(new EmailAddress("carl@example.com"));
        assertThat(outbox.findUnsettledRuns()).containsExactlyInAnyOrder(run, other);
        assertThat(outbox.findUnsettled(Optional.of(run)))
                .isEqualTo(new UnsettledMail(true, Optional.of(now()), false));

        List<QueuedMail> reserved = reserve();
        AttemptId attempt = grant(reserved.get(0).toClaim());
        assertThat(outbox.findUnsettled(Optional.of(run))).isEqualTo(new UnsettledMail(false, Optional.empty(), true));
        assertThat(outbox.findUnsettled(Optional.of(other)))
                .isEqualTo(new UnsettledMail(true, Optional.empty(), true)); // reserved
        record(attempt, AttemptOutcome.retry(now().plusSeconds(300), BUSY));
        assertThat(outbox.findUnsettled(Optional.of(run)))
                .isEqualTo(new UnsettledMail(false, Optional.of(now().plusSeconds(300)), false));

        outbox.pause(other);
        assertThat(outbox.findUnsettledRuns()).containsExactlyInAnyOrder(run, other);
        assertThat(outbox.findUnsettled(Optional.of(other)))
                .isEqualTo(new UnsettledMail(false, Optional.empty(), false));
        UnsettledMail all = outbox.findUnsettled(Optional.empty());
        assertThat(all.anyQueued()).isTrue(); // the mail without a run
        grant(reserved.get(2).toClaim());
        assertThat(outbox.findUnsettled(Optional.empty()))
                .isEqualTo(new UnsettledMail(false, Optional.of(now().plusSeconds(300)), true));

        outbox.cancel(other, now());
        clock.advance(Duration.ofSeconds(300));
        AttemptId last = grant(reserve().get(0).toClaim());
        assertThat(outbox.findUnsettledRuns()).containsExactly(run); // in flight
        record(last, AttemptOutcome.sent(OK));
        assertThat(outbox.findUnsettledRuns()).isEmpty();
    }

    @Test
    void a_released_mail_is_due_when_its_release_says() {
        enqueueFor(ANN);
        QueuedMail mail = reserve().get(0);
        outbox.release(List.of(Requeue.until(mail, now().plusSeconds(5), "its domain is busy")), now());
        assertThat(reserve()).isEmpty();
        clock.advance(Duration.ofSeconds(5));
        assertThat(reserve()).hasSize(1);
        outbox.release(List.of(Requeue.failed(mail, "its automation is gone")), now());
        assertThat(onlyMail().state()).isEqualTo(SendState.FAILED);
        assertThat(onlyMail().detail()).isEqualTo("its automation is gone");
        assertThat(deny(mail.toClaim()).code()).isEqualTo(SkipReason.SkipCode.SETTLED);
    }

    @Test
    @Promise(1)
    void an_opt_out_before_the_claim_stops_it() {
        ProspectId ann = enqueueFor(ANN);
        QueuedMail mail = reserve().get(0);
        Instant since = now();
        store.setFlag(ann, ProspectFlag.EMAIL_OPT_OUT, true);
        clock.advance(Duration.ofSeconds(1));
        SkipReason reason = deny(mail.toClaim());
        assertThat(reason.suppression()).contains(SuppressionReason.EMAIL_OPT_OUT);
        assertThat(reason.at()).contains(since);
        assertThat(onlyMail().state()).isEqualTo(SendState.SKIPPED);
        assertThat(onlyMail().skipReason()).contains(reason);
        assertThat(outbox.countSends(Optional.empty()))
                .containsExactly(new SendCount(
                        SendState.SKIPPED,
                        Optional.of(SkipReason.SkipCode.SUPPRESSED),
                        Optional.of(SuppressionReason.EMAIL_OPT_OUT),
                        1));
        store.setFlag(ann, ProspectFlag.EMAIL_OPT_OUT, false);
        assertThat(deny(mail.toClaim()).code()).isEqualTo(SkipReason.SkipCode.SETTLED);
    }

    @Test
    @Promise(1)
    void the_opt_out_of_another_prospect_with_the_address_stops_it_too() {
        enqueueFor(ANN);
        ProspectId namesake = store.addProspect(Optional.of(ANN));
        store.setFlag(namesake, ProspectFlag.EMAIL_OPT_OUT, true);
        assertThat(deny(reserve().get(0).toClaim()).code()).isEqualTo(SkipReason.SkipCode.SUPPRESSED);
    }

    @Test
    @Promise(1)
    void a_domain_suppression_before_the_claim_stops_every_mail_to_the_domain_and_no_other() {
        enqueueFor(ANN);
        QueuedMail mail = reserve().get(0);
        store.suppressDomain(new SuppressedDomain("other.example", false));
        Instant since = now();
        store.suppressDomain(new SuppressedDomain(ANN.domain(), false));
        clock.advance(Duration.ofSeconds(1));
        SkipReason reason = deny(mail.toClaim());
        assertThat(reason.suppression()).contains(SuppressionReason.DOMAIN_LISTED);
        assertThat(reason.at()).contains(since);
        assertThat(onlyMail().state()).isEqualTo(SendState.SKIPPED);
        assertThat(onlyMail().skipReason()).contains(reason);
    }

    @Test
    @Promise(1)
    void a_domain_suppression_between_an_attempt_and_its_retry_stops_the_retry() {
        enqueueFor(ANN);
        AttemptId attempt = grant(reserve().get(0).toClaim());
        assertThat(record(attempt, AttemptOutcome.retry(now().plusSeconds(300), BUSY)))
                .isEqualTo(SendState.RETRYING);
        store.suppressDomain(new SuppressedDomain(ANN.domain(), false));
        clock.advance(Duration.ofSeconds(300));
        assertThat(deny(reserve().get(0).toClaim()).suppression()).contains(SuppressionReason.DOMAIN_LISTED);
    }

    @Test
    @Promise(1)
    void a_suppression_of_subdomains_does_not_stop_mail_to_the_domain_itself() {
        enqueueFor(ANN);
        store.suppressDomain(new SuppressedDomain(ANN.domain(), true));
        store.suppressDomain(new SuppressedDomain("other." + ANN.domain(), false));
        assertThat(grant(reserve().get(0).toClaim()).number()).isEqualTo(1);
    }

    @Test
    @Promise(1)
    void a_bounce_between_an_attempt_and_its_retry_stops_the_retry() {
        ProspectId ann = enqueueFor(ANN);
        AttemptId attempt = grant(reserve().get(0).toClaim());
        assertThat(record(attempt, AttemptOutcome.retry(now().plusSeconds(300), BUSY)))
                .isEqualTo(SendState.RETRYING);
        store.setFlag(ann, ProspectFlag.BOUNCED, true);
        clock.advance(Duration.ofSeconds(300));
        QueuedMail again = reserve().get(0);
        assertThat(again.deferrals()).isEqualTo(1);
        assertThat(deny(again.toClaim()).suppression()).contains(SuppressionReason.BOUNCED);
    }

    @Test
    @Promise(1)
    void a_cleared_opt_out_stops_nothing() {
        ProspectId ann = enqueueFor(ANN);
        store.setFlag(ann, ProspectFlag.EMAIL_OPT_OUT, true);
        store.setFlag(ann, ProspectFlag.EMAIL_OPT_OUT, false);
        assertThat(grant(reserve().get(0).toClaim()).number()).isEqualTo(1);
    }

    @Test
    void mail_to_an_address_that_its_prospect_has_left_is_not_sent() {
        ProspectId ann = enqueueFor(ANN);
        QueuedMail mail = reserve().get(0);
        store.changeAddress(ann, BOB);
        // A store may settle the mail when the address changes; then the claim finds it settled.
        assertThat(deny(mail.toClaim()).code()).isIn(SkipReason.SkipCode.ADDRESS_CHANGED, SkipReason.SkipCode.SETTLED);
        assertThat(onlyMail().state()).isEqualTo(SendState.SKIPPED);
        assertThat(onlyMail().skipReason()).contains(SkipReason.of(SkipReason.SkipCode.ADDRESS_CHANGED));
    }

    @Test
    @Promise(2)
    void an_attempt_is_granted_once_and_a_sent_mail_never_again() {
        enqueueFor(ANN);
        Claim claim = reserve().get(0).toClaim();
        AttemptId attempt = grant(claim);
        assertThat(deny(claim).code()).isEqualTo(SkipReason.SkipCode.CLAIMED_ELSEWHERE);
        assertThat(record(attempt, AttemptOutcome.sent(OK))).isEqualTo(SendState.SENT);
        assertThat(deny(claim).code()).isEqualTo(SkipReason.SkipCode.ALREADY_SENT);
        assertThat(onlyMail().reply()).contains(OK);
        assertThat(record(attempt, AttemptOutcome.unknown("late and wrong"))).isEqualTo(SendState.SENT);
        clock.advance(Duration.ofDays(1));
        assertThat(reserve()).isEmpty();
    }

    @Test
    @Promise(2)
    void a_batch_of_claims_is_decided_in_order_each_after_the_one_before() {
        Claim annsClaim = Claim.of(KEY, ANN, MessageClass.TRANSACTIONAL);
        List<ClaimVerdict> verdicts = attempts.claim(
                List.of(annsClaim, annsClaim, Claim.of(KEY, BOB, MessageClass.TRANSACTIONAL)), clock, SENDER);
        assertThat(verdicts.get(0)).isInstanceOf(ClaimVerdict.Granted.class);
        assertThat(verdicts.get(1)).isInstanceOf(ClaimVerdict.Denied.class);
        assertThat(verdicts.get(2)).isInstanceOf(ClaimVerdict.Granted.class);
        assertThat(verdicts.get(0).either(ClaimVerdict.Granted::claimedAt, SkipReason::at))
                .isEqualTo(now());
    }

    @Test
    @Promise(2)
    void of_eight_concurrent_claims_of_one_mail_one_is_granted() throws Exception {
        enqueueFor(ANN);
        Claim claim = reserve().get(0).toClaim();
        CountDownLatch together = new CountDownLatch(1);
        List<ClaimVerdict> verdicts = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Thread thread = new Thread(() -> {
                try {
                    together.await();
                } catch (InterruptedException e) {
                    return;
                }
                ClaimVerdict verdict = claim(claim);
                synchronized (verdicts) {
                    verdicts.add(verdict);
                }
            });
            threads.add(thread);
            thread.start();
        }
        together.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(verdicts).hasSize(8);
        assertThat(verdicts).filteredOn(ClaimVerdict.Granted.class::isInstance).hasSize(1);
    }

    @Test
    @Promise({1, 2})
    void a_one_off_mail_is_claimed_and_stored() {
        ProspectId ann = store.addProspect(Optional.of(ANN));
        Claim claim = Claim.of(KEY, ANN, MessageClass.TRANSACTIONAL);
        record(grant(claim), AttemptOutcome.sent(OK));
        assertThat(onlyMail().prospect()).isEmpty();
        assertThat(deny(claim).code()).isEqualTo(SkipReason.SkipCode.ALREADY_SENT);
        EnqueueResult late = enqueue(KEY, ann, ANN, Optional.empty());
        assertThat(late.skipReason().orElseThrow().code()).isEqualTo(SkipReason.SkipCode.DUPLICATE);
        ProspectId bob = store.addProspect(Optional.of(BOB));
        store.setFlag(bob, ProspectFlag.EMAIL_OPT_OUT, true);
        assertThat(deny(Claim.of(KEY, BOB, MessageClass.TRANSACTIONAL)).code())
                .isEqualTo(SkipReason.SkipCode.SUPPRESSED);
    }

    @Test
    @Promise(2)
    void a_claim_for_a_prospect_whose_address_another_has_is_stored_as_its_duplicate() {
        ProspectId first = enqueueFor(ANN);
        ProspectId second = store.addProspect(Optional.of(ANN));
        Claim claim = new Claim(KEY, ANN, Optional.of(second), MessageClass.MARKETING, Optional.empty());
        assertThat(deny(claim)).isEqualTo(SkipReason.duplicate(Optional.of(first)));
        SendQuery ofSecond = new SendQuery(Optional.of(second), Optional.empty(), Optional.empty());
        assertThat(outbox.listSends(ofSecond, MailId.START, 10))
                .singleElement()
                .satisfies(mail -> assertThat(mail.state()).isEqualTo(SendState.SKIPPED));
    }

    @Test
    @Promise(2)
    void a_prospect_who_has_the_message_does_not_get_it_at_another_address() {
        ProspectId ann = enqueueFor(ANN);
        Claim elsewhere = new Claim(KEY, BOB, Optional.of(ann), MessageClass.MARKETING, Optional.empty());
        assertThat(deny(elsewhere)).isEqualTo(SkipReason.duplicate(Optional.of(ann)));
        assertThat(reserve()).hasSize(1);
    }

    @Test
    @Promise(2)
    void an_unknown_mail_is_not_sent_again_and_its_late_outcome_counts() {
        enqueueFor(ANN);
        AttemptId attempt = grant(reserve().get(0).toClaim());
        record(attempt, AttemptOutcome.unknown("no outcome"));
        assertThat(onlyMail().state()).isEqualTo(SendState.UNKNOWN);
        assertThat(reserve()).isEmpty();
        assertThat(deny(Claim.of(KEY, ANN, MessageClass.MARKETING)).code()).isEqualTo(SkipReason.SkipCode.IN_DOUBT);
        assertThat(attempts.confirm(attempt, clock)).isInstanceOf(ClaimVerdict.Denied.class);
        clock.advance(Duration.ofDays(3));
        assertThat(record(attempt, AttemptOutcome.sent(OK))).isEqualTo(SendState.SENT);
    }

    @Test
    void a_repeated_mail_is_sent_again_unless_it_was_sent_after_all() {
        enqueueFor(ANN);
        AttemptId first = grant(reserve().get(0).toClaim());
        assertThat(record(first, AttemptOutcome.repeated(now(), "no outcome"))).isEqualTo(SendState.RETRYING);
        AttemptId second = grant(reserve().get(0).toClaim());
        assertThat(second.number()).isEqualTo(2);
        assertThat(record(first, AttemptOutcome.sent(OK))).isEqualTo(SendState.IN_FLIGHT);
        record(second, AttemptOutcome.repeated(now(), "no outcome"));
        assertThat(record(second, AttemptOutcome.retry(now(), BUSY))).isEqualTo(SendState.RETRYING);
        assertThat(record(second, AttemptOutcome.sent(OK))).isEqualTo(SendState.SENT);
        assertThat(reserve()).isEmpty();
    }

    @Test
    void a_requeued_mail_waits_in_the_state_that_it_had_before() {
        enqueueFor(ANN);
        Claim claim = reserve().get(0).toClaim();
        assertThat(record(grant(claim), AttemptOutcome.requeued(now().plusSeconds(1), "no relay")))
                .isEqualTo(SendState.QUEUED);
        assertThat(onlyMail().firstDeferredAt()).isEmpty();
        Instant answered = now();
        record(grant(claim), AttemptOutcome.retry(now().plusSeconds(1), BUSY));
        clock.advance(Duration.ofSeconds(1));
        assertThat(record(grant(claim), AttemptOutcome.requeued(now(), "no relay")))
                .isEqualTo(SendState.RETRYING);
        assertThat(onlyMail().firstDeferredAt()).contains(answered);
        assertThat(onlyMail().reply()).contains(BUSY);
        assertThat(onlyMail().attempts()).isEqualTo(3);
        assertThat(record(grant(claim), AttemptOutcome.expired(BUSY))).isEqualTo(SendState.EXPIRED);
        assertThat(onlyMail().due()).isEmpty();
    }

    @Test
    void existing_recipients_are_those_that_would_not_be_queued_again() {
        EmailAddress late = new EmailAddress("late@example.com");
        ProspectId newcomer = store.addProspect(Optional.of(late));
        RunId run = enqueueByRun(ANN);
        ProspectId ann = onlyMail().prospect().orElseThrow();
        enqueue(KEY, newcomer, ANN, Optional.of(run));
        assertThat(outbox.findExistingRecipients(KEY, List.of(ann, newcomer), List.of(ANN, BOB, late)))
                .isEqualTo(new ExistingRecipients(
                        Map.of(
                                ann, new ExistingMail(SendState.QUEUED, Optional.empty()),
                                newcomer,
                                        new ExistingMail(
                                                SendState.SKIPPED,
                                                Optional.of(SkipReason.duplicate(Optional.of(ann))))),
                        Set.of(ANN)));
        MessageKey anew = new MessageKey(KEY.account(), KEY.automation(), KEY.action(), KEY.mailing() + 1);
        assertThat(outbox.findExistingRecipients(anew, List.of(ann), List.of(ANN)))
                .isEqualTo(new ExistingRecipients(Map.of(), Set.of()));
    }

    @Test
    void a_paused_run_sends_nothing_until_it_is_resumed() {
        RunId run = enqueueByRun(ANN);
        QueuedMail mail = reserve().get(0);
        outbox.pause(run);
        assertThat(outbox.pausedRuns()).containsExactly(run);
        assertThat(deny(mail.toClaim()).code()).isEqualTo(SkipReason.SkipCode.PAUSED);
        outbox.release(List.of(Requeue.until(mail, now(), "its run is paused")), now());
        clock.advance(Duration.ofMinutes(2));
        assertThat(reserve()).isEmpty();
        assertThat(outbox.nextDue()).isEmpty();
        outbox.resume(run);
        assertThat(outbox.pausedRuns()).isEmpty();
        assertThat(grant(reserve().get(0).toClaim()).number()).isEqualTo(1);
    }

    @Test
    void cancelling_a_run_withdraws_its_waiting_mails_and_those_queued_later() {
        RunId run = enqueueByRun(ANN);
        RunId other = enqueueByRun(BOB);
        QueuedMail mail = reserve().get(0);
        assertThat(outbox.cancel(run, now())).isEqualTo(1);
        assertThat(outbox.cancel(run, now())).isZero();
        assertThat(deny(mail.toClaim()).code()).isEqualTo(SkipReason.SkipCode.CANCELLED);
        ProspectId late = store.addProspect(Optional.of(new EmailAddress("late@example.com")));
        EnqueueResult enqueued = enqueue(KEY, late, new EmailAddress("late@example.com"), Optional.of(run));
        assertThat(enqueued.skipReason().orElseThrow().code()).isEqualTo(SkipReason.SkipCode.CANCELLED);
        assertThat(outbox.countSends(Optional.of(run)))
                .containsExactly(new SendCount(
                        SendState.CANCELLED, Optional.of(SkipReason.SkipCode.CANCELLED), Optional.empty(), 2));
        assertThat(outbox.countSends(Optional.of(other)))
                .containsExactly(new SendCount(SendState.QUEUED, Optional.empty(), Optional.empty(), 1));
    }

    @Test
    void an_attempt_of_a_cancelled_run_ends_and_is_not_tried_again() {
        RunId run = enqueueByRun(ANN);
        AttemptId attempt = grant(reserve().get(0).toClaim());
        assertThat(outbox.cancel(run, now())).isZero();
        assertThat(record(attempt, AttemptOutcome.retry(now(), BUSY))).isEqualTo(SendState.CANCELLED);
        assertThat(reserve()).isEmpty();
    }

    @Test
    void mails_are_listed_in_pages_by_prospect_run_and_state() {
        List<ProspectId> prospects = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            prospects.add(enqueueFor(new EmailAddress("p" + i + "@example.com")));
        }
        RunId run = enqueueByRun(ANN);
        List<SendRecord> first = outbox.listSends(SendQuery.ALL, MailId.START, 4);
        List<SendRecord> rest = outbox.listSends(SendQuery.ALL, first.get(3).id(), 4);
        assertThat(first).hasSize(4);
        assertThat(rest).hasSize(2);
        assertThat(rest.get(1).run()).contains(run);
        record(grant(Claim.of(KEY, ANN, MessageClass.MARKETING)), AttemptOutcome.sent(OK));
        SendQuery sent = new SendQuery(Optional.empty(), Optional.of(run), Optional.of(SendState.SENT));
        assertThat(outbox.listSends(sent, MailId.START, 10)).hasSize(1);
        SendQuery third = new SendQuery(Optional.of(prospects.get(2)), Optional.empty(), Optional.empty());
        assertThat(outbox.listSends(third, MailId.START, 10))
                .singleElement()
                .satisfies(mail -> assertThat(mail.address()).contains(new EmailAddress("p2@example.com")));
    }
}
