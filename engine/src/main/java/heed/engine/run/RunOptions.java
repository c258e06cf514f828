package heed.engine.run;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What whoever starts a run says besides the automation.
 *
 * @param again run it once more although it has run; whoever has its messages does not get them again
 * @param resend send its messages anew, also to those who have them; only with again
 * @param confirmedCount how many prospects it may affect: a run that affects another number is refused, and a run that a guard
 *     would refuse is let through
 * @param planFile a stored plan, which is applied as it stands
 */
public record RunOptions(boolean again, boolean resend, OptionalLong confirmedCount, Optional<Path> planFile) {
    /** Runs it as an automation that never ran. */
    public static final RunOptions DEFAULT = new RunOptions(false, false, OptionalLong.empty(), Optional.empty());

    public RunOptions withAgain() {
        return new RunOptions(true, resend, confirmedCount, planFile);
    }

    public RunOptions withResend() {
        return new RunOptions(true, true, confirmedCount, planFile);
    }

    public RunOptions withConfirmedCount(long affected) {
        return new RunOptions(again, resend, OptionalLong.of(affected), planFile);
    }

    public RunOptions withPlan(Path storedPlan) {
        return new RunOptions(again, resend, confirmedCount, Optional.of(storedPlan));
    }
}
