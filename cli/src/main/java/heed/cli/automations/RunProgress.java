package heed.cli.automations;

import heed.cli.console.Console;
import heed.cli.console.Failure;
import heed.cli.console.Progress;
import heed.cli.console.World;
import java.util.Optional;

/** Shows how far the engine is, and stops it between two batches when the person asks. */
final class RunProgress implements heed.engine.run.ProgressListener, AutoCloseable {
    static final String STOPPED = "stopped";
    private final World world;
    private final Console console;
    private Optional<Phase> phase = Optional.empty();
    private Progress shown = Progress.NONE;

    RunProgress(World world, Console console) {
        this.world = world;
        this.console = console;
        stopIfAsked();
    }

    @Override
    public void onProgress(ProgressState step) {
        if (!phase.equals(Optional.of(step.phase()))) {
            shown.close();
            phase = Optional.of(step.phase());
            shown = step.total().isPresent()
                    ? console.progress(
                            task(step.phase()), "prospect", step.total().getAsLong())
                    : Progress.NONE;
        }
        shown.at(step.read());
        stopIfAsked();
    }

    private void stopIfAsked() {
        if (world.stopping().getAsBoolean()) {
            throw Failure.failed(
                    STOPPED,
                    phase.filter(one -> one == Phase.UNDOING || one == Phase.DROPPING)
                                    .isPresent()
                            ? "stopped as asked; the same command goes on"
                            : "stopped as asked; nothing was changed");
        }
    }

    private static String task(Phase phase) {
        return switch (phase) {
            case SELECTING -> "Selecting";
            case RUNNING -> "Running";
            case UNDOING -> "Undoing";
            case DROPPING -> "Dropping";
        };
    }

    @Override
    public void close() {
        shown.close();
    }
}
