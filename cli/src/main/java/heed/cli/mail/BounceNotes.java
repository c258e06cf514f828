package heed.cli.mail;

import heed.bounces.BounceReason;
import heed.bounces.VerdictKind;
import heed.bounces.marking.BounceCount;
import heed.bounces.marking.BouncePolicy;
import heed.bounces.marking.BounceQuery;
import heed.bounces.marking.BounceReading;
import heed.bounces.marking.MarkingPause;
import heed.cli.accounts.OpenAccount;
import heed.cli.accounts.Zones;
import heed.cli.console.Console;
import heed.cli.console.Plain;
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
public final class BounceNotes {
    private BounceNotes() {}

    /** "user unknown at example.com since 2026-03-01 12:00:00: 20 of 40 mails". */
    public static String pause(MarkingPause pause, ZoneId zone) {
        return pause.reason().label() + " at " + pause.domain().orElse("all domains") + " since "
                + Zones.time(pause.startedAt(), zone) + ": " + Plain.number(pause.bounces()) + " of "
                + Plain.count(pause.mails(), "mail") + " of an hour";
    }

    /** Says which pauses last; nothing if none does. */
    public static void lasting(Console console, OpenAccount open) {
        ZoneId zone = open.account().account().zone();
        for (MarkingPause pause : open.bounces().read(BounceReading::listPauses)) {
            if (pause.end().isEmpty()) {
                console.note("Marking is paused for " + pause(pause, zone) + ". If the addresses are really gone: heed"
                        + " bounces confirm " + pause.number() + "; if it was an outage: heed bounces discard "
                        + pause.number());
            }
        }
    }

    /** Says which pauses last, and which runs an alert is raised on by what has bounced since. */
    public static void told(Console console, OpenAccount open, Instant since) {
        lasting(console, open);
        alerts(open, BounceQuery.ALL.withSince(since)).forEach(alert -> console.note(alert.words()));
    }

    /** A reason that is about the sender or a server took more than its share of a run's mail. */
    public record Alert(RunId run, BounceReason reason, long bounces, long mails) {
        public String words() {
            return "Run " + run + ": " + Plain.number(bounces) + " of " + Plain.count(mails, "mail") + " bounced for "
                    + reason.label() + ". " + reason.advice();
        }
    }

    /** Those of the runs that the bounces are of, each by all that bounced of it. */
    public static List<Alert> alerts(OpenAccount open, BounceQuery query) {
        BouncePolicy policy = open.bounces().read(BounceReading::policy);
        Set<RunId> runs = new TreeSet<>(Comparator.comparing(RunId::value));
        aboutUs(open, query).forEach(count -> count.run().ifPresent(runs::add));
        List<Alert> alerts = new ArrayList<>();
        for (RunId run : runs) {
            Map<BounceReason, Long> reasons = new TreeMap<>();
            aboutUs(open, BounceQuery.ALL.withRun(run))
                    .forEach(count -> reasons.merge(count.reason().orElseThrow(), count.count(), Long::sum));
            long mails = open.mail().outbox().countSends(Optional.of(run)).stream()
                    .filter(count -> answered(count.state()))
                    .mapToLong(SendCount::count)
                    .sum();
            reasons.forEach((reason, bounces) -> {
                if (policy.shouldAlert(bounces, mails)) {
                    alerts.add(new Alert(run, reason, bounces, mails));
                }
            });
        }
        return alerts;
    }

    private static List<BounceCount> aboutUs(OpenAccount open, BounceQuery query) {
        return open.bounces().read(reading -> reading.countBounces(query)).stream()
                .filter(count -> count.kind() == VerdictKind.FAILED
                        && count.reason()
                                .filter(reason -> reason.markRule() == BounceReason.MarkRule.NEVER)
                                .isPresent())
                .toList();
    }

    private static boolean answered(SendState state) {
        return state == SendState.SENT || state == SendState.REJECTED || state == SendState.EXPIRED;
    }
}
