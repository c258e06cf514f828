package heed.cli.internal.account;

import heed.cli.internal.console.CommandConsole;
import heed.cli.internal.console.ProgressDisplay;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.CommandException;
import java.util.Optional;

/** Shows the progress of the engine, and stops the engine between two batches when the user has asked to stop. */
public final class EngineProgressDisplay implements heed.engine.run.ProgressListener, AutoCloseable {
    /** The code of the exception that stops the engine. */
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
    public void onProgress(ProgressState state) {
        if (!phase.equals(Optional.of(state.phase()))) {
            display.close();
            phase = Optional.of(state.phase());
            display = state.total().isPresent()
                    ? console.startProgress(
                            label(state.phase()), "prospect", state.total().getAsLong())
                    : ProgressDisplay.NONE;
        }
        display.update(state.read());
        throwIfStopRequested();
    }

    private void throwIfStopRequested() {
        if (environment.stopRequested().getAsBoolean()) {
            throw CommandException.failed(
                    STOPPED_CODE,
                    phase.filter(currentPhase -> currentPhase == Phase.UNDOING || currentPhase == Phase.DELETING)
                                    .isPresent()
                            ? "stopped on request; run the same command again to continue"
                            : "stopped on request; nothing was changed");
        }
    }

    private static String label(Phase phase) {
        return switch (phase) {
            case SELECTING -> "Selecting";
            case RUNNING -> "Running";
            case UNDOING -> "Undoing";
            case DELETING -> "Deleting";
        };
    }

    @Override
    public void close() {
        display.close();
    }
}
