package heed.model.store;

import heed.model.prospect.AddressMatching;
import java.time.ZoneId;

/** A customer of the product: accounts share a store, and nothing of one is seen or changed from another. */
public record Account(String name, ZoneId zone, AddressMatching addressMatching) {}
