package heed.mail.delivery;

import heed.mail.EmailMessage;
import heed.mail.MailId;
import heed.mail.MessageClass;
import heed.mail.MessageKey;
import heed.mail.SkipReason;
import heed.mail.gate.AttemptOutcome;
import heed.mail.gate.Attempts;
import heed.mail.gate.MailTransport;
import heed.mail.gate.SendGate;
import heed.mail.gate.SendPermit;
import heed.mail.gate.SendReceipt;
import heed.model.prospect.EmailAddress;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Sends single mails outside any run, through the gate as every mail: a receipt, an answer, a test. Each is transmitted at
 * once or not at all, and never tried again later; what became of it is kept. Thread-safe if its ports are.
 */
public final class OneOffSender {
    /** A connection that takes longer than a permit is good for is there when the gate is asked again. */
    private static final int MAX_CLAIMS = 3;

    private final SendGate gate;
    private final Attempts attempts;
    private final MailTransport transport;
    private final Clock clock;

    public OneOffSender(SendGate gate, Attempts attempts, MailTransport transport, Clock clock) {
        this.gate = gate;
        this.attempts = attempts;
        this.transport = transport;
        this.clock = clock;
    }

    /** What came of a mail. */
    public sealed interface SendResult {
        <R> R either(Function<AttemptOutcome, R> tried, Function<SkipReason, R> refused);
    }

    /** It was handed to the relay, or would have been. */
    public record SendAttempted(AttemptOutcome outcome) implements SendResult {
        @Override
        public <R> R either(Function<AttemptOutcome, R> tried, Function<SkipReason, R> refused) {
            return tried.apply(outcome);
        }
    }

    /** The gate did not let it pass. */
    public record SendSkipped(SkipReason reason) implements SendResult {
        @Override
        public <R> R either(Function<AttemptOutcome, R> tried, Function<SkipReason, R> refused) {
            return refused.apply(reason);
        }
    }

    /**
     * Sends a message to an address, once for each key.
     *
     * @param composer writes it, marked with the mail that it is asked for
     * @throws heed.model.store.StoreException if the store cannot answer: nothing was sent, or its outcome could not be kept and
     *     will be unknown
     */
    public SendResult send(
            MessageKey key, EmailAddress to, MessageClass messageClass, Function<MailId, EmailMessage> composer) {
        for (int claimNumber = 1; ; claimNumber++) {
            boolean lastClaim = claimNumber == MAX_CLAIMS;
            Optional<SendResult> result = gate.claim(key, to, messageClass)
                    .either(
                            permit -> transmit(permit, composer, lastClaim),
                            reason -> Optional.of(new SendSkipped(reason)));
            if (result.isPresent()) {
                return result.get();
            }
        }
    }

    /** Empty if the permit was too old, and the gate is to be asked again. */
    private Optional<SendResult> transmit(
            SendPermit permit, Function<MailId, EmailMessage> composer, boolean lastClaim) {
        EmailMessage message;
        try {
            message = composer.apply(permit.attempt().mail());
        } catch (RuntimeException unwritable) {
            record(permit, AttemptOutcome.failed(Optional.empty(), "it could not be written"));
            throw unwritable;
        }
        AttemptOutcome outcome = handOver(permit, message).accept(new FinalOutcomeDecider(clock.instant(), lastClaim));
        record(permit, outcome);
        return outcome.kind() == AttemptOutcome.OutcomeKind.REQUEUED
                ? Optional.empty()
                : Optional.of(new SendAttempted(outcome));
    }

    private SendReceipt handOver(SendPermit permit, EmailMessage message) {
        try {
            return transport.send(permit, message);
        } catch (RuntimeException broken) {
            // Whatever it was, some of the mail may be on its way.
            return new SendReceipt.InDoubt(
                    "the transport failed: " + broken.getClass().getSimpleName());
        }
    }

    private void record(SendPermit permit, AttemptOutcome outcome) {
        attempts.record(List.of(new Attempts.AttemptResult(permit.attempt(), outcome)), clock.instant());
    }

    private final class FinalOutcomeDecider implements SendReceipt.Visitor<AttemptOutcome> {
        private final Instant now;
        private final boolean lastClaim;

        FinalOutcomeDecider(Instant now, boolean lastClaim) {
            this.now = now;
            this.lastClaim = lastClaim;
        }

        @Override
        public AttemptOutcome accepted(SendReceipt.Accepted receipt) {
            return AttemptOutcome.sent(receipt.reply());
        }

        @Override
        public AttemptOutcome rejected(SendReceipt.Rejected receipt) {
            return AttemptOutcome.rejected(receipt.reply());
        }

        @Override
        public AttemptOutcome deferred(SendReceipt.Deferred receipt) {
            return AttemptOutcome.failed(Optional.of(receipt.reply()), "");
        }

        @Override
        public AttemptOutcome relayUnreachable(SendReceipt.RelayUnreachable receipt) {
            return AttemptOutcome.failed(Optional.empty(), receipt.reason());
        }

        @Override
        public AttemptOutcome inDoubt(SendReceipt.InDoubt receipt) {
            return AttemptOutcome.unknown(receipt.reason());
        }

        /** Not due before a delivery of this account could think that nobody has it in hand. */
        @Override
        public AttemptOutcome permitExpired(SendReceipt.PermitExpired receipt) {
            String detail = "the connection to the relay took too long";
            return lastClaim
                    ? AttemptOutcome.failed(Optional.empty(), detail)
                    : AttemptOutcome.requeued(now.plus(gate.lease()), detail);
        }
    }
}
