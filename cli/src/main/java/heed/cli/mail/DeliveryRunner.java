package heed.cli.mail;

import heed.cli.bounces.BounceAlerts;
import heed.cli.internal.account.AccountSession;
import heed.cli.internal.console.CommandConsole;
import heed.cli.internal.console.ProgressDisplay;
import heed.cli.internal.console.TerminalText;
import heed.cli.internal.settings.MailSettings;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.CommandException;
import heed.engine.Engine;
import heed.mail.SendState;
import heed.mail.delivery.Delivery;
import heed.mail.delivery.DeliveryPorts;
import heed.mail.delivery.DeliveryTally;
import heed.mail.outbox.Outbox;
import heed.mail.outbox.SendCount;
import heed.smtp.SmtpTransport;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Delivers the mail of an account and shows the progress. */
public final class DeliveryRunner {
    private static final Duration POLL_INTERVAL = Duration.ofMillis(100);
    /** Mail that becomes due within this time is waited for: a limit of its domain or of the account has delayed it. */
    private static final Duration DUE_SOON = Duration.ofSeconds(2);
    /** After an outage of the relay or the store of this length, delivery ends instead of waiting longer. */
    private static final Duration MAX_OUTAGE = Duration.ofSeconds(30);

    private final CommandEnvironment environment;
    private final CommandConsole console;
    private final AccountSession session;
    private final Engine engine;
    private final MailSettings settings;

    public DeliveryRunner(
            CommandEnvironment environment,
            CommandConsole console,
            AccountSession session,
            Engine engine,
            MailSettings settings) {
        this.environment = environment;
        this.console = console;
        this.session = session;
        this.engine = engine;
        this.settings = settings;
    }

    /**
     * Delivers until no mail is due, or until nothing could be sent for {@link #MAX_OUTAGE}.
     *
     * @return why due mail waits; empty if none does
     * @throws CommandException if the user asks to stop
     */
    public Optional<PendingMail> runUntilIdle() {
        Instant start = environment.clock().instant();
        Optional<String> problem = run(false);
        BounceAlerts.printNotices(console, session, start);
        return problem.map(reason -> new PendingMail(reason, session.options().suggestMailCommand("deliver")));
    }

    /** Delivers mail whenever it becomes due, until the user asks to stop. */
    void runUntilStopped() {
        Instant start = environment.clock().instant();
        Optional<String> unused = run(true);
        BounceAlerts.printNotices(console, session, start);
    }

    private Optional<String> run(boolean follow) {
        Outbox outbox = session.mail().outbox();
        long pendingMails = outbox.countSends(Optional.empty()).stream()
                .filter(count -> count.state().waiting())
                .mapToLong(SendCount::count)
                .sum();
        try (SmtpTransport transport = new SmtpTransport(settings.smtp(), settings.dkim(), environment.clock());
                ProgressDisplay progress = follow || pendingMails == 0
                        ? ProgressDisplay.NONE
                        : console.startProgress("Sending", "mail", pendingMails);
                Delivery delivery = new Delivery(
                        DeliveryPorts.of(session.mail(), engine.composer(), transport),
                        settings.delivery(),
                        environment.clock())) {
            delivery.start();
            FollowReporter reporter = new FollowReporter();
            Instant lastSuccess = environment.clock().instant();
            while (follow || !(delivery.isIdle() && isNothingDue(outbox))) {
                DeliveryTally tally = delivery.tally();
                Optional<String> problem = delivery.problem();
                Instant now = environment.clock().instant();
                lastSuccess = problem.isPresent() ? lastSuccess : now;
                if (!follow && now.isAfter(lastSuccess.plus(MAX_OUTAGE))) {
                    break;
                }
                progress.update(
                        Math.min(pendingMails, processedCount(tally)),
                        problem.map(reason -> "waiting: " + reason).orElseGet(() -> describeBriefly(tally)));
                if (follow) {
                    reporter.report(delivery, tally);
                }
                if (environment.stopRequested().getAsBoolean()) {
                    if (follow) {
                        return Optional.empty();
                    }
                    throw CommandException.failed("stopped", "stopped on request. " + describeRest());
                }
                sleep();
            }
            return delivery.problem();
        }
    }

    /** Prints notes with --follow: when mail begins or ceases to wait, and the counts whenever the queue is empty. */
    private final class FollowReporter {
        private Optional<String> lastProblem = Optional.empty();
        private DeliveryTally lastReported = new DeliveryTally(Map.of(), Map.of());

        void report(Delivery delivery, DeliveryTally tally) {
            Optional<String> problem = delivery.problem();
            if (!problem.equals(lastProblem)) {
                console.printNote(problem.map(reason -> "Mail is waiting: " + reason + ".")
                        .orElse("Mail is being sent again."));
                lastProblem = problem;
            }
            if (delivery.isIdle() && !tally.equals(lastReported)) {
                console.printNote(describe(tally) + " so far.");
                lastReported = tally;
            }
        }
    }

    private boolean isNothingDue(Outbox outbox) {
        Instant soon = environment.clock().instant().plus(DUE_SOON);
        return outbox.nextDue().filter(due -> due.isBefore(soon)).isEmpty();
    }

    private String describeRest() {
        return "Unsent mail waits; `" + session.options().suggestMailCommand("deliver") + "` continues with it";
    }

    private void sleep() {
        try {
            Thread.sleep(POLL_INTERVAL.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandException.failed("stopped", "stopped. " + describeRest());
        }
    }

    /** Returns the number of mails that were sent, failed or refused; not those that were requeued. */
    private static long processedCount(DeliveryTally tally) {
        long attempted = tally.outcomes().entrySet().stream()
                .filter(outcome -> outcome.getKey() != SendState.QUEUED)
                .mapToLong(Map.Entry::getValue)
                .sum();
        return attempted + refusedCount(tally);
    }

    private static long refusedCount(DeliveryTally tally) {
        return tally.refusals().values().stream().mapToLong(Long::longValue).sum();
    }

    /** Formats the counts with each reason: "1,024 sent, 3 retrying, 12 Email Opt Out". */
    private static String describe(DeliveryTally tally) {
        List<String> words = describeOutcomes(tally);
        tally.refusals().forEach((reason, mails) -> words.add(TerminalText.formatNumber(mails) + " " + reason));
        return String.join(", ", words);
    }

    /** Formats the counts without reasons: "1,024 sent, 3 retrying, 12 not sent". */
    private static String describeBriefly(DeliveryTally tally) {
        List<String> words = describeOutcomes(tally);
        if (refusedCount(tally) > 0) {
            words.add(TerminalText.formatNumber(refusedCount(tally)) + " not sent");
        }
        return String.join(", ", words);
    }

    private static List<String> describeOutcomes(DeliveryTally tally) {
        List<String> words = new ArrayList<>();
        words.add(TerminalText.formatNumber(tally.sent()) + " sent");
        tally.outcomes().forEach((state, mails) -> {
            if (state != SendState.SENT) {
                words.add(TerminalText.formatNumber(mails) + " " + state.id());
            }
        });
        return words;
    }
}
