package heed.cli.suppression;

import heed.cli.internal.console.ProgressDisplay;
import heed.cli.internal.files.RejectFile;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.CommandException;
import heed.engine.ImportRun;
import heed.engine.run.RunRefusedException;
import heed.imports.AddressFile;
import heed.imports.RowIsolation;
import heed.imports.text.TextFile;
import heed.model.fact.Provenance;
import heed.model.prospect.EmailAddress;
import heed.model.run.ImportCount;
import heed.model.store.AccountStore;
import heed.model.store.StoreException;
import heed.model.store.StoreReading;
import heed.model.suppression.SuppressedDomain;
import heed.model.suppression.Suppression;
import heed.model.suppression.SuppressionEntry;
import heed.model.suppression.SuppressionReason;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Adds the addresses of a file to the suppression list, one transaction for each batch. */
final class SuppressionImporter {
    /**
     * The addresses of a file are in no order, so a transaction writes about one page for each; large batches save
     * writes.
     */
    private static final int BATCH_SIZE = 10_000;

    private final AccountStore account;
    private final Optional<ImportRun> run;
    private final Optional<RejectFile> rejects;
    private final CommandEnvironment environment;
    private final TextFile file;
    private final String reason;
    private final List<AddressFile.AddressRow> batch = new ArrayList<>();
    private final Set<SuppressedDomain> addedDomains = new TreeSet<>();
    /** The addresses that earlier batches of a preview would add. */
    private final Set<EmailAddress> previewed = new HashSet<>();

    private final Map<String, Long> rejectedByReason = new LinkedHashMap<>();
    private long rows;
    private long added;
    private long alreadyListed;
    private long skipped;
    private long lastLine;

    /**
     * @param run the import; empty for a preview, which writes nothing
     * @param rejects gets the rows that cannot be imported; empty for a preview
     */
    SuppressionImporter(
            AccountStore account,
            Optional<ImportRun> run,
            Optional<RejectFile> rejects,
            CommandEnvironment environment,
            TextFile file,
            String reason) {
        this.account = account;
        this.run = run;
        this.rejects = rejects;
        this.environment = environment;
        this.file = file;
        this.reason = reason;
    }

