package heed.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import heed.mail.EmailMessage;
import heed.mail.LinkKey;
import heed.mail.MailCorrelation;
import heed.mail.MailId;
import heed.mail.MailMark;
import heed.mail.MailTokens;
import heed.mail.MessageClass;
import heed.mail.MessageKey;
import heed.mail.NamedAddress;
import heed.mail.SendState;
import heed.mail.SmtpReply;
import heed.mail.delivery.Delivery;
import heed.mail.delivery.DeliveryPorts;
import heed.mail.delivery.DeliverySettings;
import heed.mail.delivery.MessageComposer;
import heed.mail.delivery.RetrySchedule;
import heed.mail.gate.InMemoryJournals;
import heed.mail.outbox.InMemoryMailStore;
import heed.mail.outbox.MailStore;
import heed.mail.outbox.OutgoingMail;
import heed.mail.outbox.QueuedMail;
import heed.mail.outbox.SendQuery;
import heed.mail.outbox.SendRecord;
import heed.mail.server.ConnectionSecurity;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectId;
import heed.model.testing.Promise;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.apache.james.jdkim.DKIMVerifier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Delivers mail from the outbox through a real Postfix to a mailbox, and reads the bounces that return. */
@Tag("proof")
class PostfixDeliveryTest {
    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    private final Clock clock = Clock.systemUTC();
    private final InMemoryMailStore store = new InMemoryMailStore(clock);
    private final MailCorrelation correlation = new MailCorrelation(
            new MailTokens(MailStore.ACCOUNT, 0, () -> List.of(LinkKey.of(new byte[32]))), PostfixServer.BOUNCES);
    private final KeyPair keys = keys();
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private PostfixServer postfix;

