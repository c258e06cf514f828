package heed.mail.outbox;

import heed.mail.AttemptId;
import heed.mail.MailId;
import heed.mail.MessageClass;
import heed.mail.MessageKey;
import heed.mail.SendState;
import heed.mail.SkipReason;
import heed.mail.SmtpReply;
import heed.mail.gate.AttemptOutcome;
import heed.mail.gate.Attempts;
import heed.mail.gate.Claim;
import heed.mail.gate.ClaimVerdict;
import heed.mail.gate.InDoubtPolicy;
import heed.mail.limits.DeliveryInstances;
import heed.mail.limits.InMemoryDeliveryInstances;
import heed.model.fact.Provenance;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectFlag;
import heed.model.prospect.ProspectId;
import heed.model.run.RunId;
import heed.model.store.UnitOfWork;
import heed.model.suppression.Suppression;
import heed.model.suppression.SuppressionReason;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The outbox of one account in memory: what the port promises in the fewest words. Every call is one transaction. */
public class InMemoryMailStore implements MailStore, Outbox, Attempts {
    private final Clock clock;

    private final Map<ProspectId, EmailAddress> addresses = new HashMap<>();
    /** Addresses that refusals mark, since when. */
    private final Map<EmailAddress, Instant> bouncedSince = new HashMap<>();

    private final Map<ProspectId, Map<ProspectFlag, Instant>> flags = new HashMap<>();
    private final List<Mail> mails = new ArrayList<>(); // each at its id less one
    private final Set<RunId> paused = new HashSet<>();
    private final Set<RunId> cancelled = new HashSet<>();
    private final DeliveryInstances deliveryInstances = new InMemoryDeliveryInstances();
    private long prospects;
    private long runs;
    private UnitOfWork openUnit;

    /** One row. */
    protected static final class Mail {
        public final MailId id;
        final MessageKey key;
        final MessageClass kind;
        final Optional<ProspectId> prospect;
        final Optional<EmailAddress> address;
        final Optional<RunId> run;
        SendState state = SendState.QUEUED;
        Optional<SkipReason> skipReason = Optional.empty();
        int attempts;
        int answered;
        Optional<Instant> firstAnswered = Optional.empty();
        Optional<Instant> due = Optional.empty();
        Instant leaseEnd = Instant.MIN;
        Instant changed;
        Optional<SmtpReply> reply = Optional.empty();
        String detail = "";

        Mail(MailId id, Claim claim, Optional<EmailAddress> address, Instant now) {
            this.id = id;
            this.key = claim.key();
            this.kind = claim.messageClass();
            this.prospect = claim.prospect();
            this.address = address;
            this.run = claim.run();
            this.changed = now;
        }

        boolean duplicate() {
            return skipReason
                    .filter(reason -> reason.code() == SkipReason.SkipCode.DUPLICATE)
                    .isPresent();
        }

        void becomes(SendState to, Instant now) {
            state = to;
            changed = now;
            due = Optional.empty();
        }

        void waits(Instant until, Instant now) {
            becomes(answered > 0 ? SendState.RETRYING : SendState.QUEUED, now);
            due = Optional.of(until);
        }

        void refused(SendState to, SkipReason reason, Instant now) {
            becomes(to, now);
            skipReason = Optional.of(reason);
        }
    }

