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

/** What a person must be told of bounces: that marking waits, and that a run's mail is refused for what we are. */
public final class BounceAlerts {
    private BounceAlerts() {}

    /** "user unknown at example.com since 2026-03-01 12:00:00: 20 of 40 mails". */
    public static String describePause(MarkingPause pause, ZoneId zone) {
        return pause.reason().label() + " at " + pause.domain().orElse("all domains") + " since "
                + TimeZones.format(pause.startedAt(), zone) + ": " + TerminalText.formatNumber(pause.bounces()) + " of "
                + TerminalText.formatCount(pause.mails(), "mail") + " of an hour";
    }

    /** Says which pauses last; nothing if none does. */
    public static void printActivePauses(CommandConsole console, AccountSession session) {
        ZoneId zone = session.account().account().zone();
        for (MarkingPause pause : session.bounces().read(BounceReading::listPauses)) {
            if (pause.end().isEmpty()) {
                console.printNote("Marking is paused for " + describePause(pause, zone)
                        + ". If the addresses are really gone: heed"
                        + " bounces confirm " + pause.number() + "; if it was an outage: heed bounces discard "
                        + pause.number());
            }
        }
    }

    /** Says which pauses last, and which runs an alert is raised on by what has bounced since. */
    public static void printNotices(CommandConsole console, AccountSession session, Instant since) {
        printActivePauses(console, session);
        alerts(session, BounceQuery.ALL.withSince(since)).forEach(alert -> console.printNote(alert.text()));
    }

    /** A reason that is about the sender or a server took more than its share of a run's mail. */
    public record BounceAlert(RunId run, BounceReason reason, long bounces, long mails) {
        public String text() {
            return "Run " + run + ": " + TerminalText.formatNumber(bounces) + " of "
                    + TerminalText.formatCount(mails, "mail") + " bounced for " + reason.label() + ". "
                    + reason.advice();
        }
    }

    /** Those of the runs that the bounces are of, each by all that bounced of it. */
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
