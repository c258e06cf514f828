package heed.model.store;

import java.time.Instant;
import java.util.Optional;

/**
 * How much an account holds.
 *
 * @param prospects the prospects
 * @param facts the facts about them
 * @param runs the runs and imports
 * @param mails the mails that were queued, sent or skipped
 * @param bounces the bounces
 * @param suppressedAddresses the addresses on the suppression list, without those that only their domain suppresses
 * @param suppressedDomains the domains on the suppression list
 * @param erasedAddresses the addresses of erased people, of which only a hash is kept
 * @param removalBegan when the removal of the account began; empty if it has not
 */
public record AccountContents(
        long prospects,
        long facts,
        long runs,
        long mails,
        long bounces,
        long suppressedAddresses,
        long suppressedDomains,
        long erasedAddresses,
        Optional<Instant> removalBegan) {}
