package heed.mail.delivery;

import heed.mail.EmailMessage;
import heed.mail.SmtpReply;
import heed.mail.gate.MailTransport;
import heed.mail.gate.SendPermit;
import heed.mail.gate.SendReceipt;
import heed.model.testing.SettableClock;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Takes its time, refuses, loses replies; tells the promises what it was sent and what it took. */
record UnreliableRelay(
        SettableClock clock, FaultInjector trouble, PromiseChecker promises, Consumer<Supplier<String>> trace)
        implements MailTransport {
    private static final SmtpReply TAKEN = SmtpReply.of(SmtpReply.Stage.END_OF_DATA, 250, "250 2.0.0 taken");
    private static final SmtpReply LATER = SmtpReply.of(SmtpReply.Stage.RCPT_TO, 451, "451 4.7.1 later");
    private static final SmtpReply NOBODY = SmtpReply.of(SmtpReply.Stage.RCPT_TO, 550, "550 5.1.1 nobody");
    private static final SmtpReply BLOCKED =
            SmtpReply.of(SmtpReply.Stage.RCPT_TO, 550, "550 5.7.1 blocked by our policy");

    @Override
    public SendReceipt send(SendPermit permit, EmailMessage message) {
        hang();
        if (trouble.unreachable()) {
            return new SendReceipt.RelayUnreachable("connection refused");
        }
        if (!permit.use(clock.instant())) {
            return new SendReceipt.PermitExpired();
        }
        trace.accept(() -> "transmits " + message.messageId() + " to " + permit.address());
        promises.transmitted(permit.address(), clock.instant());
        hang();
        if (trouble.deferred()) {
            return new SendReceipt.Deferred(LATER);
        }
        if (trouble.rejected()) {
            if (trouble.aboutSender()) {
                return new SendReceipt.Rejected(BLOCKED);
            }
            promises.rejectedAsUnknown(permit.attempt().mail(), permit.address());
            return new SendReceipt.Rejected(NOBODY);
        }
        if (trouble.connectionLost()) {
            return new SendReceipt.InDoubt("cut off before it was taken");
        }
        promises.delivered(message.messageId(), permit.address());
        return trouble.connectionLost()
                ? new SendReceipt.InDoubt("cut off after it was taken")
                : new SendReceipt.Accepted(TAKEN);
    }

    private void hang() {
        long millis = trouble.hangMillis();
        if (millis > 0) {
            clock.advance(Duration.ofMillis(millis));
        }
    }

    @Override
    public Duration maxSendDuration() {
        return Duration.ofSeconds(10);
    }
}
