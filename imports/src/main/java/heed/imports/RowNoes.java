package heed.imports;

import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectFlag;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The flags that are Yes in a row, and whom they concern. They are kept if the row is rejected.
 *
 * @param addresses the row's readable addresses; usually one
 * @param id the row's Id, if it is readable
 * @param flags at least one
 */
public record RowNoes(List<EmailAddress> addresses, Optional<String> id, Set<ProspectFlag> flags) {
    public RowNoes {
        addresses = List.copyOf(addresses);
        flags = Set.copyOf(flags);
    }

    /** Returns the noes of a row; empty if no flag is Yes, or if it is not known whose. */
    static Optional<RowNoes> of(List<EmailAddress> addresses, Optional<String> id, Set<ProspectFlag> flags) {
        return flags.isEmpty() || (addresses.isEmpty() && id.isEmpty())
                ? Optional.empty()
                : Optional.of(new RowNoes(addresses, id, flags));
    }
}
