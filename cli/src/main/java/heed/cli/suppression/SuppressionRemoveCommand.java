package heed.cli.suppression;

import heed.cli.internal.account.AccountSession;
import heed.cli.internal.account.FreedAddressWords;
import heed.cli.internal.account.ReasonText;
import heed.cli.internal.console.HeedCommand;
import heed.cli.internal.console.TerminalText;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.CommandException;
import heed.cli.process.ExitCode;
import heed.imports.text.TextFile;
import heed.model.fact.Provenance;
import heed.model.prospect.EmailAddress;
import heed.model.store.StoreReading;
import heed.model.suppression.FreedAddresses;
import heed.model.suppression.SuppressedDomain;
import heed.model.suppression.Suppression;
import heed.model.suppression.SuppressionReason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Removes addresses and domains that were added to the suppression list or imported into it, and addresses that were opted
 * out themselves: all that are named, or none.
 */
@Command(
        name = "remove",
        description = {
            "Remove addresses and domains that were added to the suppression list or imported into it, addresses whose"
                    + " owner opted out by a link, a complaint or a mail, and addresses of erased people who came back.",
            "Removes all of them, or none. If only a flag of a prospect or the domain suppresses an address, the command"
                    + " is refused and shows how to end that.",
            "With --file, removes the addresses of a file that are on the list, and shows which of them become mailable"
                    + " and which something else still suppresses."
        })
public final class SuppressionRemoveCommand extends HeedCommand {
    @Parameters(paramLabel = "ADDRESS", arity = "0..*", description = "The addresses or domains to remove.")
    private List<String> texts = List.of();

    @Option(
            names = "--file",
            paramLabel = "FILE",
            description = "Remove the addresses of a file, in the forms that `heed suppression import` reads; - is"
                    + " standard input.")
    private @Nullable Path file;

    @Option(
            names = "--map",
            paramLabel = "COLUMN=Email",
            description = "The column of the addresses in the file, as for `heed suppression import`.")
    private List<String> maps = List.of();

    @Option(
            names = "--charset",
            paramLabel = "NAME",
            description = "The encoding of the file, such as windows-1252 (default: UTF-8).")
    private @Nullable String charset;

