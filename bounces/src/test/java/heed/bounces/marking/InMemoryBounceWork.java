package heed.bounces.marking;

import heed.bounces.BounceReason;
import heed.bounces.PersonalMail;
import heed.mail.MailId;
import heed.mail.MailMark;
import heed.model.fact.Provenance;
import heed.model.prospect.EmailAddress;
import heed.model.suppression.InMemoryProspects;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The bounces of one account in lists and maps, as far as recording a bounce needs them. It holds no rule: {@link
 * BounceMarker} decides. What only a bounce mailbox or a review asks for is not supported.
 */
final class InMemoryBounceWork implements BounceWork {
    private final InMemoryProspects prospects;
    private final Function<EmailAddress, List<AddressHistory.AcceptedMail>> acceptedMails;
    private final List<Bounce> bounces = new ArrayList<>(); // each at its id less one
    private final List<MarkingPause> pauses = new ArrayList<>();
    private final Map<Long, List<BounceId>> held = new HashMap<>();
    /** The last bounce of each address that no longer counts. */
    private final Map<EmailAddress, BounceId> lastIgnored = new HashMap<>();

    private final Map<MailHour, Long> mailCounts = new HashMap<>();

    private record MailHour(Optional<String> domain, Instant hour) {}

    InMemoryBounceWork(
            InMemoryProspects prospects, Function<EmailAddress, List<AddressHistory.AcceptedMail>> acceptedMails) {
        this.prospects = prospects;
        this.acceptedMails = acceptedMails;
    }

    /** Counts mails that a relay has given its final reply to. */
    void addMails(List<EmailAddress> recipients, Instant now) {
        Instant hour = BounceMarker.hourOf(now);
        recipients.forEach(recipient -> {
            mailCounts.merge(new MailHour(Optional.empty(), hour), 1L, Long::sum);
            mailCounts.merge(new MailHour(Optional.of(recipient.domain()), hour), 1L, Long::sum);
        });
    }

    /** Makes the bounces of an address so far no longer count. */
    void ignoreEarlierBounces(EmailAddress address) {
        lastIgnored.put(address, new BounceId(bounces.size()));
    }

    List<Bounce> bounces() {
        return bounces;
    }

    @Override
    public BouncePolicy policy() {
        return BouncePolicy.STANDARD;
    }

    /** Nobody is erased here. */
    @Override
    public Set<EmailAddress> findErased(Set<EmailAddress> addresses) {
        return Set.of();
    }

    @Override
    public Bounce insert(Bounce bounce) {
        Bounce stored = bounce.asStored(new BounceId(bounces.size() + 1));
        bounces.add(stored);
        return stored;
    }

    @Override
    public void update(Bounce bounce) {
        bounces.set((int) bounce.id().value() - 1, bounce);
    }

    @Override
    public void hold(Bounce bounce, MarkingPause pause) {
        update(bounce.withStatus(BounceStatus.HELD));
        held.computeIfAbsent(pause.number(), number -> new ArrayList<>()).add(bounce.id());
    }

    @Override
    public List<Bounce> listHeld(MarkingPause pause) {
        return held.getOrDefault(pause.number(), List.of()).stream()
                .flatMap(id -> findBounce(id).stream())
                .toList();
    }

    @Override
    public Optional<Bounce> findBounce(BounceId id) {
        return bounces.stream().filter(bounce -> bounce.id().equals(id)).findFirst();
    }

    @Override
    public AddressHistory history(EmailAddress address) {
        BounceId ignored = lastIgnored.getOrDefault(address, BounceId.START);
        return new AddressHistory(
                bounces.stream()
                        .filter(bounce -> bounce.id().compareTo(ignored) > 0
                                && bounce.bouncedMail().address().equals(Optional.of(address)))
                        .toList(),
                acceptedMails.apply(address));
    }

    @Override
    public Optional<Instant> findMarkedSince(EmailAddress address) {
        return prospects.findMarkedSince(address);
    }

    @Override
    public Set<EmailAddress> mark(Map<EmailAddress, Provenance> provenances) {
        Set<EmailAddress> marked = new TreeSet<>();
        provenances.forEach((address, provenance) -> {
            if (prospects.mark(address, provenance)) {
                marked.add(address);
            }
        });
        return marked;
    }

    @Override
    public boolean unmark(EmailAddress address, Provenance provenance) {
        return prospects.unmark(address, provenance);
    }

    @Override
    public long countBounced(Optional<String> domain, BounceReason reason, Instant hour) {
        return bounces.stream()
                .filter(bounce -> bounce.diagnosis()
                        .filter(diagnosis -> diagnosis.reason() == reason)
                        .isPresent())
                .map(Bounce::bouncedMail)
                .filter(mail -> mail.sentAt().map(BounceMarker::hourOf).equals(Optional.of(hour)))
                .filter(mail -> domain.isEmpty()
                        || mail.address().map(EmailAddress::domain).equals(domain))
                .count();
    }

    @Override
    public long countMailed(Optional<String> domain, Instant hour) {
        return mailCounts.getOrDefault(new MailHour(domain, hour), 0L);
    }

    @Override
    public List<MarkingPause> listPauses(Set<BounceReason> reasons, Set<String> domains) {
        return listPauses().stream()
                .filter(pause -> reasons.contains(pause.reason()))
                .filter(pause -> pause.domain().map(domains::contains).orElse(true))
                .toList();
    }

    @Override
    public List<MarkingPause> listPauses() {
        return pauses.stream()
                .sorted(Comparator.comparingLong(MarkingPause::number).reversed())
                .toList();
    }

    @Override
    public MarkingPause startPause(
            Optional<String> domain, BounceReason reason, Instant hour, Volume volume, Instant now) {
        MarkingPause pause = new MarkingPause(
                pauses.size() + 1, domain, reason, now, hour, volume.bounces(), volume.mails(), Optional.empty());
        pauses.add(pause);
        return pause;
    }

    @Override
    public void optOut(Bounce.BouncedMail bouncedMail, Provenance provenance) {
        throw unsupported();
    }

    @Override
    public void endPause(MarkingPause pause, MarkingPause.PauseEnd end) {
        throw unsupported();
    }

    @Override
    public boolean claimMessage(ReturnedMessage message, Instant now) {
        throw unsupported();
    }

    @Override
    public void quarantine(
            ReturnedMessage message, String reason, Optional<PersonalMail> personal, Quarantined.RepliedMail replied) {
        throw unsupported();
    }

    @Override
    public Optional<Quarantined> findQuarantined(long number) {
        throw unsupported();
    }

    @Override
    public void fileQuarantined(long number, String outcome, Instant now) {
        throw unsupported();
    }

    @Override
    public Optional<SentMail> findMail(MailId id) {
        throw unsupported();
    }

    @Override
    public Optional<SentMail> findMail(MailMark mark) {
        throw unsupported();
    }

    @Override
    public Optional<SentMail> findLastMail(EmailAddress address, Instant since) {
        throw unsupported();
    }

    @Override
    public List<Bounce> listBounces(BounceQuery query, BounceId after, int limit) {
        throw unsupported();
    }

    @Override
    public List<BounceCount> countBounces(BounceQuery query) {
        throw unsupported();
    }

    @Override
    public List<Quarantined> listQuarantined(int limit) {
        throw unsupported();
    }

    @Override
    public Map<String, Boolean> findClaimed(Collection<String> uids) {
        throw unsupported();
    }

    @Override
    public void setPolicy(BouncePolicy policy) {
        throw unsupported();
    }

    private static UnsupportedOperationException unsupported() {
        return new UnsupportedOperationException("only for a bounce mailbox or a review");
    }
}
