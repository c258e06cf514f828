package heed.cli.suppression;

import heed.cli.process.CommandEnvironment;
import heed.cli.process.CommandException;
import heed.filters.json.QuotedText;
import heed.imports.addresses.AddressText;
import heed.model.fact.Provenance;
import heed.model.prospect.EmailAddress;
import heed.model.suppression.SuppressedDomain;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The addresses and domains of a change to the suppression list, as they were typed.
 *
 * @param addresses the canonical addresses, ordered
 * @param domains the domains, ordered
 */
record SuppressionArguments(Set<EmailAddress> addresses, Set<SuppressedDomain> domains) {

    /**
     * Parses arguments: each is an address, a domain such as {@code @acme.example}, or a text that has some.
     *
     * @throws CommandException that names every text that is neither
     */
    static SuppressionArguments parse(List<String> texts) {
        Set<EmailAddress> addresses = new TreeSet<>();
        Set<SuppressedDomain> domains = new TreeSet<>();
        List<String> invalid = new ArrayList<>();
        for (String text : texts) {
            Optional<EmailAddress> whole =
                    SuppressedDomain.parse(text).isPresent() ? Optional.empty() : EmailAddress.parse(text);
            if (whole.isPresent()) {
                addresses.add(whole.get());
                continue;
            }
            AddressText read = AddressText.parse(text);
            addresses.addAll(read.addresses());
            domains.addAll(read.domains());
            invalid.addAll(read.isReadable() || !read.unreadable().isEmpty() ? read.unreadable() : List.of(text));
        }
        if (!invalid.isEmpty()) {
            throw CommandException.invalid(
                    "address",
                    String.join(", ", invalid.stream().map(QuotedText::of).toList())
                            + (invalid.size() == 1 ? " is not an email address" : " are not email addresses")
                            + " such as ann@example.com and no domain such as @acme.example; nothing was changed");
        }
        return new SuppressionArguments(addresses, domains);
    }

    /** Returns the texts of the domains and addresses, in the order in which they are listed. */
    Stream<String> texts() {
        return Stream.concat(
                domains.stream().map(SuppressedDomain::text), addresses.stream().map(EmailAddress::value));
    }

    /** Returns the number of domains and addresses. */
    int size() {
        return domains.size() + addresses.size();
    }

    /** Returns the provenance of a change that the calling person makes now. */
    static Provenance provenance(CommandEnvironment environment, String reason) {
        return new Provenance(
                environment.clock().instant(),
                environment.actor(),
                Provenance.Origin.SUPPRESSION_LIST,
                reason,
                Optional.empty(),
                Optional.empty());
    }
}
