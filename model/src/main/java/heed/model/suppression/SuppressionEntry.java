package heed.model.suppression;

import heed.model.fact.Provenance;
import heed.model.prospect.EmailAddress;

/**
 * An address was put on the suppression list itself, or taken off it. Listings are appended and never changed or deleted.
 *
 * @param added whether it was put on the list
 */
public record SuppressionEntry(EmailAddress address, boolean added, Provenance provenance) {}
