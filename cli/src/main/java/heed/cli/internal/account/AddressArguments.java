package heed.cli.internal.account;

import heed.cli.process.CommandException;
import heed.filters.json.QuotedText;
import heed.model.prospect.EmailAddress;

/** Parses the email addresses that people type. */
public final class AddressArguments {
    private AddressArguments() {}

    /**
     * Returns the canonical address.
     *
     * @throws CommandException if the text is not an email address
     */
    public static EmailAddress parse(String text) {
        return EmailAddress.parse(text)
                .orElseThrow(() -> CommandException.invalid(
                        "address", QuotedText.of(text) + " is not an email address such as ann@example.com"));
    }
}
