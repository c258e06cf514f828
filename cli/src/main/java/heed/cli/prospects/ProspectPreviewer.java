package heed.cli.prospects;

import heed.cli.internal.console.ProgressDisplay;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.CommandException;
import heed.engine.ImportPreview;
import heed.imports.FileRow;
import heed.imports.ProspectFile;
import heed.imports.RowNoes;
import heed.imports.RowPrefetcher;
import heed.imports.text.TextFile;
import heed.model.prospect.EmailAddress;
import heed.model.store.AccountStore;
import heed.model.store.ImportOptions;
import heed.model.store.ImportOutcome;
import heed.model.suppression.Suppression;
import heed.model.suppression.SuppressionReason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Previews the import of a file, which it reads twice. Writes nothing. */
final class ProspectPreviewer {
    private final AccountStore account;
    private final ImportPreview preview;
    private final CommandEnvironment environment;
    private final TextFile file;
    private final ImportReport report = new ImportReport();
    /** The other addresses of people who opt out, so far. */
    private final Set<EmailAddress> otherAddresses = new HashSet<>();

    ProspectPreviewer(AccountStore account, ImportOptions options, CommandEnvironment environment, TextFile file) {
        this.account = account;
        this.preview = new ImportPreview(account, options, environment.clock());
        this.environment = environment;
        this.file = file;
    }

    /** Opens the rows of the file from its beginning. */
    interface RowsOpener {
        ProspectFile open() throws IOException;
    }

    /** Returns the report that the import would have. */
    ImportReport previewAll(RowsOpener opener, ProgressDisplay progress) {
        try (ProspectFile rows = opener.open()) {
            for (Optional<FileRow> row = rows.next(); row.isPresent(); row = rows.next()) {
                if (row.get().problem().isEmpty()) {
                    preview.collect(row.get().importRow());
                }
            }
        } catch (IOException | UncheckedIOException e) {
            throw readFailure(e);
        }
        try (ProspectFile rows = opener.open();
                RowPrefetcher prefetcher = new RowPrefetcher(rows)) {
            for (List<FileRow> batch = prefetcher.nextBatch(); !batch.isEmpty(); batch = prefetcher.nextBatch()) {
                previewBatch(batch);
                progress.update(report.lastLine());
                if (environment.stopRequested().getAsBoolean()) {
                    throw CommandException.failed("stopped", "stopped on request. Nothing was changed.");
                }
            }
        } catch (IOException | UncheckedIOException e) {
            throw readFailure(e);
        }
        return report;
    }

    private CommandException readFailure(Exception e) {
        return CommandException.failed("file", file.readFailure(e) + ". Nothing was changed.");
    }

    private void previewBatch(List<FileRow> batch) {
        List<ImportOutcome> outcomes = preview.preview(batch.stream()
                .filter(row -> row.problem().isEmpty())
                .map(FileRow::importRow)
                .toList());
        report.addOtherAddresses(countOtherAddresses(batch));
        int nextOutcome = 0;
        for (FileRow row : batch) {
            if (row.problem().isPresent()) {
                reject(row, row.problem().get().reason());
                continue;
            }
            ImportOutcome outcome = outcomes.get(nextOutcome++);
            if (outcome.result() == ImportOutcome.RowResult.REJECTED) {
                reject(row, outcome.reason().orElse("cannot be imported"));
            } else {
                report.add(row, outcome);
                if (outcome.result() == ImportOutcome.RowResult.NOT_FOUND) {
                    keepNoes(row);
                }
            }
        }
    }

    /** Returns how many other addresses of people who opt out are not on the suppression list, nor in an earlier batch. */
    private long countOtherAddresses(List<FileRow> batch) {
        Set<EmailAddress> added = RowNoes.optedOutAddresses(batch.stream().flatMap(row -> row.noes().stream()));
        added.removeIf(address -> !otherAddresses.add(address));
        if (!added.isEmpty()) {
            account.read(reading -> reading.listRecordedSuppressions(added)).stream()
                    .filter(suppression -> suppression.reason() == SuppressionReason.LISTED)
                    .map(Suppression::address)
                    .forEach(added::remove);
        }
        return added.size();
    }

    private void reject(FileRow row, String reason) {
        report.addRejected(row, reason);
        keepNoes(row);
    }

    private void keepNoes(FileRow row) {
        row.noes().filter(this::isOfSomebody).ifPresent(report::addKeptNoes);
    }

    /** Returns whether the import can keep the noes of a rejected row: it needs an address, or a prospect. */
    private boolean isOfSomebody(RowNoes noes) {
        return !noes.addresses().isEmpty()
                || !noes.optedOutAddresses().isEmpty()
                || noes.id()
                        .filter(id -> account.read(reading -> reading.findProspects(id)).stream()
                                .anyMatch(prospect -> prospect.id().equals(id)))
                        .isPresent();
    }
}