    public InMemoryMailStore(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Outbox outbox() {
        return this;
    }

    @Override
    public Attempts attempts() {
        return this;
    }

    @Override
    public DeliveryInstances deliveryInstances() {
        return deliveryInstances;
    }

    @Override
    public String account() {
        return ACCOUNT;
    }

    @Override
    public synchronized ProspectId addProspect(Optional<EmailAddress> address) {
        ProspectId prospect = new ProspectId(++prospects);
        address.ifPresent(known -> addresses.put(prospect, known));
        return prospect;
    }

    @Override
    public synchronized void setFlag(ProspectId prospect, ProspectFlag flag, boolean value) {
        Map<ProspectFlag, Instant> own = flags.computeIfAbsent(prospect, key -> new EnumMap<>(ProspectFlag.class));
        if (value) {
            own.putIfAbsent(flag, clock.instant());
        } else {
            own.remove(flag);
            if (flag == ProspectFlag.BOUNCED) {
                bouncedSince.remove(addresses.get(prospect));
            }
        }
    }

    /** A bounce is the address's: it does not move along. */
    @Override
    public synchronized void changeAddress(ProspectId prospect, EmailAddress address) {
        if (!address.equals(addresses.put(prospect, address))) {
            flags.computeIfAbsent(prospect, key -> new EnumMap<>(ProspectFlag.class))
                    .remove(ProspectFlag.BOUNCED);
        }
    }

    @Override
    public synchronized RunId addRun() {
        return new RunId(++runs);
    }

    @Override
    public synchronized <T> T write(Function<UnitOfWork, T> work) {
        int before = mails.size();
        openUnit = (UnitOfWork) Proxy.newProxyInstance(
                UnitOfWork.class.getClassLoader(), new Class<?>[] {UnitOfWork.class}, (unit, method, arguments) -> {
                    throw new UnsupportedOperationException(method.getName());
                });
        try {
            return work.apply(openUnit);
        } catch (RuntimeException undone) {
            mails.subList(before, mails.size()).clear(); // work only adds
            throw undone;
        } finally {
            openUnit = null;
        }
    }

    /** The oldest suppression of an address. */
    protected Optional<Suppression> suppression(EmailAddress address) {
        List<Suppression> all = new ArrayList<>();
        flags.forEach((prospect, own) -> own.forEach((flag, since) -> {
            if (address.equals(addresses.get(prospect))) {
                all.add(new Suppression(
                        address,
                        SuppressionReason.of(flag),
                        new Suppression.FlaggedProspect(prospect, "H" + prospect),
                        since));
            }
        }));
        Instant since = bouncedSince.get(address);
        if (since != null) {
            all.add(new Suppression(
                    address, SuppressionReason.BOUNCED, new Suppression.BouncedAddress(refused(since)), since));
        }
        return all.stream().min(Comparator.comparing(Suppression::since).thenComparing(Suppression::reason));
    }

    private static Provenance refused(Instant at) {
        return new Provenance(
                at, "delivery", Provenance.Origin.BOUNCE, "hard bounce", Optional.empty(), Optional.empty());
    }

    /** Whether what a relay answered for good marks the address. */
    protected boolean marksAddress(SmtpReply reply) {
        return reply.enhanced().filter(code -> code.startsWith("5.1.")).isPresent();
    }

    private Mail mail(MailId id) {
        return mails.get((int) id.value() - 1);
    }

    /** The mail that the prospect has of the message. */
    protected Optional<Mail> findMail(MessageKey key, ProspectId prospect) {
        return findFirst(mail -> mail.key.equals(key) && mail.prospect.equals(Optional.of(prospect)));
    }

    /** The mail that holds the address for the message. */
    protected Optional<Mail> findMail(MessageKey key, EmailAddress address) {
        return findFirst(
                mail -> mail.key.equals(key) && mail.address.equals(Optional.of(address)) && !mail.duplicate());
    }

    /** A loop, as in what else a simulated schedule does most often: a stream takes several times as long. */
    private Optional<Mail> findFirst(Predicate<Mail> wanted) {
        for (Mail mail : mails) {
            if (wanted.test(mail)) {
                return Optional.of(mail);
            }
        }
        return Optional.empty();
    }

    private Mail add(Claim claim, Optional<EmailAddress> address, Instant now) {
        if (!claim.key().account().equals(ACCOUNT)) {
            throw new IllegalArgumentException(
                    "the key is of account " + claim.key().account());
        }
        Mail mail = new Mail(new MailId(mails.size() + 1), claim, address, now);
        mails.add(mail);
        return mail;
    }

    @Override
    public synchronized List<EnqueueResult> enqueue(UnitOfWork unit, List<OutgoingMail> outgoing, Instant now) {
        if (openUnit == null || unit != openUnit) {
            throw new IllegalArgumentException("not a unit of work of this store");
        }
        return outgoing.stream().map(mail -> enqueue(mail, now)).toList();
    }

    private EnqueueResult enqueue(OutgoingMail outgoing, Instant now) {
        Optional<Mail> known = findMail(outgoing.key(), outgoing.prospect());
        if (known.isPresent()) {
            return new EnqueueResult(known.get().id, EnqueueResult.EnqueueStatus.KNOWN, Optional.empty());
        }
        Optional<Mail> holder = outgoing.address().flatMap(address -> findMail(outgoing.key(), address));
        Claim claim = new Claim(
                outgoing.key(),
                outgoing.address().orElse(null),
                Optional.of(outgoing.prospect()),
                outgoing.messageClass(),
                outgoing.run());
        Mail mail = add(claim, outgoing.address(), now);
        if (outgoing.address().isEmpty()) {
            mail.refused(SendState.SKIPPED, SkipReason.of(SkipReason.SkipCode.NO_ADDRESS), now);
        } else if (holder.isPresent()) {
            mail.refused(SendState.SKIPPED, SkipReason.duplicate(holder.get().prospect), now);
        } else if (isCancelled(mail)) {
            mail.refused(SendState.CANCELLED, SkipReason.of(SkipReason.SkipCode.CANCELLED, now), now);
        } else {
            mail.waits(now, now);
        }
        return new EnqueueResult(
                mail.id,
                mail.skipReason.isPresent() ? EnqueueResult.EnqueueStatus.REFUSED : EnqueueResult.EnqueueStatus.QUEUED,
                mail.skipReason);
    }

    private boolean isCancelled(Mail mail) {
        return mail.run.filter(cancelled::contains).isPresent();
    }

    private boolean isHeld(Mail mail) {
        return isCancelled(mail) || mail.run.filter(paused::contains).isPresent();
    }

    @Override
    public synchronized List<QueuedMail> reserve(int limit, Instant now, Instant until) {
        List<Mail> due = new ArrayList<>();
        for (Mail mail : mails) {
            if (mail.due.isPresent() && !mail.due.get().isAfter(now) && !isHeld(mail)) {
                due.add(mail);
            }
        }
        due.sort(Comparator.comparing((Mail mail) -> mail.due.orElseThrow()).thenComparing(mail -> mail.id));
        List<Mail> reserved = due.subList(0, Math.min(limit, due.size()));
        reserved.forEach(mail -> mail.due = Optional.of(until));
        return reserved.stream()
                .map(mail -> new QueuedMail(
                        mail.id,
                        mail.key,
                        mail.prospect,
                        mail.address.orElseThrow(),
                        mail.kind,
                        mail.run,
                        mail.answered,
                        mail.firstAnswered))
                .toList();
    }

    @Override
    public synchronized void release(List<Requeue> releases, Instant now) {
        for (Requeue release : releases) {
            Mail mail = mail(release.mail());
            if (mail.state.waiting()) {
                mail.detail = release.reason();
                release.due().ifPresentOrElse(due -> mail.waits(due, now), () -> mail.becomes(SendState.FAILED, now));
            }
        }
    }

    @Override
    public synchronized Optional<Instant> nextDue() {
        Optional<Instant> next = Optional.empty();
        for (Mail mail : mails) {
            if (mail.due.isPresent() && (next.isEmpty() || mail.due.get().isBefore(next.get())) && !isHeld(mail)) {
                next = mail.due;
            }
        }
        return next;
    }

    @Override
    public synchronized ExistingRecipients findExistingRecipients(
            MessageKey key, Collection<ProspectId> prospects, Collection<EmailAddress> addresses) {
        return new ExistingRecipients(
                prospects.stream()
                        .filter(recipient -> findMail(key, recipient).isPresent())
                        .collect(Collectors.toSet()),
                addresses.stream()
                        .filter(recipient -> findMail(key, recipient).isPresent())
                        .collect(Collectors.toSet()));
    }

    @Override
    public synchronized void pause(RunId run) {
        paused.add(run);
    }

    @Override
    public synchronized void resume(RunId run) {
        paused.remove(run);
    }

    @Override
    public synchronized Set<RunId> pausedRuns() {
        return Set.copyOf(paused);
    }

    @Override
    public synchronized int cancel(RunId run, Instant now) {
        cancelled.add(run);
        List<Mail> waiting = mails.stream()
                .filter(mail -> mail.run.equals(Optional.of(run)) && mail.state.waiting())
                .toList();
        waiting.forEach(
                mail -> mail.refused(SendState.CANCELLED, SkipReason.of(SkipReason.SkipCode.CANCELLED, now), now));
        return waiting.size();
    }

    @Override
    public synchronized List<ClaimVerdict> claim(List<Claim> claims, Clock claimClock, Duration lease) {
        Instant now = claimClock.instant();
        return claims.stream().map(claim -> claim(claim, now, lease)).toList();
    }

    private ClaimVerdict claim(Claim claim, Instant now, Duration lease) {
        Optional<Mail> own = claim.prospect().flatMap(prospect -> findMail(claim.key(), prospect));
        if (own.isPresent() && !own.get().address.equals(Optional.of(claim.address()))) {
            return new ClaimVerdict.Denied(SkipReason.duplicate(claim.prospect()));
        }
        Optional<Mail> holder = findMail(claim.key(), claim.address());
        if (holder.isPresent()
                && claim.prospect().isPresent()
                && !holder.get().prospect.equals(claim.prospect())) {
            SkipReason duplicate = SkipReason.duplicate(holder.get().prospect);
            if (own.isEmpty()) {
                add(claim, Optional.of(claim.address()), now).refused(SendState.SKIPPED, duplicate, now);
            }
            return new ClaimVerdict.Denied(duplicate);
        }
        return decide(holder.orElseGet(() -> add(claim, Optional.of(claim.address()), now)), claim, now, lease);
    }

    private ClaimVerdict decide(Mail mail, Claim claim, Instant now, Duration lease) {
        Optional<SkipReason> before = SkipReason.forState(mail.state, mail.changed);
        if (before.isPresent()) {
            return new ClaimVerdict.Denied(before.get());
        }
        if (isCancelled(mail)) {
            return refused(mail, SendState.CANCELLED, SkipReason.of(SkipReason.SkipCode.CANCELLED, now), now);
        }
        if (isHeld(mail)) {
            return new ClaimVerdict.Denied(SkipReason.of(SkipReason.SkipCode.PAUSED));
        }
        if (mail.prospect.isPresent() && !claim.address().equals(addresses.get(mail.prospect.get()))) {
            return refused(mail, SendState.SKIPPED, SkipReason.of(SkipReason.SkipCode.ADDRESS_CHANGED), now);
        }
        Optional<Suppression> suppression = recheck(mail);
        if (suppression.isPresent()) {
            return refused(mail, SendState.SKIPPED, SkipReason.suppressed(suppression.get()), now);
        }
        mail.becomes(SendState.IN_FLIGHT, now);
        mail.attempts++;
        mail.leaseEnd = now.plus(lease);
        return new ClaimVerdict.Granted(new AttemptId(mail.id, mail.attempts), now);
    }

    /** The recheck of the address. */
    protected Optional<Suppression> recheck(Mail mail) {
        return suppression(mail.address.orElseThrow());
    }

    private static ClaimVerdict refused(Mail mail, SendState state, SkipReason reason, Instant now) {
        mail.refused(state, reason, now);
        return new ClaimVerdict.Denied(reason);
    }

    @Override
    public synchronized List<SendState> record(List<AttemptResult> results, Instant now) {
        return results.stream().map(result -> record(result, now)).toList();
    }

    private SendState record(AttemptResult results, Instant now) {
        Mail mail = mail(results.attempt().mail());
        AttemptOutcome outcome = results.outcome();
        if (outcome.appliesTo(mail.state, mail.attempts, results.attempt().number())) {
            if (outcome.kind() == AttemptOutcome.OutcomeKind.RETRY
                    || outcome.kind() == AttemptOutcome.OutcomeKind.EXPIRED) {
                mail.answered++;
                mail.firstAnswered = mail.firstAnswered.or(() -> Optional.of(now));
            }
            mail.reply = outcome.reply().or(() -> mail.reply);
            mail.detail = outcome.detail();
            if (outcome.due().isEmpty()) {
                mail.becomes(outcome.kind().state(), now);
                if (mail.state == SendState.REJECTED
                        && mail.reply.filter(this::marksAddress).isPresent()) {
                    bouncedSince.putIfAbsent(mail.address.orElseThrow(), now);
                }
            } else if (isCancelled(mail)) {
                mail.refused(SendState.CANCELLED, SkipReason.of(SkipReason.SkipCode.CANCELLED, now), now);
            } else {
                mail.waits(outcome.due().get(), now);
            }
        }
        return mail.state;
    }

    @Override
    public synchronized int expireLeases(Instant now, InDoubtPolicy policy) {
        int ended = 0;
        for (Mail mail : mails) {
            if (mail.state == SendState.IN_FLIGHT && !now.isBefore(mail.leaseEnd)) {
                mail.detail = "its attempt ended without an outcome";
                if (policy == InDoubtPolicy.REPEAT && !isCancelled(mail)) {
                    mail.waits(now, now);
                } else {
                    mail.becomes(SendState.UNKNOWN, now);
                }
                ended++;
            }
        }
        return ended;
    }

    @Override
    public synchronized List<SendCount> countSends(Optional<RunId> run) {
        Map<SendCount, Long> counts = new HashMap<>();
        mails.stream()
                .filter(mail -> run.isEmpty() || mail.run.equals(run))
                .forEach(mail -> counts.merge(
                        new SendCount(
                                mail.state,
                                mail.skipReason.map(SkipReason::code),
                                mail.skipReason.flatMap(SkipReason::suppression),
                                0),
                        1L,
                        Long::sum));
        return counts.entrySet().stream()
                .map(entry -> new SendCount(
                        entry.getKey().state(),
                        entry.getKey().code(),
                        entry.getKey().suppression(),
                        entry.getValue()))
                .sorted(Comparator.comparing(SendCount::state)
                        .thenComparing(count -> count.code().map(Enum::ordinal).orElse(-1))
                        .thenComparing(
                                count -> count.suppression().map(Enum::ordinal).orElse(-1)))
                .toList();
    }

    @Override
    public synchronized List<SendRecord> listSends(SendQuery query, MailId after, int limit) {
        return mails.subList((int) after.value(), mails.size()).stream()
                .filter(mail -> query.prospect().isEmpty() || mail.prospect.equals(query.prospect()))
                .filter(mail -> query.run().isEmpty() || mail.run.equals(query.run()))
                .filter(mail ->
                        query.state().isEmpty() || mail.state == query.state().get())
                .limit(limit)
                .map(InMemoryMailStore::shown)
                .toList();
    }

    private static SendRecord shown(Mail mail) {
        return new SendRecord(
                mail.id,
                mail.key,
                mail.kind,
                mail.prospect,
                mail.address,
                mail.run,
                mail.state,
                mail.skipReason,
                mail.attempts,
                mail.firstAnswered,
                mail.due,
                mail.changed,
                mail.reply,
                mail.detail);
    }

    @Override
    public void close() {}
}
