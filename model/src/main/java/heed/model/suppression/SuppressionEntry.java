package heed.model.suppression;

import heed.model.fact.Provenance;

/**
 * A change of the suppression list itself: an address or a domain was added or removed. Entries are appended, never
 * changed or deleted.
 *
 * @param added true if it was added, false if it was removed
 * @param provenance who made the change, when and why
 */
public record SuppressionEntry(boolean added, Provenance provenance) {}
