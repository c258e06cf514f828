package heed.cli.suppression;

import heed.cli.internal.account.FieldValues;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.CommandException;
import heed.filters.json.QuotedText;
import heed.model.fact.Provenance;
import heed.model.field.TextKey;
import heed.model.prospect.EmailAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What a person says who changes the suppression list: of which addresses, and why. */
public final class SuppressionArguments {
    private SuppressionArguments() {}

    /** @throws CommandException that names every text that is no email address */
    static Set<EmailAddress> parseAddresses(List<String> texts) {
        Set<EmailAddress> addresses = new TreeSet<>();
        List<String> wrong = new ArrayList<>();
        for (String text : texts) {
            EmailAddress.parse(text).ifPresentOrElse(addresses::add, () -> wrong.add(QuotedText.of(text)));
        }
        if (!wrong.isEmpty()) {
            throw CommandException.invalid(
                    "address",
                    String.join(", ", wrong) + (wrong.size() == 1 ? " is no email address" : " are no email addresses")
                            + " such as ann@example.com; nothing was changed");
        }
        return addresses;
    }

    /** @throws CommandException if the text says nothing or cannot be kept */
    public static String requireReason(String text) {
        String clean = TextKey.clean(text);
        if (clean.isEmpty()) {
            throw CommandException.invalid("reason", "--reason is empty: say why, for the history");
        }
        if (!FieldValues.isStorable(clean)) {
            throw CommandException.invalid("reason", "--reason has a NUL or half of a character, which cannot be kept");
        }
        return clean;
    }

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
