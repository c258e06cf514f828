package heed.bounces.marking;

import heed.model.prospect.EmailAddress;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What can be asked of an account's bounces. Long answers are read in pages, in ascending order. */
public interface BounceReading {
    BouncePolicy policy();

    Optional<Bounce> findBounce(BounceId id);

    /** The next bounces that fit, by id. */
    List<Bounce> listBounces(BounceQuery query, BounceId after, int limit);

    /** By kind, reason, domain and run; those that were reversed or are untrusted are left out. */
    List<BounceCount> countBounces(BounceQuery query);

    /** Since somebody last cleared Bounced of the address. */
    AddressHistory history(EmailAddress address);

    /** Since when bounces mark the address; empty if they do not. */
    Optional<Instant> findMarkedSince(EmailAddress address);

    /** The newest first. */
    List<MarkingPause> listPauses();

    /** The messages that were kept aside, the newest first. */
    List<Quarantined> listQuarantined(int limit);

    /** Those of the places where messages lay that were taken, each with whether the message was kept aside. */
    Map<String, Boolean> findClaimed(Collection<String> uids);
}
