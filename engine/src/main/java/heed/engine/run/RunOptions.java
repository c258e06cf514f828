package heed.engine.run;

import heed.engine.Engine;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The options of a run. Start with {@link #DEFAULT}.
 *
 * @param again whether to run an automation again that has run before; prospects that have its messages do not get them
 *     again
 * @param resend whether to send its messages again to prospects that have them; has an effect only with {@code again}
 * @param confirmedCount how many prospects the run must affect: with another count it is refused, and with this count
 *     it runs even if it affects more prospects than {@link Engine.Builder#maxAffectedShare} allows or has no criteria;
 *     empty if nothing was confirmed
 * @param planFile a plan file to apply as it is; empty to evaluate the automation now
 */
public record RunOptions(boolean again, boolean resend, OptionalLong confirmedCount, Optional<Path> planFile) {
    /** Runs an automation that has not run before, as it is now and without a confirmation. */
    public static final RunOptions DEFAULT = new RunOptions(false, false, OptionalLong.empty(), Optional.empty());

    /** Returns these options, to run an automation again that has run before. */
    public RunOptions withAgain() {
        return new RunOptions(true, resend, confirmedCount, planFile);
    }

    /** Returns these options, to run again and send all messages again. */
    public RunOptions withResend() {
        return new RunOptions(true, true, confirmedCount, planFile);
    }

    /** Returns these options, with a confirmation of how many prospects the run affects. */
    public RunOptions withConfirmedCount(long affected) {
        return new RunOptions(again, resend, OptionalLong.of(affected), planFile);
    }

    /** Returns these options, to apply a plan file that {@link Engine#plan} wrote. */
    public RunOptions withPlan(Path file) {
        return new RunOptions(again, resend, confirmedCount, Optional.of(file));
    }
}
