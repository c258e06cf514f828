package heed.model;

import java.time.ZoneId;

/** A customer of the product: accounts share a store, and nothing of one is seen or changed from another. */
public record Account(String name, ZoneId zone, Mailboxes mailboxes) {}
