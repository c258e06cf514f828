package heed.cli.bounces;

import heed.bounces.BounceReason;
import heed.bounces.VerdictKind;
import heed.bounces.marking.BounceCount;
import heed.bounces.marking.BouncePolicy;
import heed.bounces.marking.BounceQuery;
import heed.bounces.marking.BounceReading;
import heed.bounces.marking.MarkingPause;
import heed.cli.internal.account.AccountSession;
import heed.cli.internal.account.TimeZones;
import heed.cli.internal.console.CommandConsole;
import heed.cli.internal.console.TerminalText;
import heed.mail.SendState;
import heed.mail.outbox.SendCount;
import heed.model.run.RunId;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Finds and prints what a person must know about bounces: open pauses of marking, and runs whose mail is refused
 * because of the sender or a server.
 */
public final class BounceAlerts {
    private BounceAlerts() {}

    /** Formats a pause: "user unknown at example.com since 2026-03-01 12:00:00: 20 of 40 mails of one hour". */
    public static String describePause(MarkingPause pause, ZoneId zone) {
        return pause.reason().label() + " at " + pause.domain().orElse("all domains") + " since "
                + TimeZones.format(pause.startedAt(), zone) + ": " + TerminalText.formatNumber(pause.bounces()) + " of "
                + TerminalText.formatCount(pause.mails(), "mail") + " of one hour";
    }

    /** Prints each open pause, with the commands that end it. */
    public static void printActivePauses(CommandConsole console, AccountSession session) {
        ZoneId zone = session.account().account().zone();
        for (MarkingPause pause : session.bounces().read(BounceReading::listPauses)) {
            if (pause.end().isEmpty()) {
                console.printWarning("marking is paused for " + describePause(pause, zone) + ".");
                console.printNote("if these addresses no longer exist: "
                        + session.options().suggest("bounces", "confirm", pause.number()));
                console.printNote(
                        "if it was an outage: " + session.options().suggest("bounces", "discard", pause.number()));
            }
        }
    }

    /** Prints a note for each open pause, and for each alert of a run of which mail has bounced since a time. */
    public static void printNotices(CommandConsole console, AccountSession session, Instant since) {
        printActivePauses(console, session);
        alerts(session, BounceQuery.ALL.withSince(since)).forEach(alert -> console.printWarning(alert.text()));
    }

    /**
     * A run of which too much mail bounced for one reason that concerns the sender or a server.
     *
     * @param bounces the bounces of the run with this reason
     * @param mails the mails of the run that were sent or refused
     */
    public record BounceAlert(RunId run, BounceReason reason, long bounces, long mails) {
        /** Returns the alert as a sentence, with advice. */
        public String text() {
            return "run " + run + ": " + TerminalText.formatNumber(bounces) + " of "
                    + TerminalText.formatCount(mails, "mail") + " bounced for " + reason.label() + ". "
                    + reason.advice();
        }
    }

    /**
     * Returns the alerts of the runs to which the matching bounces belong. Each alert counts all bounces of its run.
     */
    public static List<BounceAlert> alerts(AccountSession session, BounceQuery query) {
        BouncePolicy policy = session.bounces().read(BounceReading::policy);
        Set<RunId> runs = new TreeSet<>(Comparator.comparing(RunId::value));
        countsBlamingSender(session, query).forEach(count -> count.run().ifPresent(runs::add));
        List<BounceAlert> alerts = new ArrayList<>();
        for (RunId run : runs) {
            Map<BounceReason, Long> reasons = new TreeMap<>();
            countsBlamingSender(session, BounceQuery.ALL.withRun(run))
                    .forEach(count -> reasons.merge(count.reason().orElseThrow(), count.count(), Long::sum));
            long mails = session.mail().outbox().countSends(Optional.of(run)).stream()
                    .filter(count -> isAnswered(count.state()))
                    .mapToLong(SendCount::count)
                    .sum();
            reasons.forEach((reason, bounces) -> {
                if (policy.shouldAlert(bounces, mails)) {
                    alerts.add(new BounceAlert(run, reason, bounces, mails));
                }
            });
        }
        return alerts;
    }

    private static List<BounceCount> countsBlamingSender(AccountSession session, BounceQuery query) {
        return session.bounces().read(reading -> reading.countBounces(query)).stream()
                .filter(count -> count.kind() == VerdictKind.FAILED
                        && count.reason()
                                .filter(reason -> reason.markRule() == BounceReason.MarkRule.NEVER)
                                .isPresent())
                .toList();
    }

    private static boolean isAnswered(SendState state) {
        return state == SendState.SENT || state == SendState.REJECTED || state == SendState.EXPIRED;
    }
}
