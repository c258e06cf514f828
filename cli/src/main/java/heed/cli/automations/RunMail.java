package heed.cli.automations;

import heed.actions.MessageAction;
import heed.cli.accounts.OpenAccount;
import heed.cli.console.Console;
import heed.cli.console.World;
import heed.cli.mail.Delivering;
import heed.cli.mail.MailSettings;
import heed.cli.mail.Runs;
import heed.cli.mail.Waiting;
import heed.engine.Engine;
import heed.engine.definition.Automation;
import heed.mail.outbox.SendCount;
import heed.model.run.Run;
import java.util.List;
import java.util.Optional;

/** The mail that a run has queued. */
final class RunMail {
    private final World world;
    private final Console console;
    private final OpenAccount open;
    private final Engine engine;

    RunMail(World world, Console console, OpenAccount open, Engine engine) {
        this.world = world;
        this.console = console;
        this.open = open;
        this.engine = engine;
    }

    /**
     * Delivers what is due, if the automation sends any.
     *
     * @return why mail waits that was to go out; empty if none does
     */
    Optional<Waiting> deliver(Automation automation, Run run, Optional<MailSettings> settings) {
        boolean mails = automation.steps().stream().anyMatch(step -> step.action() instanceof MessageAction);
        return mails ? settings.flatMap(set -> deliver(run, set)) : Optional.empty();
    }

    /** @return why mail waits that was to go out; empty if none does */
    Optional<Waiting> deliver(Run run, MailSettings settings) {
        Optional<Waiting> waiting = new Delivering(world, console, open, engine, settings).untilNothingIsDue();
        return paused(run)
                ? Optional.of(new Waiting("run " + run.id() + " is paused", "heed resume " + run.id()))
                : waiting;
    }

    /** Whether somebody has paused it meanwhile, and holds mail back by that. */
    private boolean paused(Run run) {
        return open.mail().outbox().pausedRuns().contains(run.id()) && Runs.waits(open, run.id());
    }

    static List<SendCount> counts(OpenAccount open, Run run) {
        return open.mail().outbox().countSends(Optional.of(run.id()));
    }
}
