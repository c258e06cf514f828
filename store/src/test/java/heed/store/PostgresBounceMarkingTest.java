package heed.store;

import static org.assertj.core.api.Assertions.assertThat;

import heed.bounces.BounceKind;
import heed.bounces.BounceReason;
import heed.bounces.BounceVerdict;
import heed.bounces.VerdictKind;
import heed.bounces.mailbox.BounceIngest;
import heed.bounces.marking.BouncePolicy;
import heed.bounces.marking.BounceRecords;
import heed.mail.AttemptId;
import heed.mail.MailCorrelation;
import heed.mail.MailId;
import heed.mail.MailMark;
import heed.mail.MessageClass;
import heed.mail.MessageKey;
import heed.mail.SenderId;
import heed.mail.SmtpReply;
import heed.mail.delivery.AccountMail;
import heed.mail.gate.AttemptOutcome;
import heed.mail.gate.Attempts.AttemptResult;
import heed.mail.gate.Claim;
import heed.mail.gate.ClaimVerdict;
import heed.mail.outbox.SendQuery;
import heed.model.fact.Provenance;
import heed.model.prospect.EmailAddress;
import heed.model.testing.Promise;
import heed.model.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bounces that are processed while mail is sent, and by several threads at once. */
class PostgresBounceMarkingTest {
    private static final String ACCOUNT = "Acme";
    private static final EmailAddress ANN = new EmailAddress("ann@example.com");
    private static final EmailAddress BOB = new EmailAddress("bob@example.com");
    private static final AtomicInteger ENTRY = new AtomicInteger();

    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T10:00:00Z"));
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private PostgresStore firstStore;
    private PostgresStore secondStore;

    @BeforeEach
    void open() {
        firstStore = PostgresStore.openExisting(TestPostgres.emptyStore(), PostgresStore.SCHEMA, clock);
        firstStore.addAccount(ACCOUNT, ZoneOffset.UTC);
        secondStore = PostgresStore.openExisting(TestPostgres.userDataSource(), PostgresStore.SCHEMA, clock);
    }

    @AfterEach
    void close() {
        threads.shutdownNow();
        firstStore.close();
        secondStore.close();
    }

    private static AccountMail mail(PostgresStore store) {
        return store.mail(ACCOUNT).orElseThrow();
    }

    private static BounceRecords bounces(PostgresStore store) {
        return store.bounces(ACCOUNT).orElseThrow();
    }

    private ClaimVerdict claim(PostgresStore store, EmailAddress address) {
        Claim claim = Claim.of(
                new MessageKey(ACCOUNT, "news", "1", ENTRY.incrementAndGet()), address, MessageClass.MARKETING);
        return mail(store)
                .attempts()
                .claim(List.of(claim), clock, new SenderId("sender"))
                .get(0);
    }

    private AttemptId attempt(EmailAddress address) {
        return claim(firstStore, address).either(ClaimVerdict.Granted::attempt, reason -> {
            throw new AssertionError(reason.describe());
        });
    }

    private MailId sendMail(EmailAddress address) {
        AttemptId attempt = attempt(address);
        AttemptOutcome outcome = AttemptOutcome.sent(SmtpReply.of(SmtpReply.Stage.END_OF_DATA, 250, "2.0.0 queued"));
        mail(firstStore).attempts().record(List.of(new AttemptResult(attempt, outcome)), clock.instant());
        return attempt.mail();
    }

    @Test
    @Promise(1)
    void a_claim_waits_for_a_bounce_of_its_address_but_not_for_one_of_another_address() throws Exception {
        MailId mail = sendMail(ANN);
        Provenance provenance = new Provenance(
                clock.instant(), "test", Provenance.Origin.BOUNCE, "gone", Optional.empty(), Optional.empty());
        Future<ClaimVerdict> verdict = bounces(firstStore).write(List.of(mail), List.of(), work -> {
            assertThat(work.mark(Map.of(ANN, provenance))).containsExactly(ANN);
            assertThat(claim(secondStore, BOB)).isInstanceOf(ClaimVerdict.Granted.class);
            Future<ClaimVerdict> claimed = threads.submit(() -> claim(secondStore, ANN));
            PostgresLocksTest.awaitLockWait();
            return claimed;
        });
        assertThat(verdict.get(30, TimeUnit.SECONDS)).isInstanceOf(ClaimVerdict.Denied.class);
    }

