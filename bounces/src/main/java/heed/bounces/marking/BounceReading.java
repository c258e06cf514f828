package heed.bounces.marking;

import heed.model.prospect.EmailAddress;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Read access to the bounces of an account, within one transaction. For the thread of the transaction only. */
public interface BounceReading {
    /** Returns the thresholds of the account. */
    BouncePolicy policy();

    /** Returns the bounce with an id; empty if there is none. */
    Optional<Bounce> findBounce(BounceId id);

    /** Returns at most {@code limit} bounces that match a filter and have an id greater than {@code after}, ordered by id. */
    List<Bounce> listBounces(BounceQuery query, BounceId after, int limit);

    /** Returns the numbers of matching bounces by kind, reason, domain and run, without reversed and untrusted ones. */
    List<BounceCount> countBounces(BounceQuery query);

    /** Returns the history of an address since somebody last cleared its Bounced field. */
    AddressHistory history(EmailAddress address);

    /** Returns the time since which bounces mark an address; empty if they do not mark it. */
    Optional<Instant> findMarkedSince(EmailAddress address);

    /** Returns all pauses, the newest first. */
    List<MarkingPause> listPauses();

    /** Returns the quarantined message with a number, unless a person has handled it; empty if there is none. */
    Optional<Quarantined> findQuarantined(long number);

    /** Returns at most {@code limit} quarantined messages that nobody has handled, the newest first. */
    List<Quarantined> listQuarantined(int limit);

    /**
     * Returns those of some messages that were already claimed, by {@link ReturnedMessage#uid}. The value is whether the message
     * was quarantined.
     */
    Map<String, Boolean> findClaimed(Collection<String> uids);
}
