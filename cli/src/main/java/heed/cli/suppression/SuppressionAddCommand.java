package heed.cli.suppression;

import heed.cli.internal.account.AccountSession;
import heed.cli.internal.account.ReasonText;
import heed.cli.internal.console.HeedCommand;
import heed.cli.internal.console.TerminalText;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.ExitCode;
import heed.model.prospect.EmailAddress;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Adds addresses to the suppression list. */
@Command(
        name = "add",
        description = {
            "Add addresses to the suppression list, whether or not a prospect has them.",
            "No flag is set. Example: heed suppression add ann@example.com --reason \"wrote to us\""
        })
public final class SuppressionAddCommand extends HeedCommand {
    @Parameters(paramLabel = "ADDRESS", arity = "1..*", description = "The addresses to suppress.")
    private List<String> texts = List.of();

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "The reason, kept in the history.")
    private String reason = "";

    public SuppressionAddCommand(CommandEnvironment environment) {
        super(environment);
    }

    private record AdditionAnswer(List<String> added, List<String> alreadyListed) {}

    @Override
    protected ExitCode run() {
        String historyReason = ReasonText.require(reason);
        Set<EmailAddress> addresses = SuppressionArguments.parseAddresses(texts);
        try (AccountSession session = AccountSession.open(globalOptions(), environment())) {
            Set<EmailAddress> added = session.account()
                    .write(work ->
                            work.suppress(addresses, SuppressionArguments.provenance(environment(), historyReason)));
            List<String> alreadyListed = addresses.stream()
                    .filter(address -> !added.contains(address))
                    .map(EmailAddress::value)
                    .toList();
            if (globalOptions().json()) {
                console()
                        .writeJson(new AdditionAnswer(
                                added.stream().map(EmailAddress::value).toList(), alreadyListed));
            } else {
                console()
                        .printLine("Added " + TerminalText.formatCount(added.size(), "address")
                                + " to the suppression list.");
                alreadyListed.forEach(address ->
                        console().printNote(address + " is already on the suppression list; its entry is unchanged."));
            }
        }
        return ExitCode.DONE;
    }
}
