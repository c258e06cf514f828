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
import heed.mail.limits.LimitCoordinator;
import heed.mail.outbox.Outbox;
import heed.mail.outbox.SendCount;
import heed.mail.outbox.UnsettledMail;
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
    /** After this time without anything to do, it is said what delivery waits for. A process that ended is known then. */
    private static final Duration UNEXPLAINED_WAIT = LimitCoordinator.SILENCE_TIMEOUT.plusSeconds(2);
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
     * Delivers until the delivery is {@linkplain Delivery#isFinished finished}, or until nothing could be sent for {@link
     * #MAX_OUTAGE}.
     *
     * @return why mail waits that was to be sent; empty if none does
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
        long pendingMails = follow ? 0 : countPending();
        try (SmtpTransport transport = new SmtpTransport(settings.smtp(), settings.dkim(), environment.clock());
                ProgressDisplay progress = pendingMails == 0
                        ? ProgressDisplay.NONE
                        : console.startProgress("Sending", "mail", pendingMails);
                Delivery delivery = new Delivery(
                        DeliveryPorts.of(session.mail(), engine.composer(), transport),
                        settings.delivery(),
                        environment.clock())) {
            delivery.start();
            FollowReporter reporter = new FollowReporter();
            WaitReporter waits = new WaitReporter();
            Instant lastSuccess = environment.clock().instant();
            while (follow || !delivery.isFinished()) {
                DeliveryTally tally = delivery.tally();
                Optional<String> problem = delivery.problem();
                Instant now = environment.clock().instant();
                lastSuccess = problem.isPresent() ? lastSuccess : now;
                if (!follow && now.isAfter(lastSuccess.plus(MAX_OUTAGE))) {
                    return problem;
                }
                progress.update(
                        Math.min(pendingMails, tally.settled()),
                        problem.map(reason -> "waiting: " + reason).orElseGet(() -> describeBriefly(tally)));
                if (follow) {
                    reporter.report(delivery, tally);
                } else if (problem.isEmpty()) {
                    waits.report(delivery, now);
                }
                if (environment.stopRequested().getAsBoolean()) {
                    if (follow) {
                        return Optional.empty();
                    }
                    throw CommandException.failed("stopped", "stopped on request. " + describeRest());
                }
                sleep();
            }
            return Optional.empty();
        }
    }

    /** Returns how many mails wait, without those of paused runs. */
    private long countPending() {
        Outbox outbox = session.mail().outbox();
        long paused = outbox.pausedRuns().stream()
                .mapToLong(run -> countWaiting(outbox.countSends(Optional.of(run))))
                .sum();
        return countWaiting(outbox.countSends(Optional.empty())) - paused;
    }

    private static long countWaiting(List<SendCount> counts) {
        return counts.stream()
                .filter(count -> count.state().waiting())
                .mapToLong(SendCount::count)
                .sum();
    }

    /** Prints a note, once, when delivery has waited for a while without anything to do. */
    private final class WaitReporter {
        private Optional<Instant> idleSince = Optional.empty();
        private boolean reported;

        void report(Delivery delivery, Instant now) {
            idleSince = delivery.isIdle() ? Optional.of(idleSince.orElse(now)) : Optional.empty();
            if (!reported
                    && idleSince
                            .filter(since -> now.isAfter(since.plus(UNEXPLAINED_WAIT)))
                            .isPresent()) {
                UnsettledMail unsettled = session.mail().outbox().findUnsettled(Optional.empty());
                OpenMail.print(
                        console,
                        new OpenMail(session, now)
                                .describeWait(
                                        unsettled,
                                        delivery.otherDeliveries() > 0,
                                        settings.delivery().inDoubtPolicy()));
                reported = true;
            }
        }
    }

    /** Prints notes with --follow: when mail begins or ceases to wait, and the counts whenever the queue is empty. */
    private final class FollowReporter {
        private Optional<String> lastProblem = Optional.empty();
        private DeliveryTally lastReported = new DeliveryTally(Map.of(), Map.of());

        void report(Delivery delivery, DeliveryTally tally) {
            Optional<String> problem = delivery.problem();
            if (!problem.equals(lastProblem)) {
                problem.ifPresentOrElse(
                        reason -> console.printWarning("mail is waiting: " + reason),
                        () -> console.printNote("mail is being sent again."));
                lastProblem = problem;
            }
            if (delivery.isIdle() && !tally.equals(lastReported)) {
                console.printNote(describe(tally) + " so far.");
                lastReported = tally;
            }
        }
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

    /** Formats the counts with each reason: "1,024 sent, 3 refused temporarily, 12 Email Opt Out". */
    private static String describe(DeliveryTally tally) {
        List<String> words = describeOutcomes(tally);
        tally.refusals().forEach((reason, mails) -> words.add(TerminalText.formatNumber(mails) + " " + reason));
        return String.join(", ", words);
    }

    /** Formats the counts without reasons: "1,024 sent, 3 refused temporarily, 12 not sent". */
    private static String describeBriefly(DeliveryTally tally) {
        List<String> words = describeOutcomes(tally);
        if (tally.refused() > 0) {
            words.add(TerminalText.formatNumber(tally.refused()) + " not sent");
        }
        return String.join(", ", words);
    }

    private static List<String> describeOutcomes(DeliveryTally tally) {
        List<String> words = new ArrayList<>();
        words.add(TerminalText.formatNumber(tally.sent()) + " sent");
        tally.outcomes().forEach((state, mails) -> {
            if (state != SendState.SENT) {
                // The same mail may be refused several times.
                words.add(TerminalText.formatNumber(mails)
                        + (state == SendState.RETRYING ? " refused temporarily" : " " + state.id()));
            }
        });
        return words;
    }
}
