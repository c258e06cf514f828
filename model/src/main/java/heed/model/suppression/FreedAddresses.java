package heed.model.suppression;

import heed.model.prospect.EmailAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Addresses that can be mailed again, because the last reason that suppressed them has ended. Immutable.
 *
 * @param count how many there are
 * @param first the first {@link #MAX_LISTED} of them, in the order in which they were freed
 */
public record FreedAddresses(long count, List<EmailAddress> first) {
    /** How many addresses are listed at most. */
    public static final int MAX_LISTED = 1_000;

    public static final FreedAddresses NONE = new FreedAddresses(0, List.of());

    public FreedAddresses {
        first = List.copyOf(first);
    }

    /** Returns all addresses of a collection, in its order. */
    public static FreedAddresses of(Collection<EmailAddress> addresses) {
        return NONE.plus(addresses);
    }

    /** Returns these addresses and more, which another transaction has freed. */
    public FreedAddresses plus(Collection<EmailAddress> more) {
        if (more.isEmpty()) {
            return this;
        }
        List<EmailAddress> listed = new ArrayList<>(first);
        more.stream().limit(MAX_LISTED - first.size()).forEach(listed::add);
        return new FreedAddresses(count + more.size(), listed);
    }
}
