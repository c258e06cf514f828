package heed.cli.mail;

import heed.cli.internal.account.AccountSession;
import heed.cli.internal.account.Engines;
import heed.cli.internal.account.RunLookup;
import heed.cli.internal.account.SendCountWords;
import heed.cli.internal.console.HeedCommand;
import heed.cli.internal.settings.MailOptions;
import heed.cli.internal.settings.MailSettings;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.CommandException;
import heed.cli.process.ExitCode;
import heed.engine.Engine;
import heed.mail.outbox.SendCount;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Delivers the mail that is due. */
@Command(
        name = "deliver",
        description = {
            "Send the mail that is due: mail that runs have queued, and mail that is retried.",
            "Suppression is checked again at the moment of each attempt."
        })
public final class DeliverCommand extends HeedCommand {
    @Mixin
    private final MailOptions mail = new MailOptions();

    @Option(names = "--follow", description = "Continue with mail that becomes due later, until Ctrl-C.")
    private boolean follow;

    public DeliverCommand(CommandEnvironment environment) {
        super(environment);
    }

    private record DeliveryAnswer(
            List<SendCountWords.SendCountAnswer> mail, Optional<Instant> nextDue, Optional<String> waitsBecause) {}

    @Override
    protected ExitCode run() {
        MailSettings settings = mail.require(environment(), console());
        if (settings.publicUrl().isEmpty()) {
            throw CommandException.refused(
                    "no-public-url",
                    "the mail settings have no \"publicUrl\", at which people can unsubscribe; without it no marketing"
                            + " mail is sent");
        }
        try (AccountSession session = AccountSession.open(globalOptions(), environment())) {
            Engine engine = Engines.create(session, environment(), Optional.of(settings));
            DeliveryRunner runner = new DeliveryRunner(environment(), console(), session, engine, settings);
            Optional<PendingMail> pendingMail = Optional.empty();
            if (follow) {
                runner.runUntilStopped();
            } else {
                pendingMail = runner.runUntilIdle();
            }
            List<SendCount> counts = session.mail().outbox().countSends(Optional.empty());
            Optional<Instant> next = session.mail().outbox().nextDue();
            writeResult(counts, next, pendingMail);
            if (pendingMail.isEmpty() && !follow) {
                new OpenMail(session, environment().clock().instant()).printNotes(console());
            }
            printPausedRuns(session);
            return pendingMail.isPresent() ? ExitCode.FAILED : ExitCode.DONE;
        }
    }

    /** Prints a note for each paused run whose mail waits. */
    private void printPausedRuns(AccountSession session) {
        OpenMail openMail = new OpenMail(session, environment().clock().instant());
        session.mail().outbox().pausedRuns().stream()
                .sorted()
                .filter(run -> RunLookup.hasPendingMail(session, run))
                .forEach(run -> console().printNote("run " + run + " is paused; " + openMail.describePause(run) + "."));
    }

    private void writeResult(List<SendCount> counts, Optional<Instant> next, Optional<PendingMail> pendingMail) {
        if (globalOptions().json()) {
            console()
                    .writeJson(new DeliveryAnswer(
                            SendCountWords.toAnswers(counts), next, pendingMail.map(PendingMail::reason)));
        } else if (counts.isEmpty()) {
            console().printNote("no mail has been queued yet.");
        } else {
            SendCountWords.print(console(), counts);
            pendingMail.ifPresent(pending -> console().printError(pending.sentence()));
        }
    }
}
