package heed.model;

/**
 * An address was put on the suppression list itself, or taken off it. Listings are appended and never changed or deleted.
 *
 * @param listed whether it was put on the list
 */
public record Listing(EmailAddress address, boolean listed, Provenance provenance) {}
