package heed.cli.prospects;

import heed.cli.internal.console.ProgressDisplay;
import heed.cli.internal.files.RejectFile;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.CommandException;
import heed.imports.FileRow;
import heed.imports.ProspectFile;
import heed.imports.RowPrefetcher;
import heed.imports.text.TextFile;
import heed.model.fact.Provenance;
import heed.model.store.AccountStore;
import heed.model.store.ImportOptions;
import heed.model.store.ImportOutcome;
import heed.model.store.ImportRow;
import heed.model.store.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/** Imports the rows of a file, one transaction for each batch. Memory use does not grow with the file. */
final class ProspectImporter {
    private final AccountStore account;
    private final ImportOptions options;
    private final RejectFile rejects;
    private final CommandEnvironment environment;
    private final TextFile file;
    private final ImportReport report = new ImportReport();

    ProspectImporter(
            AccountStore account,
            ImportOptions options,
            RejectFile rejects,
            CommandEnvironment environment,
            TextFile file) {
        this.account = account;
        this.options = options;
        this.rejects = rejects;
        this.environment = environment;
        this.file = file;
    }

    /**
     * Imports all rows.
     *
     * @throws CommandException if the import ends early; its message names the last line whose row is imported
     */
    ImportReport importAll(ProspectFile prospects, ProgressDisplay progress) {
        try (RowPrefetcher prefetcher = new RowPrefetcher(prospects)) {
            for (List<FileRow> rows = nextBatch(prefetcher); !rows.isEmpty(); rows = nextBatch(prefetcher)) {
                importBatch(rows);
                progress.update(report.lastLine());
                if (environment.stopRequested().getAsBoolean()) {
                    throw CommandException.failed("stopped", "stopped on request. " + progressMessage());
                }
            }
        }
        return report;
    }

    private List<FileRow> nextBatch(RowPrefetcher prefetcher) {
        try {
            return prefetcher.nextBatch();
        } catch (IOException | UncheckedIOException e) {
            throw CommandException.failed("file", file.readFailure(e) + ". " + progressMessage());
        }
    }

    private void importBatch(List<FileRow> batch) {
        List<ImportRow> rows = batch.stream()
                .filter(row -> row.problem().isEmpty())
                .map(FileRow::importRow)
                .toList();
        List<ImportOutcome> outcomes = rows.isEmpty() ? List.of() : writeRows(rows);
        int nextOutcome = 0;
        for (FileRow row : batch) {
            if (row.problem().isPresent()) {
                rejects.add(row, row.problem().get());
                report.add(row, ImportOutcome.RowResult.REJECTED, false);
                continue;
            }
            ImportOutcome outcome = outcomes.get(nextOutcome++);
            if (outcome.result() == ImportOutcome.RowResult.REJECTED) {
                rejects.add(row, outcome.reason().orElse("cannot be imported"));
            }
            report.add(row, outcome.result(), outcome.flagRetained());
        }
    }

    private List<ImportOutcome> writeRows(List<ImportRow> rows) {
        try {
            return account.write(work -> work.importRows(rows, options, provenance(rows)));
        } catch (StoreException e) {
            throw CommandException.failed("store", e.getMessage() + ". " + progressMessage());
        }
    }

    private String progressMessage() {
        return rejects.progressMessage(file, report.lastLine());
    }

    private Provenance provenance(List<ImportRow> rows) {
        String name = file.fileName();
        return new Provenance(
                environment.clock().instant(),
                environment.actor(),
                Provenance.Origin.IMPORT,
                "import of " + name,
                Optional.of(name + ", lines " + rows.get(0).line() + " to "
                        + rows.get(rows.size() - 1).line()),
                Optional.empty());
    }
}
