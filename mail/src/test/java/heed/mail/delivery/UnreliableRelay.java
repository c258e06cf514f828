package heed.mail.delivery;

import heed.mail.EmailMessage;
import heed.mail.SmtpReply;
import heed.mail.gate.MailTransport;
import heed.mail.gate.SendPermit;
import heed.mail.gate.SendReceipt;
import heed.model.testing.SettableClock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** A relay that is slow, refuses mails and loses replies. It reports to the checker what it received and accepted. */
record UnreliableRelay(
        SettableClock clock, FaultInjector faults, PromiseChecker checker, Consumer<Supplier<String>> trace)
        implements MailTransport {
    private static final SmtpReply ACCEPTED = SmtpReply.of(SmtpReply.Stage.END_OF_DATA, 250, "250 2.0.0 accepted");
    private static final SmtpReply LATER = SmtpReply.of(SmtpReply.Stage.RCPT_TO, 451, "451 4.7.1 later");
    private static final SmtpReply UNKNOWN_USER = SmtpReply.of(SmtpReply.Stage.RCPT_TO, 550, "550 5.1.1 unknown user");
    private static final SmtpReply BLOCKED =
            SmtpReply.of(SmtpReply.Stage.RCPT_TO, 550, "550 5.7.1 blocked by our policy");

    @Override
    public SendReceipt send(SendPermit permit, EmailMessage message) {
        hang();
        if (faults.unreachable()) {
            return new SendReceipt.RelayUnreachable("connection refused");
        }
        if (!permit.use()) {
            return new SendReceipt.PermitExpired();
        }
        trace.accept(() -> "transmits " + message.messageId() + " to " + permit.address());
        checker.transmitted(permit.address(), clock.instant());
        hang();
        if (faults.deferred()) {
            return new SendReceipt.Deferred(LATER);
        }
        if (faults.rejected()) {
            if (faults.aboutSender()) {
                return new SendReceipt.Rejected(BLOCKED);
            }
            checker.rejectedAsUnknown(permit.attempt().mail(), permit.address());
            return new SendReceipt.Rejected(UNKNOWN_USER);
        }
        hang();
        Optional<SendReceipt> refusal = permit.complete();
        if (refusal.isPresent()) {
            trace.accept(() -> "drops the connection: " + refusal.get());
            return refusal.get();
        }
        checker.completed(permit.address(), clock.instant());
        if (faults.connectionLost()) {
            return new SendReceipt.InDoubt("the connection broke before the relay accepted the mail");
        }
        checker.delivered(message.messageId(), permit.address());
        return faults.connectionLost()
                ? new SendReceipt.InDoubt("the connection broke after the relay accepted the mail")
                : new SendReceipt.Accepted(ACCEPTED);
    }

    private void hang() {
        long millis = faults.hangMillis();
        if (millis > 0) {
            clock.advance(Duration.ofMillis(millis));
        }
    }

    @Override
    public Duration maxSendDuration() {
        return Duration.ofSeconds(10);
    }
}
