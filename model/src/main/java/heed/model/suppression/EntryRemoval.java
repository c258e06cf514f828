package heed.model.suppression;

import heed.model.prospect.EmailAddress;
import java.util.List;
import java.util.Set;

/** What still suppresses an address once entries are removed from the suppression list. */
public final class EntryRemoval {
    private EntryRemoval() {}

    /**
     * Returns those suppressions of an address that stay; if none does, the address becomes mailable.
     *
     * @param suppressions all suppressions of the address, those of other spellings of its mailbox included
     * @param removed the addresses whose entries are removed
     */
    public static List<Suppression> remaining(List<Suppression> suppressions, Set<EmailAddress> removed) {
        return suppressions.stream()
                .filter(suppression ->
                        suppression.reason() != SuppressionReason.LISTED || !removed.contains(suppression.address()))
                .toList();
    }
}
