package heed.cli.mail;

import heed.cli.internal.account.AccountSession;
import heed.cli.internal.account.Engines;
import heed.cli.internal.settings.MailSettings;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.CommandException;
import heed.engine.preview.RenderedMessage;
import heed.mail.EmailMessage;
import heed.mail.MailCorrelation;
import heed.mail.MailMark;
import heed.mail.MailTokens;
import heed.mail.MessageClass;
import heed.mail.MessageKey;
import heed.mail.SkipReason;
import heed.mail.SmtpReply;
import heed.mail.delivery.OneOffSender;
import heed.mail.gate.AttemptJournal;
import heed.mail.gate.AttemptOutcome;
import heed.mail.gate.Attempts;
import heed.mail.unsubscribe.UnsubscribeLinks;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectId;
import heed.smtp.SmtpTransport;
import java.net.URI;
import java.util.Optional;

/** Sends a message to one address, marked as a test. Like every mail it passes the send gate. */
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
     * Sends a message.
     *
     * @return the reply of the relay
     * @throws CommandException if there is no sender or no public URL, if the gate refuses, or if the relay refuses
     */
    public SmtpReply send(String automation, RenderedMessage message, EmailAddress to) {
        if (message.from().isEmpty()) {
            throw CommandException.refused("no-sender", "neither the message nor the mail settings have a \"from\"");
        }
        if (message.messageClass() == MessageClass.MARKETING
                && settings.publicUrl().isEmpty()) {
            throw CommandException.refused(
                    "no-public-url",
                    "the message is marketing mail, and the mail settings have no \"publicUrl\", at which people can"
                            + " unsubscribe");
        }
        Attempts attempts = session.mail().attempts();
        try (AttemptJournal journal = session.mail().journals().open();
                SmtpTransport transport = new SmtpTransport(settings.smtp(), settings.dkim(), environment.clock())) {
            AttemptOutcome outcome = new OneOffSender(attempts, journal, transport, environment.clock())
                    .send(
                            messageKey(automation, message),
                            to,
                            message.messageClass(),
                            mark -> composeMessage(message, mark))
                    .either(attempted -> attempted, refused -> {
                        throw toCommandException(refused);
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

    /** Creates a key that differs from second to second, so that a test can be sent again. */
    private MessageKey messageKey(String automation, RenderedMessage message) {
        return new MessageKey(
                session.mail().outbox().account(),
                automation,
                "test:" + message.mail().action(),
                (int) (environment.clock().instant().getEpochSecond() & Integer.MAX_VALUE));
    }

    private CommandException toCommandException(SkipReason refusal) {
        return CommandException.refused(
                "not-sent",
                "the test was not sent: "
                        + refusal.describe(
                                ProspectId::toString,
                                session.account().account().zone()));
    }

    private EmailMessage composeMessage(RenderedMessage rendered, MailMark mark) {
        MailTokens tokens = Engines.mailTokens(session.mail(), settings.linkKeys());
        MailCorrelation correlation = new MailCorrelation(tokens, settings.bounces());
        Optional<URI> unsubscribe = settings.publicUrl().map(url -> new UnsubscribeLinks(tokens, url).example());
        return new EmailMessage(
                rendered.messageClass(),
                rendered.from().orElseThrow(),
                rendered.replyTo(),
                correlation.envelopeSender(mark),
                correlation.messageId(mark),
                environment.clock().instant(),
                "[Test] " + rendered.content().subject(),
                rendered.content().text(),
                rendered.content().html(),
                unsubscribe);
    }
}
