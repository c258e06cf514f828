package heed.cli.suppression;

import heed.cli.internal.account.AccountSession;
import heed.cli.internal.console.CommandConsole;
import heed.cli.internal.console.ProgressDisplay;
import heed.cli.internal.console.TerminalText;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.CommandException;
import heed.cli.process.ExitCode;
import heed.imports.AddressFile;
import heed.imports.columns.ColumnMapping;
import heed.imports.text.TextFile;
import heed.model.fact.Provenance;
import heed.model.field.StandardFields;
import heed.model.prospect.EmailAddress;
import heed.model.suppression.EntryRemoval;
import heed.model.suppression.SuppressedDomain;
import heed.model.suppression.Suppression;
import heed.model.suppression.SuppressionReason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Removes the addresses of a file from the suppression list, one transaction for each batch, and tells what that means for
 * each: it becomes mailable, or something else still suppresses it. It can be repeated.
 */
final class SuppressionFileRemoval {
    private static final int BATCH_SIZE = 10_000;
    private static final int MAX_SHOWN = 20;
    private static final int MAX_LISTED = 1_000;

    private final AccountSession session;
    private final CommandEnvironment environment;
    private final CommandConsole console;
    private final boolean preview;
    private final Set<EmailAddress> addresses = new LinkedHashSet<>();
    private final Set<SuppressedDomain> domains = new TreeSet<>();
    private final List<String> problems = new ArrayList<>();
    private final List<EmailAddress> mailable = new ArrayList<>();
    private final List<RemainingReasons> suppressed = new ArrayList<>();
    private long unreadable;
    private long removed;
    private long mailableCount;
    private long suppressedCount;

    /** @param preview whether nothing is removed, and only the result is told */
    SuppressionFileRemoval(
            AccountSession session, CommandEnvironment environment, CommandConsole console, boolean preview) {
        this.session = session;
        this.environment = environment;
        this.console = console;
        this.preview = preview;
    }

    /** An address that stays suppressed, and by what. */
    private record RemainingReasons(EmailAddress address, List<Suppression> reasons) {
        String line() {
            return address + ": "
                    + reasons.stream()
                            .map(reason -> reason.reason().label() + ", "
                                    + reason.source().describe())
                            .collect(Collectors.joining("; "));
        }
    }

    /** The result, as JSON; each list has the first thousand. */
    private record FileRemovalAnswer(
            String file,
            boolean preview,
            long addresses,
            long removed,
            long notListed,
            long unreadable,
            long nowMailable,
            List<String> mailable,
            long stillSuppressed,
            List<SuppressionWords.SuppressedAddressAnswer> suppressed) {}

    /**
     * Removes the addresses of a file.
     *
     * @throws CommandException if the removal ends early; its message tells how to go on
     */
    ExitCode removeAll(TextFile file, List<String> maps, String reason, boolean asJson) throws IOException {
        read(file, maps);
        Provenance provenance = SuppressionArguments.provenance(environment, reason);
        List<EmailAddress> all = List.copyOf(addresses);
        try (ProgressDisplay progress =
                console.startProgress(preview ? "Reading" : "Removing", "address", all.size())) {
            for (int from = 0; from < all.size(); from += BATCH_SIZE) {
                List<EmailAddress> batch = all.subList(from, Math.min(all.size(), from + BATCH_SIZE));
                if (preview) {
                    session.account().read(reading -> {
                        Map<EmailAddress, List<Suppression>> reasons = reading.listSuppressions(batch);
                        add(reasons, listedOf(reasons));
                        return true;
                    });
                } else {
                    Map<EmailAddress, List<Suppression>> reasons =
                            session.account().read(reading -> reading.listSuppressions(batch));
                    add(reasons, session.account().write(work -> work.unsuppress(batch, provenance)));
                }
                progress.update(from + batch.size());
                if (environment.stopRequested().getAsBoolean()) {
                    throw CommandException.failed(
                            "stopped",
                            "stopped on request. " + TerminalText.formatCount(removed, "address")
                                    + (preview ? " would be" : " are") + " removed so far; the same command goes on.");
                }
            }
        }
        write(file.name(), asJson);
        return unreadable > 0 ? ExitCode.FAILED : ExitCode.DONE;
    }