    @Test
    @Promise(1)
    void bounces_and_rejections_are_processed_one_after_another_while_mail_is_sent() throws Exception {
        AttemptId attempt = attempt(BOB);
        AttemptOutcome refused =
                AttemptOutcome.rejected(SmtpReply.of(SmtpReply.Stage.RCPT_TO, 550, "5.1.1 no such user"));
        Future<?> recorded = bounces(firstStore).write(List.of(), List.of(ANN), work -> {
            Future<?> records = threads.submit(() ->
                    mail(secondStore).attempts().record(List.of(new AttemptResult(attempt, refused)), clock.instant()));
            PostgresLocksTest.awaitLockWait();
            assertThat(claim(secondStore, new EmailAddress("eve@example.com")))
                    .isInstanceOf(ClaimVerdict.Granted.class);
            return records;
        });
        recorded.get(30, TimeUnit.SECONDS);
        assertThat(claim(secondStore, BOB)).isInstanceOf(ClaimVerdict.Denied.class);
    }

    @Test
    @Promise(8)
    void reports_ingested_by_several_threads_are_all_stored_and_each_mail_counts_once() throws Exception {
        BouncePolicy unpaused = new BouncePolicy(5, Duration.ofDays(7), 1, 1000, 0.05, 10);
        bounces(firstStore).write(work -> {
            work.setPolicy(unpaused);
            return true;
        });
        int number = 40;
        List<MailId> mails = IntStream.range(0, number)
                .mapToObj(i -> sendMail(new EmailAddress("p" + i + "@example.com")))
                .toList();
        List<MailMark> marks = mails.stream()
                .map(mail -> mail(firstStore)
                        .outbox()
                        .listSends(SendQuery.ALL, new MailId(mail.value() - 1), 1)
                        .get(0)
                        .mark())
                .toList();
        MailCorrelation correlation =
                new MailCorrelation(mail(firstStore).tokens(), new EmailAddress(BounceTestStore.BOUNCE_ADDRESS));
        List<Future<?>> done = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
            PostgresStore store = thread % 2 == 0 ? firstStore : secondStore;
            boolean backwards = thread > 1;
            done.add(threads.submit(() -> {
                BounceIngest ingest = new BounceIngest(bounces(store), correlation);
                for (int from = 0; from < number; from += 5) {
                    int first = from;
                    ingest.ingest(
                            IntStream.range(first, first + 5)
                                    .map(i -> backwards ? number - 1 - i : i)
                                    .mapToObj(i -> BounceTestStore.toReadMessage(
                                            verdictOfUnknownUser(correlation, marks.get(i))))
                                    .toList(),
                            clock.instant());
                }
            }));
        }
        for (Future<?> future : done) {
            future.get(60, TimeUnit.SECONDS);
        }
        long counted = bounces(firstStore)
                .write(work -> work.countBounced(Optional.empty(), BounceReason.USER_UNKNOWN, clock.instant()));
        assertThat(counted).isEqualTo(number);
        for (int i = 0; i < number; i++) {
            EmailAddress address = new EmailAddress("p" + i + "@example.com");
            boolean marked = bounces(firstStore)
                    .read(reading -> reading.findMarkedSince(address).isPresent());
            assertThat(marked).isTrue();
            int bounces = bounces(firstStore)
                    .read(reading -> reading.history(address).bounces().size());
            assertThat(bounces).isEqualTo(4);
        }
    }

    private static BounceVerdict verdictOfUnknownUser(MailCorrelation correlation, MailMark mail) {
        return new BounceVerdict(
                VerdictKind.FAILED,
                Optional.empty(),
                Optional.empty(),
                Optional.of(BounceTestStore.diagnosis(BounceReason.USER_UNKNOWN, BounceKind.HARD)),
                BounceVerdict.DeliveryReport.NONE,
                new BounceVerdict.MailTrace(
                        Optional.empty(),
                        List.of(correlation.envelopeSender(mail).value())),
                true,
                "1");
    }
}
