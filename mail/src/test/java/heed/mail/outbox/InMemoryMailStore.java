package heed.mail.outbox;

import heed.mail.AttemptId;
import heed.mail.MailId;
import heed.mail.MessageKey;
import heed.mail.SendState;
import heed.mail.SenderId;
import heed.mail.SkipReason;
import heed.mail.gate.Attempts;
import heed.mail.gate.Claim;
import heed.mail.gate.ClaimRules;
import heed.mail.gate.ClaimVerdict;
import heed.mail.gate.Mail;
import heed.mail.gate.MailIndex;
import heed.mail.gate.RunSendingStates;
import heed.mail.limits.DeliveryInstances;
import heed.mail.limits.InMemoryDeliveryInstances;
import heed.model.fact.Provenance;
import heed.model.prospect.AddressMatching;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectFlag;
import heed.model.prospect.ProspectId;
import heed.model.run.RunId;
import heed.model.store.UnitOfWork;
import heed.model.suppression.InMemoryProspects;
import heed.model.suppression.SuppressedDomain;
import heed.model.suppression.Suppression;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The mails of one account in maps. It holds no rule: those of the product decide, and so the tests that run on this
 * store test them. Every call is one transaction. Bounces are no matter of this module: a refusal marks no address
 * here.
 */
public class InMemoryMailStore implements MailStore, Outbox, Attempts {
    protected final InMemoryProspects prospects = new MailedProspects();
    private final Clock clock;
    private final List<Mail> mails = new ArrayList<>(); // each at its id less one
    private MailIndex index = new MailIndex(AddressMatching.AS_WRITTEN);
    private RunSendingStates sending = new RunSendingStates(Set.of(), Set.of());
    private final DeliveryInstances deliveryInstances = new InMemoryDeliveryInstances();
    private final ClaimRules.ClaimLookup lookup = new MapLookup();
    private long mailIds;
    private long runs;
    private UnitOfWork openUnit;

    /** The prospects, whose queued mail is here. */
    private final class MailedProspects extends InMemoryProspects {
        @Override
        public void skipQueuedMail(Row prospect, EmailAddress address) {
            for (Mail mail : mails) {
                if (mail.progress().due().isPresent()
                        && mail.identity().prospect().equals(Optional.of(prospect.key()))
                        && mail.identity().address().equals(Optional.of(address))) {
                    mail.skip(SkipReason.of(SkipReason.SkipCode.ADDRESS_CHANGED), clock.instant());
                }
            }
        }

        @Override
        public void ignoreEarlierBounces(EmailAddress address) {
            InMemoryMailStore.this.ignoreEarlierBounces(address);
        }
    }

    private final class MapLookup implements ClaimRules.ClaimLookup {
        @Override
        public boolean hasAddress(ProspectId prospect, EmailAddress address) {
            return prospects.hasAddress(prospect, address);
        }

        @Override
        public Optional<Suppression> findOldestSuppression(EmailAddress address) {
            return recheck(address);
        }

        @Override
        public MailId newMailId() {
            return InMemoryMailStore.this.newMailId();
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
        return prospects.create(address, provenance(Provenance.Origin.IMPORT));
    }

    @Override
    public synchronized void setFlag(ProspectId prospect, ProspectFlag flag, boolean value) {
        prospects.assertFlag(prospect, flag, value, provenance(Provenance.Origin.PROFILE));
    }

    @Override
    public synchronized void suppressDomain(SuppressedDomain domain) {
        prospects.suppressDomain(domain, provenance(Provenance.Origin.SUPPRESSION_LIST));
    }

    @Override
    public synchronized void changeAddress(ProspectId prospect, EmailAddress address) {
        prospects.assertAddress(prospect, address, provenance(Provenance.Origin.PROFILE));
    }

    private Provenance provenance(Provenance.Origin origin) {
        return new Provenance(clock.instant(), "ann", origin, "a test", Optional.empty(), Optional.empty());
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
        } catch (RuntimeException failure) {
            removeMailsFrom(before); // a unit of work only adds mails
            throw failure;
        } finally {
            openUnit = null;
        }
    }

    private void removeMailsFrom(int first) {
        mails.subList(first, mails.size()).clear();
        mailIds = first;
        index = new MailIndex(AddressMatching.AS_WRITTEN);
        mails.forEach(index::add);
    }

    /** What suppresses an address when a mail to it is claimed. */
    protected Optional<Suppression> recheck(EmailAddress address) {
        return prospects.findOldestSuppression(address);
    }

    /** Called with the mails that have changed by outcomes, in the transaction that records these. */
    protected void outcomesApplied(Collection<Mail> changed, Instant now) {}

