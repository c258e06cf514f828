package heed.benchmarks.mail;

import heed.benchmarks.store.FilledStore;
import heed.engine.Engine;
import heed.engine.definition.AutomationSource;
import heed.engine.run.MessageDefaults;
import heed.engine.run.ProgressListener;
import heed.engine.run.RunOptions;
import heed.filters.json.SourceText;
import heed.mail.EmailMessage;
import heed.mail.MailCorrelation;
import heed.mail.MailTokens;
import heed.mail.SenderId;
import heed.mail.delivery.AccountMail;
import heed.mail.delivery.Delivery;
import heed.mail.delivery.DeliveryPorts;
import heed.mail.delivery.DeliverySettings;
import heed.mail.delivery.DeliveryTally;
import heed.mail.delivery.MessageComposer;
import heed.mail.outbox.Outbox;
import heed.mail.outbox.QueuedMail;
import heed.mail.server.ConnectionSecurity;
import heed.mail.unsubscribe.UnsubscribeLinks;
import heed.model.prospect.EmailAddress;
import heed.model.store.AccountStore;
import heed.smtp.SmtpSettings;
import heed.smtp.SmtpTransport;
import heed.store.DatabaseStore;
import heed.store.SqliteStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;

/** A marketing mailing to the prospects of a {@link FilledStore} with a low lead score. */
public final class BenchmarkMailing implements AutoCloseable {
    public static final SmtpSettings.Timeouts TIME_OUTS = SmtpSettings.Timeouts.STANDARD;

    /**
     * The JVM options of a process that sends mail. The last one keeps the mail library from searching the class path for its own
     * classes at each part of a message.
     */
    public static final List<String> JVM_OPTIONS = List.of(
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-Djakarta.mail.util.StreamProvider=org.eclipse.angus.mail.util.MailStreamProvider");

    private static final int BATCH = 5_000;
    private static final long POLL_MILLIS = 5;
    private static final Clock CLOCK = Clock.systemUTC();

    private final DatabaseStore store;
    private final AccountStore account;
    private final AccountMail mail;
    private final Engine engine;

    /** Opens an existing embedded store. */
    public BenchmarkMailing(Path file) {
        this(SqliteStore.openExisting(file, CLOCK));
    }

    /** @param store the store, which {@link #close} closes */
    public BenchmarkMailing(DatabaseStore store) {
        this.store = store;
        account = store.account(FilledStore.ACCOUNT).orElseThrow();
        mail = store.mail(FilledStore.ACCOUNT).orElseThrow();
        MailTokens tokens = mail.tokens();
        engine = Engine.builder(account)
                .prefilter(store)
                .outbox(mail.outbox())
                .messageDefaults(new MessageDefaults(
                        Optional.empty(),
                        new MailCorrelation(tokens, new EmailAddress("bounces@example.com")),
                        Optional.of(new UnsubscribeLinks(tokens, URI.create("https://mail.example.com/heed")))))
                .maxAffectedShare(1)
                .build();
    }

    /** Returns the lead score below which about the given number of the prospects are. */
    public static int leadScoreFor(int mails, int prospects) {
        return Math.max(1, Math.round((float) mails * FilledStore.SCORES / prospects));
    }

    /** Runs the automation, which queues a mail to every prospect with a lower lead score. Returns the number of mails. */
    public long queue(int leadScore) {
        String json = definition().replace("LEAD_SCORE", Integer.toString(leadScore));
        AutomationSource source = engine.read(new SourceText("mailing.json", json))
                .either(valid -> valid.value(), invalid -> {
                    throw new IllegalStateException(invalid.problems().toString());
                });
        return engine.run(source, RunOptions.DEFAULT, ProgressListener.NONE)
                .run()
                .tally()
                .applied();
    }

    private static String definition() {
        try (InputStream in = BenchmarkMailing.class.getResourceAsStream("mailing.json")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Composes every queued mail, and passes it to a consumer. */
    public void composeAll(BiConsumer<QueuedMail, EmailMessage> consumer) {
        MessageComposer composer = engine.composer();
        Instant now = CLOCK.instant();
        SenderId sender = new SenderId("benchmark");
        List<QueuedMail> reserved = mail.outbox().reserve(BATCH, now, sender);
        while (!reserved.isEmpty()) {
            List<MessageComposer.Composition> compositions = composer.compose(reserved);
            for (int i = 0; i < reserved.size(); i++) {
                QueuedMail queued = reserved.get(i);
                consumer.accept(queued, compositions.get(i).either(message -> message, reason -> {
                    throw new IllegalStateException(reason);
                }));
            }
            reserved = mail.outbox().reserve(BATCH, now, sender);
        }
    }

    /** Delivers until no mail waits and every outcome is stored. Returns the outcomes. */
    public DeliveryTally deliver(int port, int connections) throws InterruptedException {
        Outbox outbox = mail.outbox();
        DeliverySettings settings = DeliverySettings.STANDARD.withWorkers(connections);
        try (SmtpTransport transport = new SmtpTransport(
                        SmtpSettings.of("127.0.0.1", port, ConnectionSecurity.NONE, Optional.empty())
                                .withTimeouts(TIME_OUTS),
                        Optional.empty(),
                        CLOCK);
                Delivery delivery =
                        new Delivery(DeliveryPorts.of(mail, engine.composer(), transport), settings, CLOCK)) {
            delivery.start();
            while (!delivery.isIdle() || outbox.nextDue().isPresent()) {
                Thread.sleep(POLL_MILLIS);
            }
            return delivery.tally();
        }
    }

    @Override
    public void close() {
        store.close();
    }
}
