package heed.cli.automations;

import heed.cli.internal.account.EngineProgressDisplay;
import heed.cli.process.CommandException;
import heed.engine.run.PlanFileException;
import heed.engine.run.RunFailedException;
import heed.engine.run.RunRefusal;
import heed.engine.run.RunRefusedException;
import heed.model.run.RunId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Translates refusals and failures of the engine into those of a command, with the command that helps. */
final class EngineErrors {
    private EngineErrors() {}

    /**
     * Calls the engine.
     *
     * @param command the command that the user gave, without options, such as {@code heed run FILE}
     * @throws CommandException if the engine refuses the call, or if the run fails
     */
    static <T> T translate(String command, Supplier<T> call) {
        try {
            return call.get();
        } catch (RunRefusedException refused) {
            throw toCommandException(refused.refusal(), command);
        } catch (PlanFileException e) {
            throw CommandException.invalid("plan", String.valueOf(e.getMessage()));
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
                ? run + " stopped on request"
                : run + " stopped because of an error: " + (cause == null ? failed.getMessage() : cause.getMessage());
        return CommandException.failed(
                        stopRequested ? EngineProgressDisplay.STOPPED_CODE : "run-failed",
                        description + ". Its committed batches are kept. To continue it: heed resume " + failed.run())
                .withDetails(List.of(), Map.of("run", failed.run().value()));
    }

    private static CommandException toCommandException(RunRefusal refusal, String command) {
        String message = refusal.message()
                + advice(refusal, command).map(text -> ". " + text).orElse("");
        CommandException failure = switch (refusal.code()) {
            case "unknown-run", "unreadable-definition" -> CommandException.invalid(refusal.code(), message);
            default -> CommandException.refused(refusal.code(), message);
        };
        List<String> difference = refusal instanceof RunRefusal.DefinitionEdited edited ? edited.diff() : List.of();
        Map<String, Object> properties = new LinkedHashMap<>();
        runId(refusal).ifPresent(run -> properties.put("run", run.value()));
        affectedCount(refusal).ifPresent(affected -> properties.put("affected", affected));
        if (refusal instanceof RunRefusal.AlreadyRan earlierRun) {
            properties.put("started", earlierRun.started());
        }
        if (!difference.isEmpty()) {
            properties.put("difference", difference);
        }
        return failure.withDetails(difference, properties);
    }

    private static Optional<String> advice(RunRefusal refusal, String command) {
        if (refusal instanceof RunRefusal.FactsDeleted) {
            return Optional.of("`heed retention` deleted them");
        }
        return refusal.remedy().map(remedy -> switch (remedy) {
            case AGAIN -> "To run it once more: " + command + " --again";
            case CONFIRM ->
                "If this is intended: " + command + " --confirm "
                        + affectedCount(refusal).orElseThrow();
            case RESUME -> "To continue it: heed resume " + runId(refusal).orElseThrow();
        });
    }

    private static Optional<Long> affectedCount(RunRefusal refusal) {
        return refusal instanceof RunRefusal.CountRelated count ? Optional.of(count.affected()) : Optional.empty();
    }

    private static Optional<RunId> runId(RunRefusal refusal) {
        return refusal instanceof RunRefusal.RunRelated related ? Optional.of(related.run()) : Optional.empty();
    }
}
