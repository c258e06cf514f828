package heed.cli.automations;

import heed.cli.internal.account.EngineProgressDisplay;
import heed.cli.internal.account.RunLookup;
import heed.cli.internal.account.TimeZones;
import heed.cli.internal.console.GlobalOptions;
import heed.cli.internal.settings.MailOptions;
import heed.cli.process.CommandException;
import heed.engine.run.PlanFileException;
import heed.engine.run.RunFailedException;
import heed.engine.run.RunRefusal;
import heed.engine.run.RunRefusedException;
import heed.model.run.RunId;
import java.nio.file.NoSuchFileException;
import java.time.ZoneId;
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
     * @param options the options of the command, which suggested commands repeat
     * @param zone the time zone of the account, for the times in messages
     * @throws CommandException if the engine refuses the call, or if the run fails
     */
    static <T> T translate(GlobalOptions options, ZoneId zone, Supplier<T> call) {
        try {
            return call.get();
        } catch (RunRefusedException refused) {
            throw toCommandException(refused.refusal(), options, zone);
        } catch (PlanFileException e) {
            throw CommandException.invalid(
                    "plan",
                    e.getCause() instanceof NoSuchFileException missing
                            ? "there is no file " + missing.getFile()
                            : String.valueOf(e.getMessage()));
        } catch (RunFailedException failed) {
            throw toCommandException(failed, options);
        }
    }

    private static CommandException toCommandException(RunFailedException failed, GlobalOptions options) {
        Throwable cause = failed.getCause();
        String run = "run " + failed.run();
        boolean stopRequested =
                cause instanceof CommandException failure && failure.code().equals(EngineProgressDisplay.STOPPED_CODE);
        String description = stopRequested
                ? run + " stopped on request"
                : run + " stopped because of an error: " + (cause == null ? failed.getMessage() : cause.getMessage());
        return CommandException.failed(
                        stopRequested ? EngineProgressDisplay.STOPPED_CODE : "run-failed",
                        description + ". Its committed batches are kept. To continue it: "
                                + options.suggestMailCommand("resume", failed.run()))
                .withDetails(List.of(), Map.of("run", failed.run().value()));
    }

    private static CommandException toCommandException(RunRefusal refusal, GlobalOptions options, ZoneId zone) {
        if (refusal instanceof RunRefusal.UnknownRun unknown) {
            return RunLookup.unknownRun(unknown, options);
        }
        String message = message(refusal, zone)
                + advice(refusal, options).map(text -> ". " + text).orElse("");
        CommandException failure = switch (refusal.code()) {
            case "unreadable-definition" -> CommandException.invalid(refusal.code(), message);
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

    private static String message(RunRefusal refusal, ZoneId zone) {
        return refusal instanceof RunRefusal.MailNotSetUp mail
                ? mail.automation() + " sends email, but " + MailOptions.NOT_SET_UP
                : refusal.message(at -> TimeZones.format(at, zone));
    }

    private static Optional<String> advice(RunRefusal refusal, GlobalOptions options) {
        if (refusal instanceof RunRefusal.NoSender) {
            return Optional.of(
                    "Add \"from\" to the mail settings, such as \"from\": \"Example News <news@example.com>\"");
        } else if (refusal instanceof RunRefusal.NoPublicUrl) {
            return Optional.of(
                    "Add \"publicUrl\" to the mail settings, such as \"publicUrl\": \"https://mail.example.com/\"");
        }
        if (refusal instanceof RunRefusal.NotAnAutomation) {
            return Optional.of("An import that stopped is completed by importing the same file again: rows that say"
                    + " nothing new change nothing");
        }
        if (refusal instanceof RunRefusal.SuppressionsStay suppressions) {
            return Optional.of("`" + options.suggest("undo", suppressions.run(), "--preview")
                    + "` shows what depends on them. To remove addresses all the same: "
                    + options.suggest("suppression", "remove", "--file", "FILE", "--reason", "TEXT"));
        }
        if (refusal instanceof RunRefusal.FactsDeleted) {
            return Optional.of("`heed retention` deleted them");
        }
        return refusal.remedy().map(remedy -> switch (remedy) {
            case AGAIN -> "To run it once more: " + options.suggestSame().with("--again");
            case CONFIRM ->
                "If this is intended: "
                        + options.suggestSame()
                                .withOption("--confirm", affectedCount(refusal).orElseThrow());
            case RESUME ->
                "To continue it: "
                        + options.suggestMailCommand("resume", runId(refusal).orElseThrow());
        });
    }

    private static Optional<Long> affectedCount(RunRefusal refusal) {
        return refusal instanceof RunRefusal.CountRelated count ? Optional.of(count.affected()) : Optional.empty();
    }

    private static Optional<RunId> runId(RunRefusal refusal) {
        return refusal instanceof RunRefusal.RunRelated related ? Optional.of(related.run()) : Optional.empty();
    }
}