    @BeforeEach
    void start() throws Exception {
        postfix = PostfixServer.open();
        open.push(postfix);
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable resource : open) {
            resource.close();
        }
    }

    private static KeyPair keys() {
        try {
            return KeyPairGenerator.getInstance("RSA").generateKeyPair();
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing);
        }
    }

    @Test
    void a_mail_arrives_signed_and_with_its_unsubscribe_link() throws Exception {
        MailId mail = enqueue("ann@good.example");
        deliver(OptionalDouble.empty());
        awaitCondition(() -> hasState(mail, SendState.SENT)
                && postfix.delivered(to("ann@good.example")).size() == 1);
        String arrived = postfix.delivered(to("ann@good.example")).get(0);
        MimeMessage mime = mime(arrived);
        assertThat(mime.getHeader("Return-Path"))
                .containsExactly("<" + correlation.envelopeSender(mark(mail)).value() + ">");
        assertThat(mime.getMessageID()).isEqualTo(correlation.messageId(mark(mail)));
        assertThat(mime.getHeader("List-Unsubscribe"))
                .containsExactly("<https://example.com/unsubscribe/" + mail + ">");
        assertThat(mime.getHeader("List-Unsubscribe-Post")).containsExactly("List-Unsubscribe=One-Click");
        String dns = "v=DKIM1; k=rsa; p="
                + Base64.getEncoder().encodeToString(keys.getPublic().getEncoded());
        assertThat(new DKIMVerifier((methods, selector, domain) -> List.of(dns))
                        .verify(new ByteArrayInputStream(arrived.getBytes(StandardCharsets.ISO_8859_1))))
                .hasSize(1);
    }

    @Test
    void a_permanent_refusal_is_a_rejection_and_a_temporary_refusal_is_tried_again() throws Exception {
        postfix.restart(true);
        MailId nobody = enqueue("ann@nobody.example");
        MailId full = enqueue("ann@full.example");
        MailId later = enqueue("ann@later.example");
        deliver(OptionalDouble.empty());
        awaitCondition(() -> hasState(nobody, SendState.REJECTED)
                && hasState(full, SendState.RETRYING)
                && hasState(later, SendState.RETRYING));
        assertThat(reply(nobody)).isEqualTo("550 5.1.1 to RCPT_TO");
        assertThat(reply(full)).isEqualTo("452 4.2.2 to RCPT_TO");
        assertThat(reply(later)).isEqualTo("451 4.7.1 to RCPT_TO");
        assertThat(postfix.delivered(to("ann@later.example"))).isEmpty();
        postfix.restart(false);
        awaitCondition(() -> hasState(later, SendState.SENT)
                && postfix.delivered(to("ann@later.example")).size() == 1);
        assertThat(record(nobody).attempts()).isEqualTo(1);
        assertThat(record(full).state()).isEqualTo(SendState.RETRYING);
        assertThat(postfix.bounces()).isEmpty();
    }

    @Test
    void a_bounce_names_the_mail_by_its_address_and_by_the_enclosed_message() throws Exception {
        List<Returned> expected = List.of(
                new Returned(enqueue("ann@gone.example"), "failed", "5.1.1"),
                new Returned(enqueue("ann@quota.example"), "failed", "5.2.2"),
                new Returned(enqueue("ann@slow.example"), "delayed", "4.2.2"));
        deliver(OptionalDouble.empty());
        awaitCondition(() -> postfix.bounces().size() >= expected.size()
                && expected.stream().allMatch(mail -> hasState(mail.mail, SendState.SENT)));
        assertThat(postfix.bounces().stream().map(this::returned)).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    @Promise(2)
    void when_postfix_stops_during_a_delivery_mails_wait_and_each_arrives_once() throws Exception {
        int number = 60;
        List<String> people = IntStream.range(0, number)
                .mapToObj(i -> "p" + i + "@good.example")
                .toList();
        List<MailId> mails = people.stream().map(this::enqueue).toList();
        deliver(OptionalDouble.of(20));
        awaitCondition(() -> count(mails, SendState.SENT) >= 10);
        postfix.stop();
        awaitCondition(() -> mails.stream()
                .anyMatch(
                        mail -> hasState(mail, SendState.QUEUED) && record(mail).attempts() > 0));
        assertThat(count(mails, SendState.SENT)).isLessThan(number);
        assertThat(mails).allSatisfy(mail -> {
            assertThat(record(mail).firstDeferredAt()).isEmpty();
            assertThat(record(mail).state())
                    .isIn(SendState.SENT, SendState.QUEUED, SendState.IN_FLIGHT, SendState.UNKNOWN);
        });
        postfix.restart(false);
        awaitCondition(() -> count(mails, SendState.SENT) + count(mails, SendState.UNKNOWN) == number);
        // Connections that broke after the message was complete: at most one for each worker, and never sent again.
        assertThat(count(mails, SendState.UNKNOWN)).isLessThanOrEqualTo(2);
        for (int i = 0; i < number; i++) {
            EmailAddress person = to(people.get(i));
            if (hasState(mails.get(i), SendState.SENT)) {
                awaitCondition(() -> !postfix.delivered(person).isEmpty());
            }
            assertThat(postfix.delivered(person)).hasSizeLessThanOrEqualTo(1);
        }
    }

    private record Returned(MailId mail, String action, String status) {}

    /** Reads a delivery status notification. Its address and its enclosed message must name the same mail. */
    private Returned returned(String raw) {
        try {
            MimeMessage report = mime(raw);
            assertThat(report.getContentType()).startsWith("multipart/report").contains("delivery-status");
            MimeMultipart parts = (MimeMultipart) report.getContent();
            String status = text(parts.getBodyPart(1).getInputStream());
            MimeMessage original = mime(text(parts.getBodyPart(2).getInputStream()));
            MailId mail = correlation
                    .findByEnvelopeSender(report.getHeader("Delivered-To")[0])
                    .orElseThrow()
                    .mail();
            assertThat(correlation.findByMessageId(original.getMessageID())).contains(mark(mail));
            return new Returned(mail, field(status, "Action"), field(status, "Status"));
        } catch (MessagingException | IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String field(String status, String name) {
        return status.lines()
                .filter(line -> line.startsWith(name + ": "))
                .map(line -> line.substring(name.length() + 2))
                .findFirst()
                .orElseThrow();
    }

    private static String text(InputStream in) throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    private static MimeMessage mime(String raw) throws MessagingException {
        return new MimeMessage(
                Session.getInstance(new Properties()),
                new ByteArrayInputStream(raw.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static EmailAddress to(String address) {
        return new EmailAddress(address);
    }

    private MailId enqueue(String address) {
        ProspectId prospect = store.addProspect(Optional.of(to(address)));
        OutgoingMail mail = new OutgoingMail(
                new MessageKey(MailStore.ACCOUNT, "news", "1", 1),
                prospect,
                Optional.of(to(address)),
                MessageClass.MARKETING,
                Optional.empty());
        return store.write(unit -> store.enqueue(unit, List.of(mail), clock.instant()))
                .get(0)
                .mail();
    }

    private MailMark mark(MailId mail) {
        return store.listSends(SendQuery.ALL, new MailId(mail.value() - 1), 1)
                .get(0)
                .mark();
    }

    private MessageComposer.Composition compose(QueuedMail mail) {
        return new MessageComposer.Composed(new EmailMessage(
                mail.messageClass(),
                NamedAddress.of(new EmailAddress("us@example.com")),
                Optional.empty(),
                correlation.envelopeSender(mail.mark()),
                correlation.messageId(mail.mark()),
                clock.instant(),
                "Hello",
                Optional.of("Good morning"),
                Optional.empty(),
                Optional.of(URI.create("https://example.com/unsubscribe/" + mail.id()))));
    }

    /** Starts a delivery with two workers and a retry every second. */
    private void deliver(OptionalDouble perSecond) {
        SmtpTransport transport = new SmtpTransport(
                SmtpSettings.of("127.0.0.1", postfix.port(), ConnectionSecurity.NONE, Optional.empty()),
                Optional.of(new DkimSigning("example.com", "s1", keys.getPrivate())),
                clock);
        List<Duration> seconds =
                IntStream.rangeClosed(1, 60).mapToObj(Duration::ofSeconds).toList();
        DeliverySettings settings = new DeliverySettings(
                2,
                perSecond,
                2,
                OptionalDouble.empty(),
                Duration.ofMinutes(10),
                DeliverySettings.STANDARD.inDoubtPolicy(),
                new RetrySchedule(seconds, 0));
        MessageComposer composer = mails -> mails.stream().map(this::compose).toList();
        Delivery delivery = new Delivery(
                new DeliveryPorts(store, store, store.deliveryInstances(), new InMemoryJournals(), composer, transport),
                settings,
                clock);
        open.push(transport);
        open.push(delivery);
        delivery.start();
    }

    private SendRecord record(MailId mail) {
        return store.listSends(SendQuery.ALL, new MailId(mail.value() - 1), 1).get(0);
    }

    private boolean hasState(MailId mail, SendState state) {
        return record(mail).state() == state;
    }

    private long count(List<MailId> mails, SendState state) {
        return mails.stream().filter(mail -> hasState(mail, state)).count();
    }

    private String reply(MailId mail) {
        return record(mail).reply().map(SmtpReply::toString).orElse("no reply");
    }

    /** Waits for a condition. */
    private void awaitCondition(Callable<Boolean> condition) throws Exception {
        Instant end = clock.instant().plus(TIMEOUT);
        while (!condition.call()) {
            assertThat(clock.instant()).as("the condition holds in time").isBefore(end);
            Thread.sleep(20);
        }
    }
}
