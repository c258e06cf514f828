package heed.mail;

import heed.model.testing.SettableClock;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Takes its time, refuses, loses replies; tells the promises what it was sent and what it took. */
record UnreliableRelay(SettableClock clock, Trouble trouble, Promises promises, Consumer<Supplier<String>> trace)
        implements MailTransport {
    private static final Reply TAKEN = Reply.of(Reply.Stage.END_OF_DATA, 250, "250 2.0.0 taken");
    private static final Reply LATER = Reply.of(Reply.Stage.RCPT_TO, 451, "451 4.7.1 later");
    private static final Reply NOBODY = Reply.of(Reply.Stage.RCPT_TO, 550, "550 5.1.1 nobody");
    private static final Reply BLOCKED = Reply.of(Reply.Stage.RCPT_TO, 550, "550 5.7.1 blocked by our policy");

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
        if (trouble.refusedForNow()) {
            return new SendReceipt.RefusedForNow(LATER);
        }
        if (trouble.refusedForGood()) {
            if (trouble.aboutUs()) {
                return new SendReceipt.RefusedForGood(BLOCKED);
            }
            promises.nobodyThere(permit.attempt().mail(), permit.address());
            return new SendReceipt.RefusedForGood(NOBODY);
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
        long millis = trouble.hangs();
        if (millis > 0) {
            clock.advance(Duration.ofMillis(millis));
        }
    }

    @Override
    public Duration longestSend() {
        return Duration.ofSeconds(10);
    }
}
