package heed.cli.files;

import heed.cli.console.Failure;
import heed.cli.console.Progress;
import heed.cli.console.World;
import heed.model.fact.Provenance;
import heed.model.prospect.EmailAddress;
import heed.model.store.AccountStore;
import heed.model.store.StoreException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts the addresses of a file on the suppression list, a batch a transaction. */
final class SuppressionImport {
    /** Addresses come in any order, so that a transaction writes about a page for each: the fewer transactions, the better. */
    private static final int BATCH = 10_000;

    private final AccountStore account;
    private final Rejects rejects;
    private final World world;
    private final TextFile file;
    private final String reason;
    private final List<AddressFile.Row> batch = new ArrayList<>();
    private Report report = new Report(0, 0, 0, 0);

    SuppressionImport(AccountStore account, Rejects rejects, World world, TextFile file, String reason) {
        this.account = account;
        this.rejects = rejects;
        this.world = world;
        this.file = file;
        this.reason = reason;
    }

    /**
     * What came of the rows so far.
     *
     * @param alreadyListed those whose address was on the list before, or stands in the file once more
     */
    record Report(long added, long alreadyListed, long rejected, long lastLine) {
        long rows() {
            return added + alreadyListed + rejected;
        }
    }

    /** @throws Failure if it could not come to the end, with how far it came */
    Report all(AddressFile addresses, Progress progress) {
        for (Optional<AddressFile.Row> row = next(addresses); row.isPresent(); row = next(addresses)) {
            batch.add(row.get());
            if (batch.size() == BATCH) {
                keep();
                progress.at(report.lastLine());
                if (world.stopping().getAsBoolean()) {
                    throw Failure.failed("stopped", "stopped as asked. " + soFar());
                }
            }
        }
        if (!batch.isEmpty()) {
            keep();
        }
        return report;
    }

    private Optional<AddressFile.Row> next(AddressFile addresses) {
        try {
            return addresses.next();
        } catch (UncheckedIOException e) {
            throw file.unreadable(e, soFar());
        }
    }

    private void keep() {
        List<EmailAddress> addresses =
                batch.stream().flatMap(row -> row.address().stream()).toList();
        long added = addresses.isEmpty() ? 0 : write(addresses);
        batch.stream()
                .map(AddressFile.Row::row)
                .forEach(row -> row.problem().ifPresent(problem -> rejects.add(row, problem)));
        report = new Report(
                report.added() + added,
                report.alreadyListed() + addresses.size() - added,
                report.rejected() + batch.size() - addresses.size(),
                batch.get(batch.size() - 1).row().line());
        batch.clear();
    }

    private long write(List<EmailAddress> addresses) {
        try {
            return account.write(work -> work.suppress(addresses, provenance())).size();
        } catch (StoreException e) {
            throw Failure.failed("store", e.getMessage() + ". " + soFar());
        }
    }

    private Provenance provenance() {
        return new Provenance(
                world.clock().instant(),
                world.actor(),
                Provenance.Origin.IMPORT,
                reason,
                Optional.of(file.shortName() + ", lines " + batch.get(0).row().line() + " to "
                        + batch.get(batch.size() - 1).row().line()),
                Optional.empty());
    }

    private String soFar() {
        return rejects.soFar(file, report.lastLine());
    }
}
