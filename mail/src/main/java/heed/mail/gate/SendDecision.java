package heed.mail.gate;

import heed.mail.SkipReason;
import java.util.function.Function;

/** The gate's decision about one claim. */
public sealed interface SendDecision {
    /** Applies the function of this kind of decision. */
    <R> R either(Function<SendPermit, R> permitted, Function<SkipReason, R> refused);

    /** The mail may be sent, within {@link SendPermit#VALID_FOR}. */
    record Permitted(SendPermit permit) implements SendDecision {
        @Override
        public <R> R either(Function<SendPermit, R> permitted, Function<SkipReason, R> refused) {
            return permitted.apply(permit);
        }
    }

    /** The mail must not be sent. */
    record Refused(SkipReason reason) implements SendDecision {
        @Override
        public <R> R either(Function<SendPermit, R> permitted, Function<SkipReason, R> refused) {
            return refused.apply(reason);
        }
    }
}
