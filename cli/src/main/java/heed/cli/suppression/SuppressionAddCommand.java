package heed.cli.suppression;

import heed.cli.internal.account.AccountSession;
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

    public SuppressionAddCommand(CommandEnvironment environment) {
        super(environment);
    }

    private record AdditionAnswer(List<String> added, List<String> alreadyListed) {}

    @Override
    protected ExitCode run() {
        String historyReason = SuppressionArguments.requireReason(reason);
        Set<EmailAddress> addresses = SuppressionArguments.parseAddresses(texts);
        try (AccountSession session = AccountSession.open(globalOptions(), environment())) {
            Set<EmailAddress> added = session.account()
                    .write(work ->
                            work.suppress(addresses, SuppressionArguments.provenance(environment(), historyReason)));
            List<String> before = addresses.stream()
                    .filter(address -> !added.contains(address))
                    .map(EmailAddress::value)
                    .toList();
            if (globalOptions().json()) {
                console()
                        .writeJson(new AdditionAnswer(
                                added.stream().map(EmailAddress::value).toList(), before));
            } else {
                console()
                        .printLine("Put " + TerminalText.formatCount(added.size(), "address")
                                + " on the suppression list.");
                before.forEach(address -> console().printNote(address + " was listed already; it stays as it was."));
            }
        }
        return ExitCode.DONE;
    }
}
