package heed.cli.suppression;

import heed.cli.internal.account.AccountSession;
import heed.cli.internal.console.HeedCommand;
import heed.cli.internal.console.TerminalText;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.CommandException;
import heed.cli.process.ExitCode;
import heed.filters.json.QuotedText;
import heed.model.prospect.EmailAddress;
import heed.model.store.StoreReading;
import heed.model.suppression.Suppression;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A person takes addresses off the suppression list that were put on it themselves: all of those named, or none. */
@Command(
        name = "remove",
        description =
                "Take addresses off the suppression list that were added or imported to it. What a prospect's flag"
                        + " gives is ended by clearing the flag.")
public final class SuppressionRemoveCommand extends HeedCommand {
    private static final Pattern PLAIN_WORD = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@+-]*");

    @Parameters(paramLabel = "ADDRESS", arity = "1..*", description = "Who may be emailed again.")
    private List<String> texts = List.of();

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why, for the history.")
    private String reason = "";

    public SuppressionRemoveCommand(CommandEnvironment environment) {
        super(environment);
    }

    private record RemovalAnswer(
            List<String> removed, List<SuppressionWords.SuppressedAddressAnswer> stillSuppressed) {}

    /** What still suppresses an address, and how that is ended. */
    private record RemainingSuppression(EmailAddress address, List<Suppression> reasons, List<String> remedies) {
        Stream<String> lines() {
            List<String> lines = new ArrayList<>();
            for (int i = 0; i < reasons.size(); i++) {
                Suppression suppression = reasons.get(i);
                lines.add(address + " is suppressed by " + suppression.reason().label() + " of "
                        + SuppressionWords.sourceText(suppression) + "; " + remedies.get(i));
            }
            return lines.stream();
        }
    }

    @Override
    protected ExitCode run() {
        String historyReason = SuppressionArguments.requireReason(reason);
        Set<EmailAddress> addresses = SuppressionArguments.parseAddresses(texts);
        try (AccountSession session = AccountSession.open(globalOptions(), environment())) {
            List<RemainingSuppression> remaining = session.account().write(work -> {
                Set<EmailAddress> removed =
                        work.unsuppress(addresses, SuppressionArguments.provenance(environment(), historyReason));
                List<EmailAddress> others = addresses.stream()
                        .filter(address -> !removed.contains(address))
                        .toList();
                if (!others.isEmpty()) {
                    throw refusal(
                            others.stream().map(one -> findRemaining(work, one)).toList());
                }
                return addresses.stream()
                        .map(one -> findRemaining(work, one))
                        .filter(one -> !one.reasons().isEmpty())
                        .toList();
            });
            writeResult(addresses, remaining);
        }
        return ExitCode.DONE;
    }

    private static RemainingSuppression findRemaining(StoreReading reading, EmailAddress address) {
        List<Suppression> reasons = reading.listSuppressions(address);
        return new RemainingSuppression(
                address,
                reasons,
                reasons.stream()
                        .map(suppression -> remedy(reading, suppression))
                        .toList());
    }

    private static String remedy(StoreReading reading, Suppression suppression) {
        return suppression
                .source()
                .either(
                        carrier -> clearFlagCommand(carrier.id(), suppression),
                        formerly -> clearBouncedCommand(reading, suppression),
                        returned -> clearBouncedCommand(reading, suppression),
                        listed -> "heed suppression remove " + suppression.address());
    }

    private static String clearBouncedCommand(StoreReading reading, Suppression suppression) {
        return reading.findProspects(suppression.address().value()).stream()
                .findFirst()
                .map(prospect -> clearFlagCommand(prospect.id(), suppression))
                .orElse("that ends when a prospect has the address and its Bounced is cleared");
    }

    private static String clearFlagCommand(String id, Suppression suppression) {
        return "clear it: heed set --prospect " + (PLAIN_WORD.matcher(id).matches() ? id : QuotedText.of(id)) + " \""
                + suppression.reason().label() + "=No\" --reason …";
    }

    private static CommandException refusal(List<RemainingSuppression> others) {
        List<RemainingSuppression> flagged =
                others.stream().filter(entry -> !entry.reasons().isEmpty()).toList();
        if (flagged.isEmpty()) {
            return CommandException.invalid(
                    "not-listed",
                    String.join(
                                    ", ",
                                    others.stream()
                                            .map(entry -> entry.address().value())
                                            .toList())
                            + (others.size() == 1 ? " is" : " are")
                            + " not on the suppression list; nothing was changed");
        }
        return CommandException.refused(
                        "suppressed-by-flag",
                        TerminalText.formatCount(flagged.size(), "address") + (flagged.size() == 1 ? " is" : " are")
                                + " suppressed by the flags of prospects, and that is ended by clearing the flag; nothing"
                                + " was changed")
                .withDetails(
                        flagged.stream().flatMap(RemainingSuppression::lines).toList(),
                        Map.of(
                                "addresses",
                                flagged.stream()
                                        .map(entry -> entry.address().value())
                                        .toList()));
    }

    private void writeResult(Set<EmailAddress> removed, List<RemainingSuppression> remaining) {
        if (globalOptions().json()) {
            console()
                    .writeJson(new RemovalAnswer(
                            removed.stream().map(EmailAddress::value).toList(),
                            remaining.stream()
                                    .map(entry -> SuppressionWords.SuppressedAddressAnswer.of(
                                            entry.address(), entry.reasons()))
                                    .toList()));
        } else {
            console()
                    .printLine("Took " + TerminalText.formatCount(removed.size(), "address")
                            + " off the suppression list.");
            remaining.stream()
                    .flatMap(RemainingSuppression::lines)
                    .forEach(line -> console().printLine("Still suppressed: " + line));
        }
    }
}
