package heed.cli.automations;

import heed.cli.console.Failure;
import heed.cli.console.Json;
import heed.engine.run.PlanFileException;
import heed.engine.run.RunFailedException;
import heed.engine.run.RunRefusal;
import heed.engine.run.RunRefusedException;
import heed.model.run.RunId;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Why the engine did not do it, and what the person can do then. */
final class Refusals {
    private Refusals() {}

    /**
     * Asks the engine, and turns its refusals and failures into ours.
     *
     * @param command what was called, so far as it can be called again: {@code heed run FILE}
     */
    static <T> T ask(String command, Supplier<T> question) {
        try {
            return question.get();
        } catch (RunRefusedException refused) {
            throw failure(refused.refusal(), command);
        } catch (PlanFileException wrong) {
            throw Failure.invalid("plan", String.valueOf(wrong.getMessage()));
        } catch (RunFailedException failed) {
            throw failure(failed);
        }
    }

    private static Failure failure(RunFailedException failed) {
        Throwable cause = failed.getCause();
        String run = "run " + failed.run();
        boolean asked = cause instanceof Failure failure && failure.code().equals(RunProgress.STOPPED);
        String what = asked
                ? run + " stopped as asked"
                : run + " stopped by an error: " + (cause == null ? failed.getMessage() : cause.getMessage());
        return Failure.failed(
                        asked ? RunProgress.STOPPED : "run-failed",
                        what + ". What it has done is kept; `heed resume " + failed.run() + "` goes on")
                .with(
                        List.of(),
                        json -> json.writeNumberProperty("run", failed.run().value()));
    }

    private static Failure failure(RunRefusal refusal, String command) {
        String message = refusal.message()
                + advice(refusal, command).map(text -> ". " + text).orElse("");
        Failure failure = switch (refusal.code()) {
            case "unknown-run", "unreadable-definition" -> Failure.invalid(refusal.code(), message);
            default -> Failure.refused(refusal.code(), message);
        };
        List<String> difference = refusal instanceof RunRefusal.DefinitionEdited edited ? edited.diff() : List.of();
        return failure.with(difference, json -> {
            run(refusal).ifPresent(run -> json.writeNumberProperty("run", run.value()));
            affected(refusal).ifPresent(affected -> json.writeNumberProperty("affected", affected));
            if (refusal instanceof RunRefusal.AlreadyRan ran) {
                json.writeStringProperty("started", ran.started().toString());
            }
            if (!difference.isEmpty()) {
                Json.texts(json, "difference", difference);
            }
        });
    }

    private static Optional<String> advice(RunRefusal refusal, String command) {
        return refusal.remedy().map(way -> switch (way) {
            case AGAIN -> "If it is to run once more: " + command + " --again";
            case CONFIRM ->
                "If that is meant: " + command + " --confirm "
                        + affected(refusal).orElseThrow();
            case RESUME -> "`heed resume " + run(refusal).orElseThrow() + "` goes on with it";
        });
    }

    private static Optional<Long> affected(RunRefusal refusal) {
        return refusal instanceof RunRefusal.CountRelated count ? Optional.of(count.affected()) : Optional.empty();
    }

    private static Optional<RunId> run(RunRefusal refusal) {
        return refusal instanceof RunRefusal.RunRelated about ? Optional.of(about.run()) : Optional.empty();
    }
}
