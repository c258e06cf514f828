package heed.benchmarks;

import heed.examples.prove.DurablePostgres;
import heed.mail.AccountMail;
import heed.mail.AttemptId;
import heed.mail.Attempts.Attempted;
import heed.mail.Claim;
import heed.mail.ClaimVerdict;
import heed.mail.MailId;
import heed.mail.MailMarks;
import heed.mail.MailTokens;
import heed.mail.MessageClass;
import heed.mail.MessageKey;
import heed.mail.Outcome;
import heed.mail.Reply;
import heed.mail.bounce.BounceKind;
import heed.mail.bounce.BouncePolicy;
import heed.mail.bounce.BounceReason;
import heed.mail.bounce.BounceRecords;
import heed.mail.bounce.BounceVerdict;
import heed.mail.bounce.Diagnosis;
import heed.mail.bounce.Intake;
import heed.mail.bounce.Marking.Effect;
import heed.mail.bounce.ReturnedMessage;
import heed.mail.bounce.VerdictKind;
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
 * Taking the bounces of one hour's mail into a store, 50 at a time as they are fetched, each of which marks a prospect: how
 * long each tenth of them takes. Nothing is beside it: what it shows is that the last tenth takes as long as the first.
 *
 * <p>{@code sqlite|postgresql FOLDER BOUNCES}
 */
public final class MassBounce {
    private static final int AT_ONCE = 50;
    private static final int SENT_AT_ONCE = 1_000;
    private static final int PARTS = 10;
    private static final Instant HOUR = Instant.parse("2026-03-01T10:00:00Z");
    private static final Clock CLOCK = Clock.fixed(HOUR, ZoneOffset.UTC);
    private static final Duration LEASE = Duration.ofMinutes(10);
    private static final Diagnosis GONE =
            new Diagnosis(BounceReason.USER_UNKNOWN, BounceKind.HARD, Diagnosis.Evidence.STATUS_CODE, "benchmark");

    private MassBounce() {}

    public static void main(String[] arguments) throws Exception {
        int bounces = Integer.parseInt(arguments[2]);
        System.out.println(Machine.words());
        if (arguments[0].equals("sqlite")) {
            Path folder = Files.createDirectories(Path.of(arguments[1]));
            Path file = Files.createTempDirectory(folder, "mass-bounce").resolve("heed.db");
            try (SqliteStore store = SqliteStore.open(file, CLOCK)) {
                measure(store, bounces);
            }
        } else {
            try (DurablePostgres server = DurablePostgres.start(Map.of("shared_buffers", "512MB"))) {
                PostgresServer address = PostgresServer.of(server.address("postgres"));
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
        MailMarks marks =
                new MailMarks(new MailTokens(mail.secret(), FilledStore.ACCOUNT), new EmailAddress("us@example.com"));
        MailId[] mails = sent(mail, bounces);
        Intake intake = new Intake(records, marks);
        System.out.printf(Locale.ROOT, "%,d bounces of one hour's mail, %d at a time%n", bounces, AT_ONCE);
        int part = Math.max(AT_ONCE, bounces / PARTS);
        for (int from = 0; from < bounces; from += part) {
            int until = Math.min(bounces, from + part);
            long start = System.nanoTime();
            for (int i = from; i < until; i += AT_ONCE) {
                take(intake, marks, List.of(mails).subList(i, Math.min(until, i + AT_ONCE)));
            }
            System.out.printf(
                    Locale.ROOT,
                    "%,9d to %,9d: %,7d ms%n",
                    from,
                    until,
                    TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start));
        }
    }

    private static MailId[] sent(AccountMail mail, int number) {
        MessageKey key = new MessageKey(FilledStore.ACCOUNT, "news", "1", 1);
        Outcome taken = Outcome.sent(Reply.of(Reply.Stage.END_OF_DATA, 250, "2.0.0 queued"));
        MailId[] mails = new MailId[number];
        for (int from = 0; from < number; from += SENT_AT_ONCE) {
            int first = from;
            List<Claim> claims = IntStream.range(first, Math.min(number, first + SENT_AT_ONCE))
                    .mapToObj(i -> Claim.of(key, new EmailAddress(FilledStore.address(i)), MessageClass.MARKETING))
                    .toList();
            List<AttemptId> attempts = mail.attempts().claim(claims, CLOCK, LEASE).stream()
                    .map(verdict -> verdict.either(ClaimVerdict.Taken::attempt, why -> {
                        throw new IllegalStateException(why.text());
                    }))
                    .toList();
            mail.attempts()
                    .record(
                            attempts.stream()
                                    .map(attempt -> new Attempted(attempt, taken))
                                    .toList(),
                            HOUR);
            for (int i = 0; i < attempts.size(); i++) {
                mails[first + i] = attempts.get(i).mail();
            }
        }
        return mails;
    }

    private static void take(Intake intake, MailMarks marks, List<MailId> mails) {
        List<Intake.Read> read = mails.stream()
                .map(mail -> new Intake.Read(
                        ReturnedMessage.of(mail.toString().getBytes(StandardCharsets.US_ASCII), Optional.empty(), 1),
                        List.of(verdict(marks.envelopeSender(mail)))))
                .toList();
        for (Intake.Taken taken : intake.take(read, HOUR)) {
            if (!taken.effects().equals(List.of(Effect.MARKED))) {
                throw new IllegalStateException(taken.toString());
            }
        }
    }

    private static BounceVerdict verdict(EmailAddress returnPath) {
        return new BounceVerdict(
                VerdictKind.FAILED,
                Optional.empty(),
                Optional.empty(),
                Optional.of(GONE),
                BounceVerdict.Report.NONE,
                new BounceVerdict.Trace(Optional.empty(), List.of(returnPath.value())),
                "benchmark");
    }
}
