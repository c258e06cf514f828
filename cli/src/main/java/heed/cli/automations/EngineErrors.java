package heed.cli.automations;

import heed.cli.internal.account.EngineProgressDisplay;
import heed.cli.internal.console.JsonOutput;
import heed.cli.process.CommandException;
import heed.engine.run.PlanFileException;
import heed.engine.run.RunFailedException;
import heed.engine.run.RunRefusal;
import heed.engine.run.RunRefusedException;
import heed.model.run.RunId;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Why the engine did not do it, and what the person can do then. */
final class EngineErrors {
    private EngineErrors() {}

    /**
     * Asks the engine, and turns its refusals and failures into ours.
     *
     * @param command what was called, so far as it can be called again: {@code heed run FILE}
     */
    static <T> T translate(String command, Supplier<T> call) {
        try {
            return call.get();
        } catch (RunRefusedException refused) {
            throw toCommandException(refused.refusal(), command);
        } catch (PlanFileException wrong) {
            throw CommandException.invalid("plan", String.valueOf(wrong.getMessage()));
        } catch (RunFailedException failed) {
            throw toCommandException(failed);
        }
    }

    private static CommandException toCommandException(RunFailedException failed) {
        Throwable cause = failed.getCause();
        String run = "run " + failed.run();
        boolean stopRequested =
                cause instanceof CommandException failure && failure.code().equals(EngineProgressDisplay.STOPPED_CODE);
        String description = stopRequested
                ? run + " stopped as asked"
                : run + " stopped by an error: " + (cause == null ? failed.getMessage() : cause.getMessage());
        return CommandException.failed(
                        stopRequested ? EngineProgressDisplay.STOPPED_CODE : "run-failed",
                        description + ". What it has done is kept; `heed resume " + failed.run() + "` goes on")
                .withDetails(
                        List.of(),
                        json -> json.writeNumberProperty("run", failed.run().value()));
    }

    private static CommandException toCommandException(RunRefusal refusal, String command) {
        String message = refusal.message()
                + advice(refusal, command).map(text -> ". " + text).orElse("");
        CommandException failure = switch (refusal.code()) {
            case "unknown-run", "unreadable-definition" -> CommandException.invalid(refusal.code(), message);
            default -> CommandException.refused(refusal.code(), message);
        };
        List<String> difference = refusal instanceof RunRefusal.DefinitionEdited edited ? edited.diff() : List.of();
        return failure.withDetails(difference, json -> {
            runId(refusal).ifPresent(run -> json.writeNumberProperty("run", run.value()));
            affectedCount(refusal).ifPresent(affected -> json.writeNumberProperty("affected", affected));
            if (refusal instanceof RunRefusal.AlreadyRan ran) {
                json.writeStringProperty("started", ran.started().toString());
            }
            if (!difference.isEmpty()) {
                JsonOutput.writeTexts(json, "difference", difference);
            }
        });
    }

    private static Optional<String> advice(RunRefusal refusal, String command) {
        if (refusal instanceof RunRefusal.FactsDropped) {
            return Optional.of("`heed retention` deleted them");
        }
        return refusal.remedy().map(way -> switch (way) {
            case AGAIN -> "If it is to run once more: " + command + " --again";
            case CONFIRM ->
                "If that is meant: " + command + " --confirm "
                        + affectedCount(refusal).orElseThrow();
            case RESUME -> "`heed resume " + runId(refusal).orElseThrow() + "` goes on with it";
        });
    }

    private static Optional<Long> affectedCount(RunRefusal refusal) {
        return refusal instanceof RunRefusal.CountRelated count ? Optional.of(count.affected()) : Optional.empty();
    }

    private static Optional<RunId> runId(RunRefusal refusal) {
        return refusal instanceof RunRefusal.RunRelated about ? Optional.of(about.run()) : Optional.empty();
    }
}
