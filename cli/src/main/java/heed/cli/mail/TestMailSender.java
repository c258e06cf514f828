package heed.cli.mail;

import heed.cli.internal.account.AccountSession;
import heed.cli.internal.account.Engines;
import heed.cli.internal.settings.MailSettings;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.CommandException;
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
public final class TestMailSender {
    private final CommandEnvironment environment;
    private final AccountSession session;
    private final MailSettings settings;

    public TestMailSender(CommandEnvironment environment, AccountSession session, MailSettings settings) {
        this.environment = environment;
        this.session = session;
        this.settings = settings;
    }

    /**
     * Sends it.
     *
     * @return what the relay answered
     * @throws CommandException if the gate does not let it pass, or the relay does not take it
     */
    public SmtpReply send(String automation, RenderedMessage message, EmailAddress to) {
        if (message.from().isEmpty()) {
            throw CommandException.refused(
                    "no-sender", "neither the message nor the mail settings say who it is \"from\"");
        }
        if (message.messageClass() == MessageClass.MARKETING
                && settings.publicUrl().isEmpty()) {
            throw CommandException.refused(
                    "no-public-url",
                    "the message is marketing mail, and no \"publicUrl\" is set up at which people can unsubscribe");
        }
        Attempts attempts = session.mail().attempts();
        SendGate gate =
                new SendGate(attempts, environment.clock(), settings.delivery().lease());
        try (SmtpTransport transport = new SmtpTransport(settings.smtp(), settings.dkim(), environment.clock())) {
            AttemptOutcome outcome = new OneOffSender(gate, attempts, transport, environment.clock())
                    .send(
                            messageKey(automation, message),
                            to,
                            message.messageClass(),
                            mail -> composeMessage(message, mail))
                    .either(attempted -> attempted, refused -> {
                        throw notSent(refused);
                    });
            if (outcome.kind() != AttemptOutcome.OutcomeKind.SENT) {
                throw CommandException.failed(
                        "not-sent",
                        "the test was not sent: "
                                + outcome.reply().map(SmtpReply::format).orElse(outcome.detail()));
            }
            return outcome.reply().orElseThrow();
        }
    }

    /** A message of its own each second: whoever looks again gets it again. */
    private MessageKey messageKey(String automation, RenderedMessage message) {
        return new MessageKey(
                session.mail().outbox().account(),
                automation,
                "test:" + message.mail().action(),
                (int) (environment.clock().instant().getEpochSecond() & Integer.MAX_VALUE));
    }

    private CommandException notSent(SkipReason refusal) {
        return CommandException.refused(
                "not-sent",
                "the test is not sent: "
                        + refusal.describe(
                                ProspectId::toString,
                                session.account().account().zone()));
    }

    private EmailMessage composeMessage(RenderedMessage rendered, MailId mail) {
        MailTokens tokens = Engines.mailTokens(session.mail());
        MailCorrelation marks = new MailCorrelation(tokens, settings.bounces());
        Optional<URI> unsubscribe = settings.publicUrl().map(url -> new UnsubscribeLinks(tokens, url).example());
        return new EmailMessage(
                rendered.messageClass(),
                rendered.from().orElseThrow(),
                rendered.replyTo(),
                marks.envelopeSender(mail),
                marks.messageId(mail),
                environment.clock().instant(),
                "[Test] " + rendered.content().subject(),
                rendered.content().text(),
                rendered.content().html(),
                unsubscribe);
    }
}
