package heed.cli.internal.account;

import heed.cli.internal.console.CommandConsole;
import heed.cli.internal.console.ProgressDisplay;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.CommandException;
import java.util.Optional;

/** Shows how far the engine is, and stops it between two batches when the person asks. */
public final class EngineProgressDisplay implements heed.engine.run.ProgressListener, AutoCloseable {
    public static final String STOPPED_CODE = "stopped";
    private final CommandEnvironment environment;
    private final CommandConsole console;
    private Optional<Phase> phase = Optional.empty();
    private ProgressDisplay display = ProgressDisplay.NONE;

    public EngineProgressDisplay(CommandEnvironment environment, CommandConsole console) {
        this.environment = environment;
        this.console = console;
        throwIfStopRequested();
    }

    @Override
    public void onProgress(ProgressState step) {
        if (!phase.equals(Optional.of(step.phase()))) {
            display.close();
            phase = Optional.of(step.phase());
            display = step.total().isPresent()
                    ? console.startProgress(
                            label(step.phase()), "prospect", step.total().getAsLong())
                    : ProgressDisplay.NONE;
        }
        display.update(step.read());
        throwIfStopRequested();
    }

    private void throwIfStopRequested() {
        if (environment.stopRequested().getAsBoolean()) {
            throw CommandException.failed(
                    STOPPED_CODE,
                    phase.filter(currentPhase -> currentPhase == Phase.UNDOING || currentPhase == Phase.DROPPING)
                                    .isPresent()
                            ? "stopped as asked; the same command goes on"
                            : "stopped as asked; nothing was changed");
        }
    }

    private static String label(Phase phase) {
        return switch (phase) {
            case SELECTING -> "Selecting";
            case RUNNING -> "Running";
            case UNDOING -> "Undoing";
            case DROPPING -> "Dropping";
        };
    }

    @Override
    public void close() {
        display.close();
    }
}
