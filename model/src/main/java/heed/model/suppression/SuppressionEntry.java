package heed.model.suppression;

import heed.model.fact.Provenance;

/**
 * A change of the suppression list itself: an address or a domain was added or removed, by hand, by an import, or by an
 * opt-out that was given for the address ({@link Suppression.OptedOutAddress}).
 *
 * @param added true if it was added, false if it was removed
 * @param provenance who made the change, when and why
 */
public record SuppressionEntry(boolean added, Provenance provenance) {}
