package heed.cli.internal.account;

import heed.cli.internal.console.CommandConsole;
import heed.cli.internal.console.TerminalText;
import heed.model.prospect.EmailAddress;
import heed.model.suppression.FreedAddresses;
import java.util.List;
import java.util.stream.Collectors;

/** Says which addresses can be mailed again because of what a command did, for people and as JSON. */
public final class FreedAddressWords {
    private static final int MAX_SHOWN = 10;

    private FreedAddressWords() {}

    /** The addresses that can be mailed again, as JSON: how many there are, and the first of them. */
    public record FreedAddressesAnswer(long count, List<String> addresses) {
        public static FreedAddressesAnswer of(FreedAddresses freed) {
            return new FreedAddressesAnswer(
                    freed.count(),
                    freed.first().stream().map(EmailAddress::value).toList());
        }
    }

    /** Prints which addresses can be mailed again; nothing if there are none. */
    public static void print(CommandConsole console, FreedAddresses freed) {
        print(console, freed, " can be mailed again, because nothing suppresses ");
    }

    /** Prints which addresses could be mailed again after what a preview shows; nothing if there are none. */
    public static void printPreview(CommandConsole console, FreedAddresses freed) {
        print(console, freed, " could be mailed again then, because nothing would suppress ");
    }

    private static void print(CommandConsole console, FreedAddresses freed, String statement) {
        if (freed.count() > 0) {
            console.printLine(TerminalText.formatCount(freed.count(), "address")
                    + statement
                    + (freed.count() == 1 ? "it" : "them") + " any more: "
                    + freed.first().stream()
                            .limit(MAX_SHOWN)
                            .map(EmailAddress::value)
                            .collect(Collectors.joining(", "))
                    + (freed.count() > MAX_SHOWN
                            ? ", and " + TerminalText.formatNumber(freed.count() - MAX_SHOWN) + " more"
                            : ""));
        }
    }
}
