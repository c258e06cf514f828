package heed.mail.delivery;

import heed.mail.EmailMessage;
import heed.mail.MailMark;
import heed.mail.MessageClass;
import heed.mail.MessageKey;
import heed.mail.SkipReason;
import heed.mail.gate.AttemptJournal;
import heed.mail.gate.AttemptOutcome;
import heed.mail.gate.Attempts;
import heed.mail.gate.MailTransport;
import heed.mail.gate.SendGate;
import heed.mail.gate.SendPermit;
import heed.mail.gate.SendReceipt;
import heed.model.prospect.EmailAddress;
import java.time.Clock;
import java.time.Duration;
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

    /** The wait of a mail between two claims, in which no delivery of the account should reserve it. */
    private static final Duration CLAIM_PAUSE = Duration.ofMinutes(1);

    private final Attempts attempts;
    private final AttemptJournal journal;
    private final SendGate gate;
    private final MailTransport transport;
    private final Clock clock;

    /** @param journal the journal of this sender, which the caller closes after the last mail */
    public OneOffSender(Attempts attempts, AttemptJournal journal, MailTransport transport, Clock clock) {
        this.attempts = attempts;
        this.journal = journal;
        this.gate = new SendGate(attempts, clock, System::nanoTime, journal);
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
     * @param composer composes the message of the mail, whose mark its Message-ID and return path contain
     * @throws heed.model.store.StoreException if the store fails: either nothing was sent, or the outcome could not be
     *     recorded and will be unknown
     * @throws RuntimeException of the composer; the mail has failed
     */
    public SendResult send(
            MessageKey key, EmailAddress to, MessageClass messageClass, Function<MailMark, EmailMessage> composer) {
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
            SendPermit permit, Function<MailMark, EmailMessage> composer, boolean lastClaim) {
        EmailMessage message;
        try {
            message = composer.apply(permit.mark());
        } catch (RuntimeException unwritable) {
            record(permit, AttemptOutcome.failed(Optional.empty(), "the message could not be composed"));
            throw unwritable;
        }
        SendReceipt receipt;
        try {
            receipt = transport.send(permit, message);
        } catch (RuntimeException broken) {
            String reason = "the transport failed: " + broken.getClass().getSimpleName();
            receipt = permit.isCompleted()
                    ? new SendReceipt.InDoubt(reason)
                    : new SendReceipt.RelayUnreachable(reason); // nothing has arrived
        }
        return receipt.accept(new ReceiptRecorder(permit, clock.instant(), lastClaim));
    }

    private void record(SendPermit permit, AttemptOutcome outcome) {
        journal.noteOutcome(permit.attempt(), outcome);
        attempts.record(List.of(new Attempts.AttemptResult(permit.attempt(), outcome)), clock.instant());
        journal.remove(List.of(permit.attempt()));
    }

    /** Records the outcome of a receipt: a one-off mail is sent now or fails. No result if it needs another claim. */
    private final class ReceiptRecorder implements SendReceipt.Visitor<Optional<SendResult>> {
        private final SendPermit permit;
        private final Instant now;
        private final boolean lastClaim;

        ReceiptRecorder(SendPermit permit, Instant now, boolean lastClaim) {
            this.permit = permit;
            this.now = now;
            this.lastClaim = lastClaim;
        }

        private Optional<SendResult> end(AttemptOutcome outcome) {
            record(permit, outcome);
            return Optional.of(new SendAttempted(outcome));
        }

        @Override
        public Optional<SendResult> accepted(SendReceipt.Accepted receipt) {
            return end(AttemptOutcome.sent(receipt.reply()));
        }

        @Override
        public Optional<SendResult> rejected(SendReceipt.Rejected receipt) {
            return end(AttemptOutcome.rejected(receipt.reply()));
        }

        @Override
        public Optional<SendResult> deferred(SendReceipt.Deferred receipt) {
            return end(AttemptOutcome.failed(Optional.of(receipt.reply()), ""));
        }

        @Override
        public Optional<SendResult> relayUnreachable(SendReceipt.RelayUnreachable receipt) {
            return end(AttemptOutcome.failed(Optional.empty(), receipt.reason()));
        }

        @Override
        public Optional<SendResult> inDoubt(SendReceipt.InDoubt receipt) {
            return end(AttemptOutcome.unknown(receipt.reason()));
        }

        /** Requeues the mail for later, so that no delivery of the account reserves it before the next claim. */
        @Override
        public Optional<SendResult> permitExpired(SendReceipt.PermitExpired receipt) {
            String detail = "the connection to the relay took too long";
            if (lastClaim) {
                return end(AttemptOutcome.failed(Optional.empty(), detail));
            }
            record(permit, AttemptOutcome.requeued(now.plus(CLAIM_PAUSE), detail));
            return Optional.empty();
        }

        @Override
        public Optional<SendResult> withdrawn(SendReceipt.Withdrawn receipt) {
            return Optional.of(new SendSkipped(receipt.reason()));
        }
    }
}
