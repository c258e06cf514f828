package heed.mail.bounce;

import heed.mail.Reply;
import heed.mail.bounce.BounceWork.Volume;
import heed.model.fact.Provenance;
import heed.model.prospect.EmailAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a bounce does to its address: the one home of these rules, in the transaction that keeps the bounce. A hard bounce of
 * the recipient or the domain marks at once, enough soft ones together; a complaint opts out; nothing else does either.
 */
public final class Marking {
    /** After somebody has said that bounces are real, marking does not pause for the same reason for so long. */
    private static final Duration CONFIRMED = Duration.ofHours(24);

    private final BounceWork work;
    private final BouncePolicy policy;
    private final String actor;
    private final Instant now;

    /** @param actor who says so in the history of a prospect */
    public Marking(BounceWork work, String actor, Instant now) {
        this.work = work;
        this.policy = work.policy();
        this.actor = actor;
        this.now = now;
    }

    /** What keeping a bounce came to. */
    public enum Effect {
        /** Its address is Bounced from now on. */
        MARKED("marked Bounced"),
        /** It counts towards that. */
        COUNTED("counted as soft"),
        /** The person is opted out. */
        OPTED_OUT("opted out"),
        /** Kept, and nothing more. */
        NOTED("noted"),
        /** Waits until somebody ends a pause. */
        HELD("held by a pause"),
        /** Somebody has said that its hour was an outage. */
        TAKEN_BACK("of an outage, taken back"),
        /** Nothing shows that it is about a mail of ours. */
        UNTRUSTED("not about mail of ours");

        private final String label;

