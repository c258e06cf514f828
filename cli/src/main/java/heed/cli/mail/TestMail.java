package heed.cli.mail;

import heed.cli.accounts.OpenAccount;
import heed.cli.console.Failure;
import heed.cli.console.World;
import heed.engine.Letter;
import heed.mail.Attempts;
import heed.mail.EmailMessage;
import heed.mail.MailMarks;
import heed.mail.MailTokens;
import heed.mail.MessageClass;
import heed.mail.MessageKey;
import heed.mail.Outcome;
import heed.mail.Refusal;
import heed.mail.Reply;
import heed.mail.SendGate;
import heed.mail.SendPermit;
import heed.mail.SendReceipt;
import heed.mail.UnsubscribeLinks;
import heed.model.EmailAddress;
import heed.smtp.SmtpTransport;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Sends one message to an address for a look at it: marked as a test, and through the gate as every mail is. */
public final class TestMail {
    private final World world;
    private final OpenAccount open;
    private final MailSettings settings;

    public TestMail(World world, OpenAccount open, MailSettings settings) {
        this.world = world;
        this.open = open;
        this.settings = settings;
    }

    /**
     * Sends it.
     *
     * @return what the relay answered
     * @throws Failure if the gate does not let it pass, or the relay does not take it
     */
    public Reply send(String automation, Letter letter, EmailAddress to) {
        if (letter.from().isEmpty()) {
            throw Failure.refused("no-sender", "neither the message nor the mail settings say who it is \"from\"");
        }
        if (letter.kind() == MessageClass.MARKETING && settings.publicUrl().isEmpty()) {
            throw Failure.refused(
                    "no-public-url",
                    "the message is marketing mail, and no \"publicUrl\" is set up at which people can unsubscribe");
        }
        Attempts attempts = open.mail().attempts();
        try (SmtpTransport transport = new SmtpTransport(settings.smtp(), settings.dkim(), world.clock())) {
            SendPermit permit = new SendGate(
                            attempts, world.clock(), settings.delivery().lease())
                    .claim(key(automation, letter), to, letter.kind())
                    .either(permitted -> permitted, refused -> {
                        throw refused(refused);
                    });
            SendReceipt receipt = transport.send(permit, message(letter, permit));
            Outcome outcome = receipt.accept(new Decided());
            attempts.record(
                    List.of(new Attempts.Attempted(permit.attempt(), outcome)),
                    world.clock().instant());
            if (outcome.kind() != Outcome.Kind.SENT) {
                throw Failure.failed(
                        "not-sent",
                        "the test was not sent: "
                                + outcome.reply().map(Reply::line).orElse(outcome.detail()));
            }
            return outcome.reply().orElseThrow();
        }
    }

    /** A message of its own each second: whoever looks again gets it again. */
    private MessageKey key(String automation, Letter letter) {
        return new MessageKey(
                open.mail().outbox().account(),
                automation,
                "test:" + letter.mail().action(),
                (int) (world.clock().instant().getEpochSecond() & Integer.MAX_VALUE));
    }

    private static Failure refused(Refusal refusal) {
        return Failure.refused("not-sent", "the test is not sent: " + refusal.text());
    }

    private EmailMessage message(Letter letter, SendPermit permit) {
        MailTokens tokens = Working.tokens(open.mail());
        MailMarks marks = new MailMarks(tokens, settings.bounces());
        Optional<URI> unsubscribe = settings.publicUrl().map(url -> new UnsubscribeLinks(tokens, url).example());
        return new EmailMessage(
                letter.kind(),
                letter.from().orElseThrow(),
                letter.replyTo(),
                marks.envelopeSender(permit.attempt().mail()),
                marks.messageId(permit.attempt().mail()),
                world.clock().instant(),
                "[Test] " + letter.content().subject(),
                letter.content().text(),
                letter.content().html(),
                unsubscribe);
    }

    /** A test is tried once. */
    private static final class Decided implements SendReceipt.Visitor<Outcome> {
        @Override
        public Outcome accepted(SendReceipt.Accepted accepted) {
            return Outcome.sent(accepted.reply());
        }

        @Override
        public Outcome refusedForGood(SendReceipt.RefusedForGood refused) {
            return Outcome.rejected(refused.reply());
        }

        @Override
        public Outcome refusedForNow(SendReceipt.RefusedForNow refused) {
            return new Outcome(Outcome.Kind.FAILED, Optional.empty(), Optional.of(refused.reply()), "");
        }

        @Override
        public Outcome relayUnreachable(SendReceipt.RelayUnreachable unreachable) {
            return failed(unreachable.why());
        }

        @Override
        public Outcome inDoubt(SendReceipt.InDoubt inDoubt) {
            return Outcome.unknown(inDoubt.why());
        }

        @Override
        public Outcome permitExpired(SendReceipt.PermitExpired expired) {
            return failed("the relay took too long to connect");
        }

        private static Outcome failed(String why) {
            return new Outcome(Outcome.Kind.FAILED, Optional.empty(), Optional.empty(), why);
        }
    }
}
