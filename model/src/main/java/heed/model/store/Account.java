package heed.model.store;

import heed.model.person.ErasedNoPolicy;
import heed.model.prospect.AddressMatching;
import java.time.ZoneId;

/**
 * An account, the data of one customer. Accounts share a store, but no account can read or change another's data.
 *
 * @param name the unique name
 * @param zone the time zone of the account's dates and times
 * @param addressMatching the rule by which the account compares addresses
 * @param erasedNoPolicy what the account keeps of erased people
 */
public record Account(String name, ZoneId zone, AddressMatching addressMatching, ErasedNoPolicy erasedNoPolicy) {}
