package heed.cli.prospects;

import heed.cli.accounts.OpenAccount;
import heed.cli.console.Exit;
import heed.cli.console.Failure;
import heed.cli.console.HeedCommand;
import heed.cli.console.Json;
import heed.cli.console.Plain;
import heed.cli.console.World;
import heed.filters.json.QuotedText;
import heed.model.prospect.EmailAddress;
import heed.model.store.StoreReading;
import heed.model.suppression.Suppression;
import java.util.ArrayList;
import java.util.List;
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

    public SuppressionRemoveCommand(World world) {
        super(world);
    }

    /** What still suppresses an address, and how that is ended. */
    private record Left(EmailAddress address, List<Suppression> reasons, List<String> ways) {
        Stream<String> lines() {
            List<String> lines = new ArrayList<>();
            for (int i = 0; i < reasons.size(); i++) {
                Suppression one = reasons.get(i);
                lines.add(address + " is suppressed by " + one.reason().label() + " of " + SuppressionAnswer.source(one)
                        + "; " + ways.get(i));
            }
            return lines.stream();
        }
    }

    @Override
    protected Exit run() {
        String why = ListedWords.reason(reason);
        Set<EmailAddress> addresses = ListedWords.addresses(texts);
        try (OpenAccount open = OpenAccount.existing(common(), world())) {
            List<Left> left = open.account().write(work -> {
                Set<EmailAddress> removed = work.unsuppress(addresses, ListedWords.byHand(world(), why));
                List<EmailAddress> others = addresses.stream()
                        .filter(address -> !removed.contains(address))
                        .toList();
                if (!others.isEmpty()) {
                    throw refusal(others.stream().map(one -> left(work, one)).toList());
                }
                return addresses.stream()
                        .map(one -> left(work, one))
                        .filter(one -> !one.reasons().isEmpty())
                        .toList();
            });
            answer(addresses, left);
        }
        return Exit.DONE;
    }

    private static Left left(StoreReading reading, EmailAddress address) {
        List<Suppression> reasons = reading.listSuppressions(address);
        return new Left(
                address,
                reasons,
                reasons.stream().map(one -> wayToEnd(reading, one)).toList());
    }

    private static String wayToEnd(StoreReading reading, Suppression one) {
        return one.source()
                .either(
                        carrier -> clearing(carrier.id(), one),
                        formerly -> clearingOfAny(reading, one),
                        returned -> clearingOfAny(reading, one),
                        listed -> "heed suppression remove " + one.address());
    }

    private static String clearingOfAny(StoreReading reading, Suppression one) {
        return reading.findProspects(one.address().value()).stream()
                .findFirst()
                .map(prospect -> clearing(prospect.id(), one))
                .orElse("that ends when a prospect has the address and its Bounced is cleared");
    }

    private static String clearing(String id, Suppression one) {
        return "clear it: heed set --prospect " + (PLAIN_WORD.matcher(id).matches() ? id : QuotedText.of(id)) + " \""
                + one.reason().label() + "=No\" --reason …";
    }

    private static Failure refusal(List<Left> others) {
        List<Left> flagged =
                others.stream().filter(one -> !one.reasons().isEmpty()).toList();
        if (flagged.isEmpty()) {
            return Failure.invalid(
                    "not-listed",
                    String.join(
                                    ", ",
                                    others.stream()
                                            .map(one -> one.address().value())
                                            .toList())
                            + (others.size() == 1 ? " is" : " are")
                            + " not on the suppression list; nothing was changed");
        }
        return Failure.refused(
                        "suppressed-by-flag",
                        Plain.count(flagged.size(), "address") + (flagged.size() == 1 ? " is" : " are")
                                + " suppressed by the flags of prospects, and that is ended by clearing the flag; nothing"
                                + " was changed")
                .with(
                        flagged.stream().flatMap(Left::lines).toList(),
                        json -> Json.texts(
                                json,
                                "addresses",
                                flagged.stream()
                                        .map(one -> one.address().value())
                                        .toList()));
    }

    private void answer(Set<EmailAddress> removed, List<Left> left) {
        if (common().json()) {
            console().json(json -> {
                json.writeStartObject();
                Json.texts(
                        json,
                        "removed",
                        removed.stream().map(EmailAddress::value).toList());
                json.writeArrayPropertyStart("stillSuppressed");
                for (Left one : left) {
                    json.writeStartObject();
                    json.writeStringProperty("address", one.address().value());
                    SuppressionAnswer.write(json, one.reasons());
                    json.writeEndObject();
                }
                json.writeEndArray();
                json.writeEndObject();
            });
        } else {
            console().line("Took " + Plain.count(removed.size(), "address") + " off the suppression list.");
            left.stream().flatMap(Left::lines).forEach(line -> console().line("Still suppressed: " + line));
        }
    }
}
