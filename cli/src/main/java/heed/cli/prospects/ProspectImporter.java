package heed.cli.prospects;

import heed.cli.internal.console.ProgressDisplay;
import heed.cli.internal.files.RejectFile;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.CommandException;
import heed.engine.ImportRun;
import heed.engine.run.RunRefusedException;
import heed.imports.FileRow;
import heed.imports.KeptNoes;
import heed.imports.ProspectFile;
import heed.imports.RowIsolation;
import heed.imports.RowNoes;
import heed.imports.RowPrefetcher;
import heed.imports.text.TextFile;
import heed.model.fact.Provenance;
import heed.model.prospect.EmailAddress;
import heed.model.store.ImportOptions;
import heed.model.store.ImportOutcome;
import heed.model.store.ImportRow;
import heed.model.store.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Imports the rows of a file, one transaction for each batch. Memory use does not grow with the file. */
final class ProspectImporter {
    private final ImportRun run;
    private final ImportOptions options;
    private final RejectFile rejects;
    private final CommandEnvironment environment;
    private final TextFile file;
    private final ImportReport report = new ImportReport();

    ProspectImporter(
            ImportRun run, ImportOptions options, RejectFile rejects, CommandEnvironment environment, TextFile file) {
        this.run = run;
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
                RowIsolation.write(
                        rows, this::writeBatch, this::report, CommandException.class::isInstance, FileRow::rejected);
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

    private void report(List<FileRow> batch, BatchResult result) {
        int nextOutcome = 0;
        for (FileRow row : batch) {
            if (row.problem().isPresent()) {
                rejects.add(row, row.problem().get().message());
                report.addRejected(row, row.problem().get().reason());
                continue;
            }
            ImportOutcome outcome = result.outcomes.get(nextOutcome++);
            if (outcome.result() == ImportOutcome.RowResult.REJECTED) {
                String reason = outcome.reason().orElse("cannot be imported");
                rejects.add(row, reason);
                report.addRejected(row, reason);
            } else {
                report.add(row, outcome);
            }
        }
        result.keptNoes.forEach(report::addKeptNoes);
        report.addOtherAddresses(result.otherAddresses);
        report.addFreed(result.freed);
    }

    /**
     * @param outcomes of the rows without a problem, in order
     * @param otherAddresses how many other addresses of people who opted out were put on the suppression list
     * @param freed the addresses that the batch has freed for mail
     */
    private record BatchResult(
            List<ImportOutcome> outcomes, List<RowNoes> keptNoes, long otherAddresses, Set<EmailAddress> freed) {}

    private BatchResult writeBatch(List<FileRow> batch) {
        List<FileRow> readable =
                batch.stream().filter(row -> row.problem().isEmpty()).toList();
        List<ImportRow> rows = readable.stream().map(FileRow::importRow).toList();
        boolean hasNoes = batch.stream().anyMatch(row -> row.noes().isPresent());
        if (rows.isEmpty() && !hasNoes) {
            return new BatchResult(List.of(), List.of(), 0, Set.of());
        }
        try {
            return run.write(
                    work -> {
                        List<ImportOutcome> outcomes =
                                rows.isEmpty() ? List.of() : work.importRows(rows, options, provenance(readable));
                        Set<EmailAddress> others =
                                RowNoes.optedOutAddresses(batch.stream().flatMap(row -> row.noes().stream()));
                        long listed = others.isEmpty()
                                ? 0
                                : work.suppress(others, provenance(batch)).size();
                        List<RowNoes> rejected = rejectedNoes(batch, outcomes);
                        List<RowNoes> kept =
                                rejected.isEmpty() ? List.of() : KeptNoes.keep(work, rejected, provenance(batch));
                        return new BatchResult(outcomes, kept, listed, work.findFreedAddresses());
                    },
                    result -> ImportRun.countRows(result.outcomes, batch.size() - rows.size(), result.keptNoes.size()));
        } catch (StoreException e) {
            throw CommandException.failed("store", e.getMessage() + ". " + progressMessage());
        } catch (RunRefusedException e) {
            throw CommandException.failed(e.refusal().code(), e.getMessage() + ". " + progressMessage());
        }
    }

    private static boolean isLeftOut(ImportOutcome outcome) {
        return switch (outcome.result()) {
            case REJECTED, NOT_FOUND -> true;
            case CREATED, UPDATED, UNCHANGED -> false;
        };
    }

    /** Returns the noes of the rows that have a problem, or that no prospect got. */
    private static List<RowNoes> rejectedNoes(List<FileRow> batch, List<ImportOutcome> outcomes) {
        List<RowNoes> noes = new ArrayList<>();
        int nextOutcome = 0;
        for (FileRow row : batch) {
            if (row.problem().isPresent() || isLeftOut(outcomes.get(nextOutcome++))) {
                row.noes().ifPresent(noes::add);
            }
        }
        return noes;
    }

    private String progressMessage() {
        return rejects.progressMessage(file, report.lastLine());
    }

    private Provenance provenance(List<FileRow> rows) {
        String name = file.fileName();
        return new Provenance(
                environment.clock().instant(),
                environment.actor(),
                Provenance.Origin.IMPORT,
                "import of " + name,
                Optional.of(name + ", lines " + rows.get(0).line() + " to "
                        + rows.get(rows.size() - 1).line()),
                Optional.of(run.id()));
    }
}