        Effect(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /** What a relay answered to an attempt for the last time, as what a report of it would be: for {@link #keep}. */
    public Bounce answered(SentMail mail, Reply reply, boolean forGood, Diagnosing diagnosing) {
        BounceVerdict.Report report = new BounceVerdict.Report(
                reply.enhanced().flatMap(EnhancedStatusCode::find),
                Optional.of(reply.code()),
                Optional.empty(),
                Optional.empty(),
                reply.text());
        return new Bounce(
                BounceId.START,
                now,
                VerdictKind.FAILED,
                mail.subject(),
                Optional.empty(),
                Optional.of(diagnosis(reply, forGood, diagnosing)),
                report,
                diagnosing.version(),
                Standing.COUNTS);
    }

    private static Diagnosis diagnosis(Reply reply, boolean forGood, Diagnosing diagnosing) {
        Diagnosis said = diagnosing.of(reply);
        boolean aboutUs =
                reply.stage() == Reply.Stage.MAIL_FROM && said.reason().marking() != BounceReason.Marking.NEVER;
        return new Diagnosis(
                aboutUs ? BounceReason.SENDER_BLOCKED : said.reason(),
                forGood ? said.kind() : BounceKind.SOFT, // a mail that expired is one soft bounce
                said.evidence(),
                said.rule());
    }

    /** A bounce, and what it comes to unless its address was marked before. */
    private record Kept(Bounce bounce, Effect effect) {}

    /**
     * Keeps bounces and does what they do, each after the one before; what they mark is marked together, last.
     *
     * @return what each came to
     */
    public List<Effect> keep(List<Bounce> said) {
        List<MarkingPause> pauses = new ArrayList<>(concerned(said));
        Map<EmailAddress, Provenance> marks = new LinkedHashMap<>();
        List<Kept> kept = new ArrayList<>();
        for (Bounce one : said) {
            Bounce bounce = work.add(one);
            kept.add(new Kept(bounce, decide(bounce, pauses, marks)));
        }
        Set<EmailAddress> marked = new HashSet<>(work.mark(marks));
        List<Effect> effects = new ArrayList<>();
        for (Kept one : kept) {
            boolean known = one.effect == Effect.MARKED && !marked.remove(address(one.bounce));
            effects.add(known ? unmarking(one.bounce) : one.effect);
        }
        return effects;
    }

    /** The pauses that may hold any of the bounces. */
    private List<MarkingPause> concerned(List<Bounce> said) {
        Set<BounceReason> reasons = EnumSet.noneOf(BounceReason.class);
        Set<String> domains = new TreeSet<>();
        for (Bounce bounce : said) {
            if (bounce.marking() != BounceReason.Marking.NEVER) {
                reasons.add(bounce.diagnosis().orElseThrow().reason());
                domains.add(address(bounce).domain());
            }
        }
        return reasons.isEmpty() ? List.of() : work.pauses(reasons, domains);
    }

    private Effect decide(Bounce bounce, List<MarkingPause> pauses, Map<EmailAddress, Provenance> marks) {
        if (bounce.standing() == Standing.UNTRUSTED) {
            return Effect.UNTRUSTED;
        }
        if (bounce.kind() == VerdictKind.COMPLAINT) {
            work.optOut(bounce.subject(), provenance(Provenance.Origin.COMPLAINT, "called a mail spam", bounce));
            return Effect.OPTED_OUT;
        }
        if (bounce.marking() == BounceReason.Marking.NEVER) {
            return Effect.NOTED;
        }
        BounceReason reason = bounce.diagnosis().orElseThrow().reason();
        List<MarkingPause> known =
                pauses.stream().filter(one -> one.reason() == reason).toList();
        if (isOfAnOutage(bounce, known)) {
            work.change(bounce.with(Standing.REVERSED));
            return Effect.TAKEN_BACK;
        }
        Optional<MarkingPause> pause = lasting(bounce, known);
        if (pause.isEmpty() && !confirmed(bounce, known)) {
            pause = beginning(bounce, reason);
            pause.ifPresent(begun -> pauses.add(0, begun));
        }
        if (pause.isPresent()) {
            work.hold(bounce, pause.get());
            return Effect.HELD;
        }
        Optional<Bounce> because = because(bounce);
        because.ifPresent(one -> marks.putIfAbsent(address(bounce), marked(one)));
        return because.isPresent() ? Effect.MARKED : unmarking(bounce);
    }

    /** What marks the address of a bounce that nothing holds; a history is long to read, and a hard bounce needs none. */
    private Optional<Bounce> because(Bounce bounce) {
        return bounce.marksAtOnce() ? Optional.of(bounce) : policy.marking(work.history(address(bounce)));
    }

    private static Effect unmarking(Bounce bounce) {
        return bounce.counts() ? Effect.COUNTED : Effect.NOTED;
    }

    private static EmailAddress address(Bounce bounce) {
        return bounce.subject().address().orElseThrow();
    }

    /** What judging an address changed. */
    enum Judged {
        MARKED,
        UNMARKED,
        SAME
    }

    /** Marks the address if its history says so, and ends a mark that nothing carries any more. */
    Judged judge(EmailAddress address) {
        Optional<Bounce> because = policy.marking(work.history(address));
        if (because.isPresent()) {
            boolean changed = !work.mark(Map.of(address, marked(because.get()))).isEmpty();
            return changed ? Judged.MARKED : Judged.SAME;
        }
        Provenance reversed = new Provenance(
                now,
                actor,
                Provenance.Origin.BOUNCE,
                "the bounces that marked it were taken back",
                Optional.empty(),
                Optional.empty());
        return work.marked(address).isPresent() && work.unmark(address, reversed) ? Judged.UNMARKED : Judged.SAME;
    }

    private Provenance marked(Bounce because) {
        return provenance(Provenance.Origin.BOUNCE, words(because), because);
    }

    private String words(Bounce bounce) {
        String reason = bounce.diagnosis().map(why -> why.reason().label()).orElse("");
        return bounce.marksAtOnce()
                ? "hard bounce: " + reason
                : policy.softBounces() + " messages soft bounced, the last: " + reason;
    }

    private Provenance provenance(Provenance.Origin source, String reason, Bounce bounce) {
        return new Provenance(now, actor, source, reason, Optional.of("bounce " + bounce.id()), Optional.empty());
    }

    /** Whether it comes late, to an hour of which a pause was ended as an outage. */
    private boolean isOfAnOutage(Bounce bounce, List<MarkingPause> known) {
        Instant hour = hourOf(bounce);
        return known.stream()
                .anyMatch(pause -> pause.hour().equals(hour)
                        && covers(pause, bounce)
                        && pause.ended().filter(end -> !end.real()).isPresent());
    }

    /** The pause that lasts: of the domain rather than of all. */
    private static Optional<MarkingPause> lasting(Bounce bounce, List<MarkingPause> known) {
        List<MarkingPause> lasting = known.stream()
                .filter(pause -> pause.ended().isEmpty() && covers(pause, bounce))
                .toList();
        return lasting.stream()
                .filter(pause -> pause.domain().isPresent())
                .findFirst()
                .or(() -> lasting.stream().findFirst());
    }

    /** Whether somebody has said of such bounces, not long before, that they are real. */
    private boolean confirmed(Bounce bounce, List<MarkingPause> known) {
        Instant hour = hourOf(bounce);
        return known.stream()
                .filter(pause -> covers(pause, bounce))
                .flatMap(pause -> pause.ended().stream())
                .anyMatch(end -> end.real() && hour.isBefore(end.at().plus(CONFIRMED)));
    }

    private static boolean covers(MarkingPause pause, Bounce bounce) {
        String domain = address(bounce).domain();
        return pause.domain().orElse(domain).equals(domain);
    }

    /** The pause that begins with the bounce. */
    private Optional<MarkingPause> beginning(Bounce bounce, BounceReason reason) {
        Instant hour = hourOf(bounce);
        for (Optional<String> scope : List.of(Optional.of(address(bounce).domain()), Optional.<String>empty())) {
            long bounces = work.bounced(scope, reason, hour);
            if (bounces >= policy.pauseLeast()) { // else it is not asked how many were sent
                Volume volume = new Volume(bounces, mailed(scope, hour));
                if (policy.pauses(volume.bounces(), volume.mails())) {
                    return Optional.of(work.pause(scope, reason, hour, volume, now));
                }
            }
        }
        return Optional.empty();
    }

    private Instant hourOf(Bounce bounce) {
        return hour(bounce.subject().sent().orElse(now));
    }

    /** None of an hour that is too long ago, whether or not it has been dropped: a person looks sooner then. */
    private long mailed(Optional<String> scope, Instant hour) {
        return hour.isBefore(now.minus(BouncePolicy.HOURS)) ? 0 : work.mailed(scope, hour);
    }

    /** The hour that a mail belongs to. */
    public static Instant hour(Instant sent) {
        return sent.truncatedTo(ChronoUnit.HOURS);
    }
}
