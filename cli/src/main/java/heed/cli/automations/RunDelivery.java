package heed.cli.automations;

import heed.actions.MessageAction;
import heed.cli.internal.account.AccountSession;
import heed.cli.internal.account.RunLookup;
import heed.cli.internal.console.CommandConsole;
import heed.cli.internal.settings.MailSettings;
import heed.cli.mail.DeliveryRunner;
import heed.cli.mail.PendingMail;
import heed.cli.process.CommandEnvironment;
import heed.engine.Engine;
import heed.engine.definition.Automation;
import heed.mail.outbox.SendCount;
import heed.model.run.Run;
import java.util.List;
import java.util.Optional;

/** Delivers the mail of a run, and counts it. */
final class RunDelivery {
    private final CommandEnvironment environment;
    private final CommandConsole console;
    private final AccountSession session;
    private final Engine engine;

    RunDelivery(CommandEnvironment environment, CommandConsole console, AccountSession session, Engine engine) {
        this.environment = environment;
        this.console = console;
        this.session = session;
        this.engine = engine;
    }

    /**
     * Delivers the mail that is due, if the automation sends mail and mail is set up.
     *
     * @return why due mail was not sent; empty if none is left
     */
    Optional<PendingMail> deliver(Automation automation, Run run, Optional<MailSettings> settings) {
        boolean sendsMail = automation.steps().stream().anyMatch(step -> step.action() instanceof MessageAction);
        return sendsMail ? settings.flatMap(mailSettings -> deliver(run, mailSettings)) : Optional.empty();
    }

    /**
     * Delivers the mail that is due.
     *
     * @return why due mail was not sent; empty if none is left
     */
    Optional<PendingMail> deliver(Run run, MailSettings settings) {
        Optional<PendingMail> pendingMail =
                new DeliveryRunner(environment, console, session, engine, settings).runUntilIdle();
        return isPaused(run)
                ? Optional.of(new PendingMail(
                        "run " + run.id() + " is paused", session.options().suggestMailCommand("resume", run.id())))
                : pendingMail;
    }

    /** Returns whether somebody paused the run meanwhile, which holds back its mail. */
    private boolean isPaused(Run run) {
        return session.mail().outbox().pausedRuns().contains(run.id()) && RunLookup.hasPendingMail(session, run.id());
    }

    /** Returns the number of mails of the run by state. */
    static List<SendCount> sendCounts(AccountSession session, Run run) {
        return session.mail().outbox().countSends(Optional.of(run.id()));
    }
}
