package heed.cli.mail;

import heed.cli.accounts.OpenAccount;
import heed.cli.console.Failure;
import heed.cli.console.World;
import heed.engine.preview.RenderedMessage;
import heed.mail.EmailMessage;
import heed.mail.MailCorrelation;
import heed.mail.MailId;
import heed.mail.MailTokens;
import heed.mail.MessageClass;
import heed.mail.MessageKey;
import heed.mail.SkipReason;
import heed.mail.SmtpReply;
import heed.mail.delivery.OneOffSender;
import heed.mail.gate.AttemptOutcome;
import heed.mail.gate.Attempts;
import heed.mail.gate.SendGate;
import heed.mail.unsubscribe.UnsubscribeLinks;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectId;
import heed.smtp.SmtpTransport;
import java.net.URI;
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
    public SmtpReply send(String automation, RenderedMessage letter, EmailAddress to) {
        if (letter.from().isEmpty()) {
            throw Failure.refused("no-sender", "neither the message nor the mail settings say who it is \"from\"");
        }
        if (letter.messageClass() == MessageClass.MARKETING
                && settings.publicUrl().isEmpty()) {
            throw Failure.refused(
                    "no-public-url",
                    "the message is marketing mail, and no \"publicUrl\" is set up at which people can unsubscribe");
        }
        Attempts attempts = open.mail().attempts();
        SendGate gate =
                new SendGate(attempts, world.clock(), settings.delivery().lease());
        try (SmtpTransport transport = new SmtpTransport(settings.smtp(), settings.dkim(), world.clock())) {
            AttemptOutcome outcome = new OneOffSender(gate, attempts, transport, world.clock())
                    .send(key(automation, letter), to, letter.messageClass(), mail -> message(letter, mail))
                    .either(tried -> tried, refused -> {
                        throw refused(refused);
                    });
            if (outcome.kind() != AttemptOutcome.OutcomeKind.SENT) {
                throw Failure.failed(
                        "not-sent",
                        "the test was not sent: "
                                + outcome.reply().map(SmtpReply::format).orElse(outcome.detail()));
            }
            return outcome.reply().orElseThrow();
        }
    }

    /** A message of its own each second: whoever looks again gets it again. */
    private MessageKey key(String automation, RenderedMessage letter) {
        return new MessageKey(
                open.mail().outbox().account(),
                automation,
                "test:" + letter.mail().action(),
                (int) (world.clock().instant().getEpochSecond() & Integer.MAX_VALUE));
    }

    private Failure refused(SkipReason refusal) {
        return Failure.refused(
                "not-sent",
                "the test is not sent: "
                        + refusal.describe(
                                ProspectId::toString, open.account().account().zone()));
    }

    private EmailMessage message(RenderedMessage letter, MailId mail) {
        MailTokens tokens = Working.tokens(open.mail());
        MailCorrelation marks = new MailCorrelation(tokens, settings.bounces());
        Optional<URI> unsubscribe = settings.publicUrl().map(url -> new UnsubscribeLinks(tokens, url).example());
        return new EmailMessage(
                letter.messageClass(),
                letter.from().orElseThrow(),
                letter.replyTo(),
                marks.envelopeSender(mail),
                marks.messageId(mail),
                world.clock().instant(),
                "[Test] " + letter.content().subject(),
                letter.content().text(),
                letter.content().html(),
                unsubscribe);
    }
}