    @Option(names = "--preview", description = "With --file: only show what would be removed. Nothing is changed.")
    private boolean preview;

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "The reason, kept in the history.")
    private String reason = "";

    public SuppressionRemoveCommand(CommandEnvironment environment) {
        super(environment);
    }

    private record RemovalAnswer(
            List<String> removed,
            List<SuppressionWords.SuppressedAddressAnswer> stillSuppressed,
            FreedAddressWords.FreedAddressesAnswer mailableAgain) {}

    private record Removal(List<RemainingSuppression> remaining, FreedAddresses freed) {}

    /**
     * What still suppresses an address.
     *
     * @param remedies for each reason, how to end it
     */
    private record RemainingSuppression(EmailAddress address, List<Suppression> reasons, List<String> remedies) {
        Stream<String> lines() {
            Map<String, List<String>> causesByRemedy = new LinkedHashMap<>();
            for (int i = 0; i < reasons.size(); i++) {
                causesByRemedy
                        .computeIfAbsent(remedies.get(i), remedy -> new ArrayList<>())
                        .add(cause(reasons.get(i)));
            }
            return causesByRemedy.entrySet().stream()
                    .map(entry -> address + " is suppressed by " + String.join(" and by ", entry.getValue()) + "; "
                            + entry.getKey());
        }

        private static String cause(Suppression suppression) {
            String label = suppression.reason().label();
            Suppression.Source source = suppression.source();
            return switch (source.kind()) {
                case FLAG_OF_PROSPECT -> label + " of " + source.describe();
                case BOUNCE_OF_FORMER_HOLDER ->
                    label + " of prospect " + source.prospectId().orElse("") + ", who had the address";
                case BOUNCE_OF_ADDRESS -> label + " (" + source.describe() + ")";
                case OPT_OUT_OF_ADDRESS -> label + " of the address itself (" + source.describe() + ")";
                case LIST_ENTRY, ERASED_PERSON -> label + ", " + source.describe();
                case DOMAIN_ENTRY -> label + ": " + source.describe();
            };
        }
    }

    @Override
    protected ExitCode run() throws IOException {
        String historyReason = ReasonText.require(reason);
        if (texts.isEmpty() == (file == null)) {
            throw CommandException.invalid("usage", "name either addresses or, with --file, a file of addresses");
        }
        if (file != null) {
            return removeFile(file, historyReason);
        }
        if (preview || !maps.isEmpty() || charset != null) {
            throw CommandException.invalid("usage", "--preview, --map and --charset need --file");
        }
        SuppressionArguments arguments = SuppressionArguments.parse(texts);
        try (AccountSession session = AccountSession.open(globalOptions(), environment())) {
            Removal removal = session.account().write(work -> {
                Provenance provenance = SuppressionArguments.provenance(environment(), historyReason);
                Set<SuppressedDomain> removedDomains = work.unsuppressDomains(arguments.domains(), provenance);
                Set<EmailAddress> removed = work.unsuppress(arguments.addresses(), provenance);
                if (removedDomains.size() + removed.size() < arguments.size()) {
                    throw refusal(
                            arguments.domains().stream()
                                    .filter(domain -> !removedDomains.contains(domain))
                                    .map(SuppressedDomain::text)
                                    .toList(),
                            arguments.addresses().stream()
                                    .filter(address -> !removed.contains(address))
                                    .map(address -> findRemaining(work, address))
                                    .toList());
                }
                return new Removal(
                        arguments.addresses().stream()
                                .map(address -> findRemaining(work, address))
                                .filter(suppressed -> !suppressed.reasons().isEmpty())
                                .toList(),
                        work.findFreedAddresses(removedDomains));
            });
            writeResult(arguments, removal.remaining, removal.freed);
        }
        return ExitCode.DONE;
    }

    private ExitCode removeFile(Path addressFile, String historyReason) throws IOException {
        try (TextFile text = TextFile.validate(
                        addressFile,
                        environment().in(),
                        Optional.ofNullable(charset).map(TextFile::charset));
                AccountSession session = AccountSession.open(globalOptions(), environment())) {
            return new SuppressionFileRemoval(session, environment(), console(), preview)
                    .removeAll(text, maps, historyReason, globalOptions().json());
        }
    }

    private RemainingSuppression findRemaining(StoreReading reading, EmailAddress address) {
        List<Suppression> reasons = reading.listSuppressions(address);
        return new RemainingSuppression(
                address,
                reasons,
                reasons.stream()
                        .map(suppression -> remedy(reading, suppression))
                        .toList());
    }

    private String remedy(StoreReading reading, Suppression suppression) {
        Suppression.Source source = suppression.source();
        return switch (source.kind()) {
            case FLAG_OF_PROSPECT -> clearFlagCommand(source.prospectId().orElseThrow(), suppression);
            case BOUNCE_OF_FORMER_HOLDER, BOUNCE_OF_ADDRESS -> clearBouncedCommand(reading, suppression);
            case OPT_OUT_OF_ADDRESS, LIST_ENTRY, ERASED_PERSON ->
                "to remove it: " + removeCommand(suppression.address());
            case DOMAIN_ENTRY ->
                "to mail the whole domain again: " + removeCommand(((Suppression.DomainEntry) source).domain());
        };
    }

    private String clearBouncedCommand(StoreReading reading, Suppression suppression) {
        return reading.findProspects(suppression.address().value()).stream()
                .findFirst()
                .map(prospect -> clearFlagCommand(prospect.id(), suppression))
                .orElse("to end this, clear Bounced for a prospect who has the address; none has it now");
    }

    private String removeCommand(Object addressOrDomain) {
        return globalOptions()
                .suggest("suppression", "remove", addressOrDomain, "--reason", reason)
                .toString();
    }

    private String clearFlagCommand(String id, Suppression suppression) {
        return "to clear it: "
                + globalOptions()
                        .suggest("set", "--prospect", id, suppression.reason().label() + "=No", "--reason", reason);
    }

    private static CommandException refusal(List<String> domains, List<RemainingSuppression> others) {
        List<RemainingSuppression> flagged =
                others.stream().filter(entry -> !entry.reasons().isEmpty()).toList();
        if (flagged.isEmpty()) {
            List<String> notListed = Stream.concat(
                            domains.stream(),
                            others.stream().map(entry -> entry.address().value()))
                    .toList();
            return CommandException.invalid(
                    "not-listed",
                    String.join(", ", notListed)
                            + (notListed.size() == 1 ? " is" : " are")
                            + " not on the suppression list; nothing was changed");
        }
        boolean byDomain = flagged.stream()
                .flatMap(entry -> entry.reasons().stream())
                .anyMatch(suppression -> suppression.reason() == SuppressionReason.DOMAIN_LISTED);
        return CommandException.refused(
                        "suppressed-by-flag",
                        TerminalText.formatCount(flagged.size(), "address") + (flagged.size() == 1 ? " is" : " are")
                                + " suppressed by flags of prospects" + (byDomain ? " or by a domain" : "")
                                + ", not by entries of the suppression list; nothing was changed")
                .withDetails(
                        flagged.stream().flatMap(RemainingSuppression::lines).toList(),
                        Map.of(
                                "addresses",
                                flagged.stream()
                                        .map(entry -> entry.address().value())
                                        .toList()));
    }

    private void writeResult(SuppressionArguments removed, List<RemainingSuppression> remaining, FreedAddresses freed) {
        if (globalOptions().json()) {
            console()
                    .writeJson(new RemovalAnswer(
                            removed.texts().toList(),
                            remaining.stream()
                                    .map(entry -> SuppressionWords.SuppressedAddressAnswer.of(
                                            entry.address(), entry.reasons()))
                                    .toList(),
                            FreedAddressWords.FreedAddressesAnswer.of(freed)));
        } else {
            console().printLine("Removed " + SuppressionWords.formatCounts(removed) + " from the suppression list.");
            FreedAddressWords.print(console(), freed);
            remaining.stream()
                    .flatMap(RemainingSuppression::lines)
                    .forEach(line -> console().printLine("Still suppressed: " + line));
        }
    }
}
