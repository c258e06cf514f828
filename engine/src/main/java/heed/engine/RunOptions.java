package heed.engine;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What whoever starts a run says besides the automation.
 *
 * @param again run it once more although it has run; whoever has its messages does not get them again
 * @param resend send its messages anew, also to those who have them; only with again
 * @param confirm how many prospects it may affect: a run that affects another number is refused, and a run that a guard
 *     would refuse is let through
 * @param plan a stored plan, which is applied as it stands
 */
public record RunOptions(boolean again, boolean resend, OptionalLong confirm, Optional<Path> plan) {
    /** Runs it as an automation that never ran. */
    public static final RunOptions FIRST = new RunOptions(false, false, OptionalLong.empty(), Optional.empty());

    public RunOptions onceMore() {
        return new RunOptions(true, resend, confirm, plan);
    }

    public RunOptions sendingAnew() {
        return new RunOptions(true, true, confirm, plan);
    }

    public RunOptions confirming(long affected) {
        return new RunOptions(again, resend, OptionalLong.of(affected), plan);
    }

    public RunOptions applying(Path storedPlan) {
        return new RunOptions(again, resend, confirm, Optional.of(storedPlan));
    }
}
