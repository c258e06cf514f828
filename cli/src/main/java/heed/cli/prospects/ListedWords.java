package heed.cli.prospects;

import heed.cli.accounts.FieldValues;
import heed.cli.console.Failure;
import heed.cli.console.World;
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
public final class ListedWords {
    private ListedWords() {}

    /** @throws Failure that names every text that is no email address */
    static Set<EmailAddress> addresses(List<String> texts) {
        Set<EmailAddress> addresses = new TreeSet<>();
        List<String> wrong = new ArrayList<>();
        for (String text : texts) {
            EmailAddress.parse(text).ifPresentOrElse(addresses::add, () -> wrong.add(QuotedText.of(text)));
        }
        if (!wrong.isEmpty()) {
            throw Failure.invalid(
                    "address",
                    String.join(", ", wrong) + (wrong.size() == 1 ? " is no email address" : " are no email addresses")
                            + " such as ann@example.com; nothing was changed");
        }
        return addresses;
    }

    /** @throws Failure if the text says nothing or cannot be kept */
    public static String reason(String text) {
        String clean = TextKey.clean(text);
        if (clean.isEmpty()) {
            throw Failure.invalid("reason", "--reason is empty: say why, for the history");
        }
        if (!FieldValues.canBeKept(clean)) {
            throw Failure.invalid("reason", "--reason has a NUL or half of a character, which cannot be kept");
        }
        return clean;
    }

    static Provenance byHand(World world, String reason) {
        return new Provenance(
                world.clock().instant(),
                world.actor(),
                Provenance.Origin.SUPPRESSION_LIST,
                reason,
                Optional.empty(),
                Optional.empty());
    }
}