    /** Called when the bounces of an address so far no longer count. */
    protected void ignoreEarlierBounces(EmailAddress address) {}

    private MailId newMailId() {
        return new MailId(++mailIds);
    }

    private static void requireOwnKey(MessageKey key) {
        if (!key.account().equals(ACCOUNT)) {
            throw new IllegalArgumentException("the key is of account " + key.account());
        }
    }

    @Override
    public synchronized List<EnqueueResult> enqueue(UnitOfWork unit, List<OutgoingMail> outgoing, Instant now) {
        if (openUnit == null || unit != openUnit) {
            throw new IllegalArgumentException("not a unit of work of this store");
        }
        outgoing.forEach(mail -> requireOwnKey(mail.key()));
        EnqueueRules rules = new EnqueueRules(index, sending, this::newMailId, now);
        List<EnqueueResult> results = outgoing.stream().map(rules::enqueue).toList();
        mails.addAll(rules.added());
        return results;
    }

    @Override
    public synchronized List<QueuedMail> reserve(int limit, Instant now, SenderId holder) {
        List<Mail> due = new ArrayList<>();
        for (Mail mail : mails) {
            Optional<Instant> at = dueOf(mail);
            if (at.isPresent() && !at.get().isAfter(now) && isFree(mail)) {
                due.add(mail);
            }
        }
        if (due.isEmpty()) {
            return List.of();
        }
        due.sort(Comparator.comparing((Mail mail) -> dueOf(mail).orElseThrow()).thenComparing(Mail::id));
        List<Mail> reserved = due.subList(0, Math.min(limit, due.size()));
        reserved.forEach(mail -> mail.reserve(holder));
        return reserved.stream().map(QueuedMail::of).toList();
    }

    private static Optional<Instant> dueOf(Mail mail) {
        return mail.progress().due();
    }

    private boolean isFree(Mail mail) {
        return isOpen(mail) && mail.progress().holder().isEmpty();
    }

    private boolean isOpen(Mail mail) {
        return !sending.isPaused(mail) && !sending.isCancelled(mail);
    }

    @Override
    public synchronized void release(List<Requeue> releases, Instant now) {
        releases.forEach(release -> mail(release.mail()).release(release.due(), release.reason(), now));
    }

    private Mail mail(MailId id) {
        return mails.get((int) id.value() - 1);
    }

    @Override
    public synchronized Optional<Instant> nextDue() {
        Optional<Instant> next = Optional.empty();
        for (Mail mail : mails) { // a loop, because this is what a simulated schedule does most often
            Optional<Instant> due = dueOf(mail);
            if (due.isPresent() && (next.isEmpty() || due.get().isBefore(next.get())) && isFree(mail)) {
                next = due;
            }
        }
        return next;
    }

    @Override
    public synchronized UnsettledMail findUnsettled(Optional<RunId> run) {
        List<Mail> ofRun = mails.stream()
                .filter(mail -> run.isEmpty() || mail.identity().run().equals(run))
                .toList();
        List<Mail> waiting = ofRun.stream()
                .filter(mail -> dueOf(mail).isPresent() && isOpen(mail))
                .toList();
        return new UnsettledMail(
                waiting.stream().anyMatch(mail -> mail.state() == SendState.QUEUED),
                waiting.stream()
                        .filter(this::isFree)
                        .flatMap(mail -> dueOf(mail).stream())
                        .min(Comparator.naturalOrder()),
                ofRun.stream()
                        .anyMatch(mail -> mail.progress().holder().isPresent()
                                && (dueOf(mail).isEmpty() || isOpen(mail))));
    }

    @Override
    public synchronized Set<RunId> findUnsettledRuns() {
        return mails.stream()
                .filter(mail -> !mail.state().settled())
                .flatMap(mail -> mail.identity().run().stream())
                .collect(Collectors.toSet());
    }

    @Override
    public synchronized ExistingRecipients findExistingRecipients(
            MessageKey key, Collection<ProspectId> recipients, Collection<EmailAddress> addresses) {
        return new ExistingRecipients(
                recipients.stream()
                        .filter(prospect -> index.find(key, prospect).isPresent())
                        .collect(Collectors.toMap(
                                prospect -> prospect,
                                prospect -> ExistingMail.of(
                                        index.find(key, prospect).orElseThrow()))),
                addresses.stream()
                        .filter(address -> index.find(key, address).isPresent())
                        .collect(Collectors.toSet()));
    }

    @Override
    public synchronized void pause(RunId run) {
        Set<RunId> paused = new HashSet<>(sending.paused());
        paused.add(run);
        sending = new RunSendingStates(paused, sending.cancelled());
    }