    /**
     * The result of an import.
     *
     * @param added the addresses and domains that were added
     * @param alreadyListed the addresses and domains that were on the list before, or occurred earlier in the file
     * @param skipped the rows that say that the person may be mailed, and were left out
     * @param rejectedByReason the rows of which nothing, or not all, could be read
     * @param addedDomains those of the added that are domains
     */
    record SuppressionImportReport(
            long rows,
            long added,
            long alreadyListed,
            long skipped,
            Map<String, Long> rejectedByReason,
            Set<SuppressedDomain> addedDomains) {
        long rejected() {
            return rejectedByReason.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /**
     * Imports all rows.
     *
     * @throws CommandException if the import ends early; its message names the last line whose row is imported
     */
    SuppressionImportReport importAll(AddressFile addresses, ProgressDisplay progress) {
        for (Optional<AddressFile.AddressRow> row = nextRow(addresses); row.isPresent(); row = nextRow(addresses)) {
            batch.add(row.get());
            if (batch.size() == BATCH_SIZE) {
                importOrReject();
                progress.update(lastLine);
                if (environment.stopRequested().getAsBoolean()) {
                    throw CommandException.failed("stopped", "stopped on request. " + progressMessage());
                }
            }
        }
        if (!batch.isEmpty()) {
            importOrReject();
        }
        return new SuppressionImportReport(rows, added, alreadyListed, skipped, rejectedByReason, addedDomains);
    }

    private Optional<AddressFile.AddressRow> nextRow(AddressFile addresses) {
        try {
            return addresses.next();
        } catch (UncheckedIOException e) {
            throw CommandException.failed("file", file.readFailure(e) + ". " + progressMessage());
        }
    }

    /** Imports the batch. A row whose import ends with an unexpected exception is rejected. */
    private void importOrReject() {
        RowIsolation.write(
                List.copyOf(batch),
                this::importRows,
                (imported, addedNow) -> report(addedNow),
                fault -> fault instanceof CommandException || fault instanceof StoreException,
                AddressFile.AddressRow::rejected);
    }

    /** Makes rows the batch and imports them; returns how many addresses and domains were added. */
    private long importRows(List<AddressFile.AddressRow> imported) {
        batch.clear();
        batch.addAll(imported);
        return run.isPresent() ? writeBatch(run.get(), countFound()) : account.read(this::previewBatch);
    }

    private long countFound() {
        return batch.stream()
                .mapToLong(row -> row.addresses().size() + row.domains().size())
                .sum();
    }

    private void report(long addedNow) {
        long found = countFound();
        for (AddressFile.AddressRow row : batch) {
            skipped += row.skipped() ? 1 : 0;
            row.row().problem().ifPresent(problem -> {
                String kept = keptText(row.addresses().size() + row.domains().size());
                rejects.ifPresent(rejectFile -> rejectFile.add(row.row(), problem.message() + kept));
                rejectedByReason.merge(problem.reason() + (kept.isEmpty() ? "" : keptText(2)), 1L, Long::sum);
            });
        }
        rows += batch.size();
        added += addedNow;
        alreadyListed += found - addedNow;
        lastLine = batch.get(batch.size() - 1).row().line();
        batch.clear();
    }

    /** Returns what becomes of the addresses and domains of a rejected row, as the rest of a sentence about the row. */
    private String keptText(int found) {
        if (found == 0) {
            return "";
        }
        String be = run.isEmpty() ? "would be" : found == 1 ? "is" : "are";
        return "; its " + (found == 1 ? "address " : "addresses ") + be + " suppressed all the same";
    }

    /** @param found how many addresses and domains the batch has */
    private long writeBatch(ImportRun importRun, long found) {
        Set<SuppressedDomain> domains = domains();
        long rejected =
                batch.stream().filter(row -> row.row().problem().isPresent()).count();
        try {
            return importRun.write(
                    work -> {
                        Provenance provenance = provenance(importRun);
                        Set<SuppressedDomain> newDomains = work.suppressDomains(domains, provenance);
                        long newAddresses =
                                work.suppress(findAddresses(work), provenance).size();
                        addedDomains.addAll(newDomains);
                        return newDomains.size() + newAddresses;
                    },
                    newEntries -> Map.of(
                            ImportCount.ROWS,
                            (long) batch.size(),
                            ImportCount.LISTED,
                            newEntries,
                            ImportCount.ALREADY_LISTED,
                            found - newEntries,
                            ImportCount.REJECTED,
                            rejected));
        } catch (StoreException e) {
            throw CommandException.failed("store", e.getMessage() + ". " + progressMessage());
        } catch (RunRefusedException e) {
            throw CommandException.failed(e.refusal().code(), e.getMessage() + ". " + progressMessage());
        }
    }

    private Set<SuppressedDomain> domains() {
        return batch.stream().flatMap(row -> row.domains().stream()).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns how many addresses and domains of the batch would be added. */
    private long previewBatch(StoreReading reading) {
        Set<SuppressedDomain> newDomains = domains();
        newDomains.removeIf(domain -> addedDomains.contains(domain) || isListed(reading, domain));
        addedDomains.addAll(newDomains);
        Set<EmailAddress> newAddresses = findAddresses(reading);
        reading.listRecordedSuppressions(newAddresses).stream()
                .filter(suppression -> suppression.reason() == SuppressionReason.LISTED)
                .map(Suppression::address)
                .forEach(newAddresses::remove);
        newAddresses.removeIf(address -> !previewed.add(address));
        return (long) newDomains.size() + newAddresses.size();
    }

    private static boolean isListed(StoreReading reading, SuppressedDomain domain) {
        List<SuppressionEntry> entries = reading.listSuppressionEntries(domain);
        return !entries.isEmpty() && entries.get(entries.size() - 1).added();
    }

    /**
     * Returns the addresses of the batch that become entries of the list. An export also has addresses that a flag or a
     * bounce suppresses; they become entries only if that reason does not hold in this account.
     */
    private Set<EmailAddress> findAddresses(StoreReading reading) {
        Set<EmailAddress> exported = batch.stream()
                .filter(row -> row.reason().isPresent())
                .flatMap(row -> row.addresses().stream())
                .collect(Collectors.toSet());
        Map<EmailAddress, Set<SuppressionReason>> reasons = reading.listRecordedSuppressions(exported).stream()
                .collect(Collectors.groupingBy(
                        Suppression::address, Collectors.mapping(Suppression::reason, Collectors.toSet())));
        Set<EmailAddress> addresses = new TreeSet<>();
        for (AddressFile.AddressRow row : batch) {
            for (EmailAddress address : row.addresses()) {
                if (row.reason().isEmpty()
                        || !reasons.getOrDefault(address, Set.of())
                                .contains(row.reason().get())) {
                    addresses.add(address);
                }
            }
        }
        return addresses;
    }

    private Provenance provenance(ImportRun importRun) {
        return new Provenance(
                environment.clock().instant(),
                environment.actor(),
                Provenance.Origin.IMPORT,
                reason,
                Optional.of(file.fileName() + ", lines " + batch.get(0).row().line() + " to "
                        + batch.get(batch.size() - 1).row().line()),
                Optional.of(importRun.id()));
    }

    private String progressMessage() {
        return rejects.map(rejectFile -> rejectFile.progressMessage(file, lastLine))
                .orElse("Nothing was changed.");
    }
}
