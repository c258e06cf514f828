package heed.mail.gate;

import static org.assertj.core.api.Assertions.assertThat;

import heed.mail.EmailMessage;
import heed.mail.MessageClass;
import heed.mail.MessageKey;
import heed.mail.NamedAddress;
import heed.mail.outbox.InMemoryMailStore;
import heed.mail.outbox.MailStore;
import heed.model.prospect.EmailAddress;
import heed.model.testing.Promise;
import heed.model.testing.SettableClock;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The contract of every {@link MailTransport}. */
public abstract class MailTransportContract {
    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final EmailAddress ANN = new EmailAddress("ann@example.com");

    private final SettableClock clock = new SettableClock(START);
    private final SendGate gate = InMemoryJournals.gate(new InMemoryMailStore(clock), clock);
    private Relay relay;
    private int messages;

    /** A relay that accepts every mail, and the transports to it. */
    public interface Relay extends AutoCloseable {
        MailTransport transport();

        /** Returns a transport to an address where there is no relay. */
        MailTransport unreachable();

        /** Returns the messages that the relay received for a recipient, complete with headers. */
        List<String> received(EmailAddress recipient);

        @Override
        void close();
    }

    /** Opens a relay without messages. */
    protected abstract Relay open(SettableClock clock);

    @BeforeEach
    void open() {
        relay = open(clock);
    }

    @AfterEach
    void close() {
        relay.close();
    }

    private SendPermit permit(EmailAddress address) {
        MessageKey key = new MessageKey(MailStore.ACCOUNT, "contract", "m" + ++messages, 1);
        return gate.claim(key, address, MessageClass.MARKETING).either(permit -> permit, reason -> {
            throw new AssertionError(reason.describe());
        });
    }

    private static EmailMessage message(String text) {
        EmailAddress sender = new EmailAddress("us@example.com");
        return new EmailMessage(
                MessageClass.MARKETING,
                NamedAddress.of("Us", sender),
                Optional.empty(),
                sender,
                "<1@example.com>",
                START,
                "Hello",
                Optional.of(text),
                Optional.empty(),
                Optional.of(URI.create("https://example.com/unsubscribe/x")));
    }

    @Test
    void a_message_goes_to_the_permits_address_once() {
        SendReceipt receipt = relay.transport().send(permit(ANN), message("Good morning"));
        assertThat(receipt).isInstanceOf(SendReceipt.Accepted.class);
        assertThat(((SendReceipt.Accepted) receipt).reply().code()).isEqualTo(250);
        assertThat(relay.received(ANN)).singleElement().asString().contains("Good morning", "<1@example.com>");
    }

    @Test
    @Promise(1)
    void an_expired_permit_transmits_nothing() {
        SendPermit permit = permit(ANN);
        clock.advance(SendPermit.VALID_FOR);
        assertThat(relay.transport().send(permit, message("Late"))).isEqualTo(new SendReceipt.PermitExpired());
        assertThat(relay.received(ANN)).isEmpty();
    }

    @Test
    @Promise(2)
    void a_used_permit_transmits_nothing() {
        SendPermit permit = permit(ANN);
        relay.transport().send(permit, message("Once"));
        assertThat(relay.transport().send(permit, message("Twice"))).isEqualTo(new SendReceipt.PermitExpired());
        assertThat(relay.received(ANN)).hasSize(1);
    }

    @Test
    void an_unreachable_relay_uses_no_permit() {
        SendPermit permit = permit(ANN);
        assertThat(relay.unreachable().send(permit, message("Hello"))).isInstanceOf(SendReceipt.RelayUnreachable.class);
        assertThat(permit.use()).isTrue();
    }

    @Test
    void many_threads_can_use_one_transport() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<SendReceipt>> receipts = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                SendPermit permit = permit(new EmailAddress("p" + i + "@example.com"));
                EmailMessage message = message("Number " + i + ".");
                receipts.add(threads.submit(() -> relay.transport().send(permit, message)));
            }
            for (Future<SendReceipt> receipt : receipts) {
                assertThat(receipt.get()).isInstanceOf(SendReceipt.Accepted.class);
            }
        } finally {
            threads.shutdown();
        }
        for (int i = 0; i < 100; i++) {
            assertThat(relay.received(new EmailAddress("p" + i + "@example.com")))
                    .singleElement()
                    .asString()
                    .contains("Number " + i + ".");
        }
    }

    @Test
    void a_send_has_a_longest_duration() {
        assertThat(relay.transport().maxSendDuration()).isPositive();
    }
}
