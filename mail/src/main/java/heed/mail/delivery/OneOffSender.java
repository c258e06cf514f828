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
 * Sends single mails outside a run, such as a receipt, a reply or a test. Like every mail, a one-off mail passes the
 * gate. It is transmitted at once or not at all, and is never sent again later; its outcome is recorded. Thread-safe if
 * its ports are.
 */
public final class OneOffSender {
    /** If a permit expires while the connection is opened, the connection is ready for the permit of the next claim. */
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

    /** The result of sending a mail. */
    public sealed interface SendResult {
        /** Applies the function of this kind of result. */
        <R> R either(Function<AttemptOutcome, R> attempted, Function<SkipReason, R> skipped);
    }

    /** The gate permitted the mail, and an attempt was made. */
    public record SendAttempted(AttemptOutcome outcome) implements SendResult {
        @Override
        public <R> R either(Function<AttemptOutcome, R> attempted, Function<SkipReason, R> skipped) {
            return attempted.apply(outcome);
        }
    }

    /** The gate refused the mail. */
    public record SendSkipped(SkipReason reason) implements SendResult {
        @Override
        public <R> R either(Function<AttemptOutcome, R> attempted, Function<SkipReason, R> skipped) {
            return skipped.apply(reason);
        }
    }

    /**
     * Sends a message to an address, once for each key.
     *
     * @param composer composes the message of the mail, whose id its Message-ID and return path contain
     * @throws heed.model.store.StoreException if the store fails: either nothing was sent, or the outcome could not be
     *     recorded and will be unknown
     * @throws RuntimeException of the composer; the mail has failed
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

    /** Makes one attempt; empty if the permit had expired, so that the mail needs another claim. */
    private Optional<SendResult> transmit(
            SendPermit permit, Function<MailId, EmailMessage> composer, boolean lastClaim) {
        EmailMessage message;
        try {
            message = composer.apply(permit.attempt().mail());
        } catch (RuntimeException unwritable) {
            record(permit, AttemptOutcome.failed(Optional.empty(), "the message could not be composed"));
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
            // The relay may already have the message.
            return new SendReceipt.InDoubt(
                    "the transport failed: " + broken.getClass().getSimpleName());
        }
    }

    private void record(SendPermit permit, AttemptOutcome outcome) {
        attempts.record(List.of(new Attempts.AttemptResult(permit.attempt(), outcome)), clock.instant());
    }

    /** Decides the outcome of a receipt: a one-off mail is sent now or fails. */
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

        /** Requeues the mail after the lease, so that no delivery of the account reserves it before the next claim. */
        @Override
        public AttemptOutcome permitExpired(SendReceipt.PermitExpired receipt) {
            String detail = "the connection to the relay took too long";
            return lastClaim
                    ? AttemptOutcome.failed(Optional.empty(), detail)
                    : AttemptOutcome.requeued(now.plus(gate.lease()), detail);
        }
    }
}
