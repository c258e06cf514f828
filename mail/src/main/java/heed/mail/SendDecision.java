package heed.mail;

import java.util.function.Function;

/** The gate's answer. */
public sealed interface SendDecision {
    <R> R either(Function<SendPermit, R> permitted, Function<Refusal, R> refused);

    /** Go, within {@link SendPermit#GOOD_FOR}. */
    record Permitted(SendPermit permit) implements SendDecision {
        @Override
        public <R> R either(Function<SendPermit, R> permitted, Function<Refusal, R> refused) {
            return permitted.apply(permit);
        }
    }

    /** Do not send. */
    record Refused(Refusal why) implements SendDecision {
        @Override
        public <R> R either(Function<SendPermit, R> permitted, Function<Refusal, R> refused) {
            return refused.apply(why);
        }
    }
}
