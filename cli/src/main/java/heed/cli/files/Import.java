package heed.cli.files;

import heed.cli.console.Failure;
import heed.cli.console.Progress;
import heed.cli.console.World;
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

/** Imports the rows of a file, a batch a transaction, so that memory does not grow with the file. */
final class Import {
    private final AccountStore account;
    private final ImportOptions options;
    private final Rejects rejects;
    private final World world;
    private final TextFile file;
    private final ImportReport report = new ImportReport();

    Import(AccountStore account, ImportOptions options, Rejects rejects, World world, TextFile file) {
        this.account = account;
        this.options = options;
        this.rejects = rejects;
        this.world = world;
        this.file = file;
    }

    /** @throws Failure if it could not come to the end, with how far it came */
    ImportReport all(ProspectFile prospects, Progress progress) {
        try (RowsAhead ahead = new RowsAhead(prospects)) {
            for (List<FileRow> rows = next(ahead); !rows.isEmpty(); rows = next(ahead)) {
                keep(rows);
                progress.at(report.lastLine());
                if (world.stopping().getAsBoolean()) {
                    throw Failure.failed("stopped", "stopped as asked. " + soFar());
                }
            }
        }
        return report;
    }

    private List<FileRow> next(RowsAhead ahead) {
        try {
            return ahead.next();
        } catch (IOException | UncheckedIOException e) {
            throw file.unreadable(e, soFar());
        }
    }

    private void keep(List<FileRow> batch) {
        List<ImportRow> rows = batch.stream()
                .filter(row -> row.problem().isEmpty())
                .map(FileRow::said)
                .toList();
        List<ImportOutcome> outcomes = rows.isEmpty() ? List.of() : write(rows);
        int next = 0;
        for (FileRow row : batch) {
            if (row.problem().isPresent()) {
                rejects.add(row, row.problem().get());
                report.add(row, ImportOutcome.RowResult.REJECTED, false);
                continue;
            }
            ImportOutcome outcome = outcomes.get(next++);
            if (outcome.result() == ImportOutcome.RowResult.REJECTED) {
                rejects.add(row, outcome.reason().orElse("cannot be imported"));
            }
            report.add(row, outcome.result(), outcome.flagRetained());
        }
    }

    private List<ImportOutcome> write(List<ImportRow> rows) {
        try {
            return account.write(work -> work.importRows(rows, options, provenance(rows)));
        } catch (StoreException e) {
            throw Failure.failed("store", e.getMessage() + ". " + soFar());
        }
    }

    private String soFar() {
        return rejects.soFar(file, report.lastLine());
    }

    private Provenance provenance(List<ImportRow> rows) {
        String name = file.shortName();
        return new Provenance(
                world.clock().instant(),
                world.actor(),
                Provenance.Origin.IMPORT,
                "import of " + name,
                Optional.of(name + ", lines " + rows.get(0).line() + " to "
                        + rows.get(rows.size() - 1).line()),
                Optional.empty());
    }
}
