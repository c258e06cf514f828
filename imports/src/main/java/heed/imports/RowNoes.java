package heed.imports;

import static java.util.function.Predicate.not;

import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectFlag;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The flags that are Yes in a row, and whom they concern. They are kept if the row is rejected.
 *
 * @param addresses the row's readable addresses; usually one
 * @param otherAddresses other addresses of the person, to which Email Opt Out applies as well
 * @param id the row's Id, if it is readable
 * @param flags at least one
 */
public record RowNoes(
        List<EmailAddress> addresses, Set<EmailAddress> otherAddresses, Optional<String> id, Set<ProspectFlag> flags) {
    public RowNoes {
        addresses = List.copyOf(addresses);
        otherAddresses =
                otherAddresses.stream().filter(not(addresses::contains)).collect(Collectors.toUnmodifiableSet());
        flags = Set.copyOf(flags);
    }

    /** Returns the noes of a row; empty if no flag is Yes, or if it is not known whose. */
    static Optional<RowNoes> of(
            List<EmailAddress> addresses,
            Set<EmailAddress> otherAddresses,
            Optional<String> id,
            Set<ProspectFlag> flags) {
        return flags.isEmpty() || (addresses.isEmpty() && otherAddresses.isEmpty() && id.isEmpty())
                ? Optional.empty()
                : Optional.of(new RowNoes(addresses, otherAddresses, id, flags));
    }

    /** Returns the other addresses that rows opt out, ordered. */
    public static Set<EmailAddress> optedOutAddresses(Stream<RowNoes> rows) {
        return rows.flatMap(row -> row.optedOutAddresses().stream()).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns the other addresses of the person that the row opts out; none if Email Opt Out is not Yes. */
    public Set<EmailAddress> optedOutAddresses() {
        return flags.contains(ProspectFlag.EMAIL_OPT_OUT) ? otherAddresses : Set.of();
    }
}
