package heed.cli.suppression;

import heed.cli.internal.account.AccountSession;
import heed.cli.internal.account.ReasonText;
import heed.cli.internal.console.HeedCommand;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.ExitCode;
import heed.model.fact.Provenance;
import heed.model.prospect.EmailAddress;
import heed.model.store.StoreReading;
import heed.model.suppression.ErasedAddressException;
import heed.model.suppression.SuppressedDomain;
import heed.model.suppression.SuppressionReason;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Adds addresses to the suppression list. */
@Command(
        name = "add",
        description = {
            "Add addresses to the suppression list, whether or not a prospect has them.",
            "@acme.example adds a domain: every address of exactly that domain. @*.acme.example adds its subdomains.",
            "No flag is set. Example: heed suppression add ann@example.com --reason \"wrote to us\""
        })
public final class SuppressionAddCommand extends HeedCommand {
    @Parameters(paramLabel = "ADDRESS", arity = "1..*", description = "The addresses or domains to suppress.")
    private List<String> texts = List.of();

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "The reason, kept in the history.")
    private String reason = "";

    public SuppressionAddCommand(CommandEnvironment environment) {
        super(environment);
    }

    private record AdditionAnswer(List<String> added, List<String> alreadyListed, List<String> erased) {}

    private record Addition(SuppressionArguments added, List<String> erased) {}

    @Override
    protected ExitCode run() {
        String historyReason = ReasonText.require(reason);
        SuppressionArguments arguments = SuppressionArguments.parse(texts);
        try (AccountSession session = AccountSession.open(globalOptions(), environment())) {
            Addition addition = session.account().write(work -> {
                Provenance provenance = SuppressionArguments.provenance(environment(), historyReason);
                Set<SuppressedDomain> domains = work.suppressDomains(arguments.domains(), provenance);
                SuppressionArguments added =
                        new SuppressionArguments(work.suppress(arguments.addresses(), provenance), domains);
                return new Addition(added, listErased(work, arguments.addresses()));
            });
            SuppressionArguments added = addition.added;
            Set<String> addedTexts = added.texts().collect(Collectors.toSet());
            List<String> alreadyListed = arguments
                    .texts()
                    .filter(text -> !addedTexts.contains(text) && !addition.erased.contains(text))
                    .toList();
            if (globalOptions().json()) {
                console().writeJson(new AdditionAnswer(added.texts().toList(), alreadyListed, addition.erased));
            } else {
                console().printLine("Added " + SuppressionWords.formatCounts(added) + " to the suppression list.");
                alreadyListed.forEach(text ->
                        console().printNote(text + " is already on the suppression list; its entry is unchanged."));
                addition.erased.forEach(text -> console().printNote(text + ": " + ErasedAddressException.REASON + "."));
            }
        }
        return ExitCode.DONE;
    }

    private static List<String> listErased(StoreReading reading, Collection<EmailAddress> addresses) {
        return reading.listSuppressions(addresses).entrySet().stream()
                .filter(entry -> entry.getValue().stream()
                        .anyMatch(suppression -> suppression.reason() == SuppressionReason.FORGOTTEN))
                .map(entry -> entry.getKey().value())
                .toList();
    }
}