    private void read(TextFile file, List<String> maps) throws IOException {
        ColumnMapping mapping = ColumnMapping.toField(session.account().fields(), StandardFields.EMAIL, maps);
        try (AddressFile rows = AddressFile.open(file, mapping, AddressFile.MailablePolicy.SKIP)) {
            for (Optional<AddressFile.AddressRow> row = rows.next(); row.isPresent(); row = rows.next()) {
                addresses.addAll(row.get().addresses());
                domains.addAll(row.get().domains());
                if (row.get().row().problem().isPresent()) {
                    unreadable++;
                    if (problems.size() < MAX_SHOWN) {
                        problems.add("line " + row.get().row().line() + ": "
                                + row.get().row().problem().get().message());
                    }
                }
            }
        } catch (UncheckedIOException e) {
            throw CommandException.failed("file", file.readFailure(e) + ". Nothing was removed.");
        }
    }

    private static Set<EmailAddress> listedOf(Map<EmailAddress, List<Suppression>> reasons) {
        return reasons.entrySet().stream()
                .filter(entry -> entry.getValue().stream()
                        .anyMatch(suppression -> (suppression.reason() == SuppressionReason.LISTED
                                        || suppression.reason() == SuppressionReason.FORGOTTEN)
                                && suppression.address().equals(entry.getKey())))
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** @param listed the addresses whose entries are removed */
    private void add(Map<EmailAddress, List<Suppression>> reasons, Set<EmailAddress> listed) {
        removed += listed.size();
        for (EmailAddress address : listed) {
            List<Suppression> remaining = EntryRemoval.remaining(reasons.getOrDefault(address, List.of()), addresses);
            if (remaining.isEmpty()) {
                mailableCount++;
                if (mailable.size() < MAX_LISTED) {
                    mailable.add(address);
                }
            } else {
                suppressedCount++;
                if (suppressed.size() < MAX_LISTED) {
                    suppressed.add(new RemainingReasons(address, remaining));
                }
            }
        }
    }

    private void write(String name, boolean asJson) {
        if (asJson) {
            console.writeJson(new FileRemovalAnswer(
                    name,
                    preview,
                    addresses.size(),
                    removed,
                    addresses.size() - removed,
                    unreadable,
                    mailableCount,
                    mailable.stream().map(EmailAddress::value).toList(),
                    suppressedCount,
                    suppressed.stream()
                            .map(entry -> SuppressionWords.SuppressedAddressAnswer.of(entry.address, entry.reasons))
                            .toList()));
            return;
        }
        console.printLine((preview ? "Would remove " : "Removed ") + TerminalText.formatCount(removed, "address")
                + " of " + name + " from the suppression list.");
        if (removed < addresses.size()) {
            console.printLine(TerminalText.formatCount(addresses.size() - removed, "address")
                    + " of the file had no entry on it.");
        }
        printList(
                mailableCount,
                preview ? "would become mailable" : "became mailable",
                mailable.stream().map(EmailAddress::value).toList());
        printList(
                suppressedCount,
                suppressedCount == 1 ? "stays suppressed" : "stay suppressed",
                suppressed.stream().map(RemainingReasons::line).toList());
        if (!domains.isEmpty()) {
            console.printNote("domains of the file stay on the list; to remove them: "
                    + session.options().suggest("suppression", "remove", "@DOMAIN", "--reason", "TEXT"));
        }
        if (unreadable > 0) {
            console.printNote(TerminalText.formatCount(unreadable, "row") + " without a readable address:");
            problems.forEach(console::printDetail);
        }
        if (preview) {
            console.printNote("nothing was changed.");
        }
    }

    private void printList(long count, String what, List<String> lines) {
        if (count == 0) {
            return;
        }
        console.printLine(TerminalText.formatCount(count, "address") + " " + what + ":");
        lines.stream().limit(MAX_SHOWN).forEach(line -> console.printLine("  " + line));
        if (count > MAX_SHOWN) {
            console.printLine("  … and " + TerminalText.formatNumber(count - MAX_SHOWN)
                    + " more; --json lists the first " + TerminalText.formatNumber(MAX_LISTED) + ".");
        }
    }
}
