package heed.cli.suppression;

import heed.cli.internal.console.ProgressDisplay;
import heed.cli.internal.files.RejectFile;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.CommandException;
import heed.imports.AddressFile;
import heed.imports.text.TextFile;
import heed.model.fact.Provenance;
import heed.model.prospect.EmailAddress;
import heed.model.store.AccountStore;
import heed.model.store.StoreException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Adds the addresses of a file to the suppression list, one transaction for each batch. */
final class SuppressionImporter {
    /**
     * The addresses of a file are in no order, so a transaction writes about one page for each; large batches save
     * writes.
     */
    private static final int BATCH_SIZE = 10_000;

    private final AccountStore account;
    private final RejectFile rejects;
    private final CommandEnvironment environment;
    private final TextFile file;
    private final String reason;
    private final List<AddressFile.AddressRow> batch = new ArrayList<>();
    private SuppressionImportReport report = new SuppressionImportReport(0, 0, Map.of(), 0);

    SuppressionImporter(
            AccountStore account, RejectFile rejects, CommandEnvironment environment, TextFile file, String reason) {
        this.account = account;
        this.rejects = rejects;
        this.environment = environment;
        this.file = file;
        this.reason = reason;
    }

    /**
     * The results for the rows so far.
     *
     * @param alreadyListed the rows whose address was on the list before, or occurred earlier in the file
     * @param lastLine the line of the last row
     */
    record SuppressionImportReport(long added, long alreadyListed, Map<String, Long> rejectedByReason, long lastLine) {
        long rejected() {
            return rejectedByReason.values().stream().mapToLong(Long::longValue).sum();
        }

        long rows() {
            return added + alreadyListed + rejected();
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
                importBatch();
                progress.update(report.lastLine());
                if (environment.stopRequested().getAsBoolean()) {
                    throw CommandException.failed("stopped", "stopped on request. " + progressMessage());
                }
            }
        }
        if (!batch.isEmpty()) {
            importBatch();
        }
        return report;
    }

    private Optional<AddressFile.AddressRow> nextRow(AddressFile addresses) {
        try {
            return addresses.next();
        } catch (UncheckedIOException e) {
            throw CommandException.failed("file", file.readFailure(e) + ". " + progressMessage());
        }
    }

    private void importBatch() {
        List<EmailAddress> addresses =
                batch.stream().flatMap(row -> row.address().stream()).toList();
        long added = addresses.isEmpty() ? 0 : writeAddresses(addresses);
        Map<String, Long> rejected = new LinkedHashMap<>(report.rejectedByReason());
        batch.stream()
                .map(AddressFile.AddressRow::row)
                .forEach(row -> row.problem().ifPresent(problem -> {
                    rejects.add(row, problem.message());
                    rejected.merge(problem.reason(), 1L, Long::sum);
                }));
        report = new SuppressionImportReport(
                report.added() + added,
                report.alreadyListed() + addresses.size() - added,
                rejected,
                batch.get(batch.size() - 1).row().line());
        batch.clear();
    }

    private long writeAddresses(List<EmailAddress> addresses) {
        try {
            return account.write(work -> work.suppress(addresses, provenance())).size();
        } catch (StoreException e) {
            throw CommandException.failed("store", e.getMessage() + ". " + progressMessage());
        }
    }

    private Provenance provenance() {
        return new Provenance(
                environment.clock().instant(),
                environment.actor(),
                Provenance.Origin.IMPORT,
                reason,
                Optional.of(file.fileName() + ", lines " + batch.get(0).row().line() + " to "
                        + batch.get(batch.size() - 1).row().line()),
                Optional.empty());
    }

    private String progressMessage() {
        return rejects.progressMessage(file, report.lastLine());
    }
}
