package heed.model.suppression;

import heed.model.fact.Provenance;
import heed.model.prospect.EmailAddress;

/**
 * A change of the suppression list itself: an address was added or removed. Entries are appended, never changed or
 * deleted.
 *
 * @param address the address
 * @param added true if the address was added, false if it was removed
 * @param provenance who made the change, when and why
 */
public record SuppressionEntry(EmailAddress address, boolean added, Provenance provenance) {}
