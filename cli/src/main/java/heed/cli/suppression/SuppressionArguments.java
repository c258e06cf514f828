package heed.cli.suppression;

import heed.cli.process.CommandEnvironment;
import heed.cli.process.CommandException;
import heed.filters.json.QuotedText;
import heed.model.fact.Provenance;
import heed.model.prospect.EmailAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Parses the addresses of a change to the suppression list, and records who made it and why. */
final class SuppressionArguments {
    private SuppressionArguments() {}

    /**
     * Parses email addresses.
     *
     * @return the canonical addresses, ordered
     * @throws CommandException that names every text that is not an email address
     */
    static Set<EmailAddress> parseAddresses(List<String> texts) {
        Set<EmailAddress> addresses = new TreeSet<>();
        List<String> invalid = new ArrayList<>();
        for (String text : texts) {
            EmailAddress.parse(text).ifPresentOrElse(addresses::add, () -> invalid.add(QuotedText.of(text)));
        }
        if (!invalid.isEmpty()) {
            throw CommandException.invalid(
                    "address",
                    String.join(", ", invalid)
                            + (invalid.size() == 1 ? " is not an email address" : " are not email addresses")
                            + " such as ann@example.com; nothing was changed");
        }
        return addresses;
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
