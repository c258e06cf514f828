package heed.benchmarks;

import heed.benchmarks.measure.MachineDescription;
import heed.benchmarks.store.FilledStore;
import heed.bounces.BounceKind;
import heed.bounces.BounceReason;
import heed.bounces.BounceVerdict;
import heed.bounces.Diagnosis;
import heed.bounces.VerdictKind;
import heed.bounces.mailbox.BounceIngest;
import heed.bounces.marking.BounceMarker.BounceEffect;
import heed.bounces.marking.BouncePolicy;
import heed.bounces.marking.BounceRecords;
import heed.bounces.marking.ReturnedMessage;
import heed.examples.prove.DurablePostgres;
import heed.mail.MailCorrelation;
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
import heed.model.prospect.EmailAddress;
import heed.store.DatabaseStore;
import heed.store.PostgresServer;
import heed.store.PostgresStore;
import heed.store.SqliteStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Measures how long a store takes for each tenth of the bounces of one hour's mail, each of which marks a prospect. The bounces
 * are stored 50 at a time, as they are fetched. There is no alternative to compare with: the benchmark shows that the last tenth
 * takes no longer than the first.
 *
 * <p>{@code sqlite|postgresql FOLDER BOUNCES}
 */
public final class MassBounceBenchmark {
    private static final int INGEST_BATCH = 50;
    private static final int SEND_BATCH = 1_000;
    private static final int PARTS = 10;
    private static final Instant HOUR = Instant.parse("2026-03-01T10:00:00Z");
    private static final Clock CLOCK = Clock.fixed(HOUR, ZoneOffset.UTC);
    private static final SenderId SENDER = new SenderId("benchmark");
    private static final Diagnosis GONE =
            new Diagnosis(BounceReason.USER_UNKNOWN, BounceKind.HARD, Diagnosis.Evidence.STATUS_CODE, "benchmark");

    private MassBounceBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        int bounces = Integer.parseInt(arguments[2]);
        System.out.println(MachineDescription.describe());
        if (arguments[0].equals("sqlite")) {
            Path folder = Files.createDirectories(Path.of(arguments[1]));
            Path file = Files.createTempDirectory(folder, "mass-bounce").resolve("heed.db");
            try (SqliteStore store = SqliteStore.open(file, CLOCK)) {
                measure(store, bounces);
            }
        } else {
            try (DurablePostgres server = DurablePostgres.start(Map.of("shared_buffers", "512MB"))) {
                PostgresServer address = PostgresServer.parse(server.address("postgres"));
                try (PostgresStore store = PostgresStore.open(address, Optional.empty(), CLOCK)) {
                    measure(store, bounces);
                }
            }
        }
    }

    private static void measure(DatabaseStore store, int bounces) {
        FilledStore.fill(store, bounces, number -> false);
        AccountMail mail = store.mail(FilledStore.ACCOUNT).orElseThrow();
        BounceRecords records = store.bounces(FilledStore.ACCOUNT).orElseThrow();
        BouncePolicy unpaused = new BouncePolicy(5, Duration.ofDays(7), 1, bounces, 0.05, 10);
        records.write(work -> {
            work.setPolicy(unpaused);
            return true;
        });
        MailCorrelation marks = new MailCorrelation(mail.tokens(), new EmailAddress("us@example.com"));
        MailMark[] mails = sendMails(mail, bounces);
        BounceIngest ingest = new BounceIngest(records, marks);
        System.out.printf(Locale.ROOT, "%,d bounces of one hour's mail, %d at a time%n", bounces, INGEST_BATCH);
        int part = Math.max(INGEST_BATCH, bounces / PARTS);
        int marked = 0;
        for (int from = 0; from < bounces; from += part) {
            int until = Math.min(bounces, from + part);
            long start = System.nanoTime();
            for (int i = from; i < until; i += INGEST_BATCH) {
                marked += ingest(ingest, marks, List.of(mails).subList(i, Math.min(until, i + INGEST_BATCH)));
            }
            System.out.printf(
                    Locale.ROOT,
                    "%,9d to %,9d: %,7d ms%n",
                    from,
                    until,
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
        }
        System.out.printf(Locale.ROOT, "%,d addresses were marked%n", marked);
    }

    /** Records mails as sent, without sending them. */
    private static MailMark[] sendMails(AccountMail mail, int number) {
        MessageKey key = new MessageKey(FilledStore.ACCOUNT, "news", "1", 1);
        AttemptOutcome outcome = AttemptOutcome.sent(SmtpReply.of(SmtpReply.Stage.END_OF_DATA, 250, "2.0.0 queued"));
        MailMark[] mails = new MailMark[number];
        for (int from = 0; from < number; from += SEND_BATCH) {
            int first = from;
            List<Claim> claims = IntStream.range(first, Math.min(number, first + SEND_BATCH))
                    .mapToObj(i -> Claim.of(key, new EmailAddress(FilledStore.address(i)), MessageClass.MARKETING))
                    .toList();
            List<ClaimVerdict.Granted> granted = mail.attempts().claim(claims, CLOCK, SENDER).stream()
                    .map(verdict -> verdict.either(permitted -> permitted, reason -> {
                        throw new IllegalStateException(reason.describe());
                    }))
                    .toList();
            mail.attempts()
                    .record(
                            granted.stream()
                                    .map(permitted -> new AttemptResult(permitted.attempt(), outcome))
                                    .toList(),
                            HOUR);
            for (int i = 0; i < granted.size(); i++) {
                mails[first + i] = new MailMark(
                        granted.get(i).attempt().mail(), granted.get(i).nonce(), Optional.empty());
            }
        }
        return mails;
    }

    /** Stores a bounce of each mail, each of which must mark its address. Returns their number. */
    private static int ingest(BounceIngest ingest, MailCorrelation marks, List<MailMark> mails) {
        List<BounceIngest.ReadMessage> read = mails.stream()
                .map(mail -> new BounceIngest.ReadMessage(
                        ReturnedMessage.of(mail.toString().getBytes(StandardCharsets.US_ASCII), Optional.empty(), 1),
                        List.of(verdict(marks.envelopeSender(mail))),
                        Optional.empty()))
                .toList();
        for (BounceIngest.IngestResult result : ingest.ingest(read, HOUR)) {
            if (!result.effects().equals(List.of(BounceEffect.MARKED))) {
                throw new IllegalStateException(result.toString());
            }
        }
        return mails.size();
    }

    private static BounceVerdict verdict(EmailAddress envelopeSender) {
        return new BounceVerdict(
                VerdictKind.FAILED,
                Optional.empty(),
                Optional.empty(),
                Optional.of(GONE),
                BounceVerdict.DeliveryReport.NONE,
                new BounceVerdict.MailTrace(Optional.empty(), List.of(envelopeSender.value())),
                true,
                "benchmark");
    }
}