    @Override
    public synchronized void resume(RunId run) {
        Set<RunId> paused = new HashSet<>(sending.paused());
        paused.remove(run);
        sending = new RunSendingStates(paused, sending.cancelled());
    }

    @Override
    public synchronized Set<RunId> pausedRuns() {
        return sending.paused();
    }

    @Override
    public synchronized int cancel(RunId run, Instant now) {
        Set<RunId> cancelled = new HashSet<>(sending.cancelled());
        cancelled.add(run);
        sending = new RunSendingStates(sending.paused(), cancelled);
        List<Mail> waiting = mails.stream()
                .filter(mail -> mail.identity().run().equals(Optional.of(run))
                        && dueOf(mail).isPresent())
                .toList();
        waiting.forEach(mail -> mail.cancel(now));
        return waiting.size();
    }

    @Override
    public synchronized List<ClaimVerdict> claim(List<Claim> claims, Clock claimClock, SenderId holder) {
        claims.forEach(claim -> requireOwnKey(claim.key()));
        ClaimRules rules = new ClaimRules(index, sending, lookup, claimClock.instant(), holder);
        List<ClaimVerdict> verdicts = claims.stream().map(rules::decide).toList();
        mails.addAll(rules.added());
        return verdicts;
    }

    @Override
    public synchronized List<SendState> record(List<AttemptResult> results, Instant now) {
        Set<Mail> changed = new LinkedHashSet<>();
        List<SendState> states = new ArrayList<>();
        for (AttemptResult result : results) {
            Mail mail = mail(result.attempt().mail());
            if (mail.applyOutcome(result.attempt().number(), result.outcome(), sending.isCancelled(mail), now)) {
                changed.add(mail);
            }
            states.add(mail.state());
        }
        outcomesApplied(changed, now);
        return states;
    }

    @Override
    public synchronized ClaimVerdict confirm(AttemptId attempt, Clock claimClock) {
        return ClaimRules.confirm(mail(attempt.mail()), attempt.number(), lookup, claimClock.instant());
    }

    @Override
    public synchronized Set<SenderId> findHolders() {
        return mails.stream().flatMap(mail -> mail.progress().holder().stream()).collect(Collectors.toSet());
    }

    @Override
    public synchronized List<AttemptId> findUnderWay(SenderId holder) {
        return mails.stream()
                .filter(mail -> mail.state() == SendState.IN_FLIGHT
                        && mail.progress().holder().equals(Optional.of(holder)))
                .map(mail -> new AttemptId(mail.id(), mail.progress().attempts()))
                .toList();
    }

    @Override
    public synchronized int releaseReserved(SenderId holder) {
        List<Mail> reserved = mails.stream()
                .filter(mail ->
                        mail.state().waiting() && mail.progress().holder().equals(Optional.of(holder)))
                .toList();
        reserved.forEach(Mail::free);
        return reserved.size();
    }

    @Override
    public synchronized List<SendCount> countSends(Optional<RunId> run) {
        Map<SendCount, Long> counts = new HashMap<>();
        mails.stream()
                .filter(mail -> run.isEmpty() || mail.identity().run().equals(run))
                .map(mail -> countOf(mail.state(), mail.progress().skipReason()))
                .forEach(count -> counts.merge(count, 1L, Long::sum));
        return counts.entrySet().stream()
                .map(entry -> new SendCount(
                        entry.getKey().state(),
                        entry.getKey().code(),
                        entry.getKey().suppression(),
                        entry.getValue()))
                .sorted(SendCount.ORDER)
                .toList();
    }

    private static SendCount countOf(SendState state, Optional<SkipReason> reason) {
        return new SendCount(state, reason.map(SkipReason::code), reason.flatMap(SkipReason::suppression), 0);
    }

    @Override
    public synchronized List<SendRecord> listSends(SendQuery query, MailId after, int limit) {
        return mails.subList((int) after.value(), mails.size()).stream()
                .filter(mail ->
                        query.prospect().isEmpty() || mail.identity().prospect().equals(query.prospect()))
                .filter(mail -> query.run().isEmpty() || mail.identity().run().equals(query.run()))
                .filter(mail -> query.state().isEmpty() || query.state().equals(Optional.of(mail.state())))
                .limit(limit)
                .map(SendRecord::of)
                .toList();
    }

    @Override
    public synchronized List<SendRecord> listSends(RunId run, Collection<ProspectId> prospects) {
        return mails.stream()
                .filter(mail -> mail.identity().run().equals(Optional.of(run))
                        && mail.identity()
                                .prospect()
                                .filter(prospects::contains)
                                .isPresent())
                .map(SendRecord::of)
                .toList();
    }

    @Override
    public void close() {}
}
