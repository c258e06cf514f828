package heed.cli.prospects;

import heed.cli.accounts.OpenAccount;
import heed.cli.console.Exit;
import heed.cli.console.HeedCommand;
import heed.cli.console.Json;
import heed.cli.console.Plain;
import heed.cli.console.World;
import heed.model.prospect.EmailAddress;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A person puts addresses on the suppression list. */
@Command(
        name = "add",
        description =
                "Put addresses on the suppression list, whether or not any prospect has them: heed suppression add"
                        + " ann@example.com --reason \"wrote to us\"")
public final class SuppressionAddCommand extends HeedCommand {
    @Parameters(paramLabel = "ADDRESS", arity = "1..*", description = "Who is never emailed from now on.")
    private List<String> texts = List.of();

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why, for the history.")
    private String reason = "";

    public SuppressionAddCommand(World world) {
        super(world);
    }

    @Override
    protected Exit run() {
        String why = ListedWords.reason(reason);
        Set<EmailAddress> addresses = ListedWords.addresses(texts);
        try (OpenAccount open = OpenAccount.existing(common(), world())) {
            Set<EmailAddress> added =
                    open.account().write(work -> work.suppress(addresses, ListedWords.byHand(world(), why)));
            List<String> before = addresses.stream()
                    .filter(address -> !added.contains(address))
                    .map(EmailAddress::value)
                    .toList();
            if (common().json()) {
                console().json(json -> {
                    json.writeStartObject();
                    Json.texts(
                            json,
                            "added",
                            added.stream().map(EmailAddress::value).toList());
                    Json.texts(json, "alreadyListed", before);
                    json.writeEndObject();
                });
            } else {
                console().line("Put " + Plain.count(added.size(), "address") + " on the suppression list.");
                before.forEach(address -> console().note(address + " was listed already; it stays as it was."));
            }
        }
        return Exit.DONE;
    }
}
