package heed.cli.internal.account;

import heed.cli.internal.console.CommandConsole;
import heed.cli.internal.console.GlobalOptions;
import heed.cli.process.CommandException;
import heed.engine.run.RunRefusal;
import heed.mail.outbox.SendCount;
import heed.model.run.Run;
import heed.model.run.RunId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds runs, and reports on their mail. */
public final class RunLookup {
    private RunLookup() {}

    private record RunMailAnswer(long run, List<SendCountWords.SendCountAnswer> mail) {}

    /**
     * Returns the id of a run.
     *
     * @throws CommandException if there is no run with this number
     */
    public static RunId requireRun(AccountSession session, long number) {
        RunId id = new RunId(number);
        if (session.account().read(reading -> reading.findRun(id)).isEmpty()) {
            throw unknownRun(new RunRefusal.UnknownRun(id), session.options());
        }
        return id;
    }

    /** Returns the exception for a number that is no run's. */
    public static CommandException unknownRun(RunRefusal.UnknownRun unknown, GlobalOptions options) {
        return CommandException.invalid(
                        unknown.code(), unknown.message() + ". `" + options.suggest("runs") + "` lists the runs")
                .withDetails(List.of(), Map.of("run", unknown.run().value()));
    }

    /** Tests whether the run is undone. */
    public static boolean isUndone(AccountSession session, RunId run) {
        return session.account()
                .read(reading -> reading.findRun(run))
                .flatMap(Run::undoneAt)
                .isPresent();
    }

    /** Tests whether the run started before an instant. */
    public static boolean startedBefore(AccountSession session, RunId run, Instant instant) {
        return session.account()
                .read(reading -> reading.findRun(run))
                .filter(found -> found.startedAt().isBefore(instant))
                .isPresent();
    }

    /** Tests whether mail of the run waits to be sent or is in flight. */
    public static boolean hasUnsentMail(AccountSession session, RunId run) {
        return session.mail().outbox().countSends(Optional.of(run)).stream()
                .anyMatch(count -> !count.state().settled());
    }

    /** Tests whether mail of the run waits to be sent. */
    public static boolean hasPendingMail(AccountSession session, RunId run) {
        return session.mail().outbox().countSends(Optional.of(run)).stream()
                .anyMatch(count -> count.state().waiting());
    }

    /** Prints a message and the present states of the run's mail; as JSON, only the states. */
    public static void report(
            CommandConsole console, boolean asJson, AccountSession session, RunId run, String message) {
        List<SendCount> counts = session.mail().outbox().countSends(Optional.of(run));
        if (asJson) {
            console.writeJson(new RunMailAnswer(run.value(), SendCountWords.toAnswers(counts)));
        } else {
            console.printLine(message);
            SendCountWords.print(console, counts);
        }
    }
}
