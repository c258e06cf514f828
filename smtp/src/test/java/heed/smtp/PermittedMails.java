package heed.smtp;

import heed.mail.EmailMessage;
import heed.mail.MessageClass;
import heed.mail.MessageKey;
import heed.mail.NamedAddress;
import heed.mail.gate.InMemoryJournals;
import heed.mail.gate.SendGate;
import heed.mail.gate.SendPermit;
import heed.mail.outbox.InMemoryMailStore;
import heed.mail.outbox.MailStore;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectFlag;
import heed.model.testing.SettableClock;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/** Permits and messages to send in tests. */
final class PermittedMails {
    static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    static final EmailAddress ANN = new EmailAddress("ann@example.com");
    static final EmailAddress BOUNCES = new EmailAddress("bounces+tag@mail.example.com");

    private final InMemoryMailStore store;
    private final SendGate gate;
    private int messages;

    PermittedMails(SettableClock clock) {
        store = new InMemoryMailStore(clock);
        gate = InMemoryJournals.gate(store, clock);
    }

    /** Opts the address of the permits out. */
    void optOut() {
        store.setFlag(store.addProspect(Optional.of(ANN)), ProspectFlag.EMAIL_OPT_OUT, true);
    }

    SendPermit permit(EmailAddress address) {
        MessageKey key = new MessageKey(MailStore.ACCOUNT, "test", "m" + ++messages, 1);
        return gate.claim(key, address, MessageClass.MARKETING).either(permit -> permit, reason -> {
            throw new AssertionError(reason.describe());
        });
    }

    SendPermit permit() {
        return permit(ANN);
    }

    static EmailMessage message(String subject, Optional<String> text, Optional<String> html) {
        return new EmailMessage(
                MessageClass.MARKETING,
                NamedAddress.of("Søren, \"us\"", new EmailAddress("us@example.com")),
                Optional.of(NamedAddress.of(new EmailAddress("reply@example.com"))),
                BOUNCES,
                "<tag@mail.example.com>",
                START,
                subject,
                text,
                html,
                Optional.of(URI.create("https://example.com/unsubscribe/abc")));
    }

    static EmailMessage message() {
        return message("Hello", Optional.of("Good morning"), Optional.empty());
    }
}
