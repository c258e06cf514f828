package heed.mail.gate;

import heed.mail.SkipReason;
import java.util.function.Function;

/** The gate's answer. */
public sealed interface SendDecision {
    <R> R either(Function<SendPermit, R> permitted, Function<SkipReason, R> refused);

    /** Go, within {@link SendPermit#VALID_FOR}. */
    record Permitted(SendPermit permit) implements SendDecision {
        @Override
        public <R> R either(Function<SendPermit, R> permitted, Function<SkipReason, R> refused) {
            return permitted.apply(permit);
        }
    }

    /** Do not send. */
    record Refused(SkipReason reason) implements SendDecision {
        @Override
        public <R> R either(Function<SendPermit, R> permitted, Function<SkipReason, R> refused) {
            return refused.apply(reason);
        }
    }
}
