package heed.mail;

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
public final class OneOffMail {
    /** A connection that takes longer than a permit is good for is there when the gate is asked again. */
    private static final int CLAIMS = 3;

    private final SendGate gate;
    private final Attempts attempts;
    private final MailTransport transport;
    private final Clock clock;

    public OneOffMail(SendGate gate, Attempts attempts, MailTransport transport, Clock clock) {
        this.gate = gate;
        this.attempts = attempts;
        this.transport = transport;
        this.clock = clock;
    }

    /** What came of a mail. */
    public sealed interface Result {
        <R> R either(Function<Outcome, R> tried, Function<Refusal, R> refused);
    }

    /** It was handed to the relay, or would have been. */
    public record Tried(Outcome outcome) implements Result {
        @Override
        public <R> R either(Function<Outcome, R> tried, Function<Refusal, R> refused) {
            return tried.apply(outcome);
        }
    }

    /** The gate did not let it pass. */
    public record NotTried(Refusal why) implements Result {
        @Override
        public <R> R either(Function<Outcome, R> tried, Function<Refusal, R> refused) {
            return refused.apply(why);
        }
    }

    /**
     * Sends a message to an address, once for each key.
     *
     * @param message writes it, marked with the mail that it is asked for
     * @throws heed.model.store.StoreException if the store cannot answer: nothing was sent, or its outcome could not be kept and
     *     will be unknown
     */
    public Result send(MessageKey key, EmailAddress to, MessageClass kind, Function<MailId, EmailMessage> message) {
        for (int claims = 1; ; claims++) {
            boolean last = claims == CLAIMS;
            Optional<Result> result = gate.claim(key, to, kind)
                    .either(permit -> transmit(permit, message, last), why -> Optional.of(new NotTried(why)));
            if (result.isPresent()) {
                return result.get();
            }
        }
    }

    /** Empty if the permit was too old, and the gate is to be asked again. */
    private Optional<Result> transmit(SendPermit permit, Function<MailId, EmailMessage> message, boolean last) {
        EmailMessage written;
        try {
            written = message.apply(permit.attempt().mail());
        } catch (RuntimeException unwritable) {
            keep(permit, Outcome.failed(Optional.empty(), "it could not be written"));
            throw unwritable;
        }
        Outcome outcome = sent(permit, written).accept(new Deciding(clock.instant(), last));
        keep(permit, outcome);
        return outcome.kind() == Outcome.Kind.PUT_BACK ? Optional.empty() : Optional.of(new Tried(outcome));
    }

    private SendReceipt sent(SendPermit permit, EmailMessage message) {
        try {
            return transport.send(permit, message);
        } catch (RuntimeException broken) {
            // Whatever it was, some of the mail may be on its way.
            return new SendReceipt.InDoubt(
                    "the transport failed: " + broken.getClass().getSimpleName());
        }
    }

    private void keep(SendPermit permit, Outcome outcome) {
        attempts.record(List.of(new Attempts.Attempted(permit.attempt(), outcome)), clock.instant());
    }

    private final class Deciding implements SendReceipt.Visitor<Outcome> {
        private final Instant now;
        private final boolean last;

        Deciding(Instant now, boolean last) {
            this.now = now;
            this.last = last;
        }

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
            return Outcome.failed(Optional.of(refused.reply()), "");
        }

        @Override
        public Outcome relayUnreachable(SendReceipt.RelayUnreachable unreachable) {
            return Outcome.failed(Optional.empty(), unreachable.why());
        }

        @Override
        public Outcome inDoubt(SendReceipt.InDoubt inDoubt) {
            return Outcome.unknown(inDoubt.why());
        }

        /** Not due before a delivery of this account could think that nobody has it in hand. */
        @Override
        public Outcome permitExpired(SendReceipt.PermitExpired expired) {
            String why = "the connection to the relay took too long";
            return last ? Outcome.failed(Optional.empty(), why) : Outcome.putBack(now.plus(gate.lease()), why);
        }
    }
}
