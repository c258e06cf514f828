package heed.model;

import java.time.Instant;
import java.util.function.Function;

/**
 * One reason why one address of an account is never emailed. An address stays suppressed while any is left: two people's
 * opt-outs of one address are two.
 */
public record Suppression(EmailAddress address, SuppressionReason reason, Source source, Instant since) {

    /** What carries the reason, and so what ends it. */
    public sealed interface Source {
        <R> R either(Function<Carrier, R> carrier, Function<Formerly, R> formerly);
    }

    /** A prospect's own flag: ended by clearing that flag. */
    public record Carrier(ProspectId prospect, String id) implements Source {
        @Override
        public <R> R either(Function<Carrier, R> carrier, Function<Formerly, R> formerly) {
            return carrier.apply(this);
        }
    }

    /**
     * Bounce evidence that stayed with the address when the prospect that carried it moved to another: ended by clearing
     * Bounced on any prospect that has the address.
     */
    public record Formerly(ProspectId prospect, String id) implements Source {
        @Override
        public <R> R either(Function<Carrier, R> carrier, Function<Formerly, R> formerly) {
            return formerly.apply(this);
        }
    }
}
