package heed.store.internal.check;

import heed.model.prospect.EmailAddress;
import heed.model.run.Run;
import heed.model.run.RunId;
import heed.model.store.CheckFinding;
import heed.model.store.CheckFinding.Area;
import heed.model.store.CheckFinding.Inconsistency;
import heed.model.store.CheckFinding.Remedy;
import heed.model.store.StoreException;
import heed.model.store.UpgradeNote;
import heed.store.internal.sql.SchemaVersion;
import heed.store.internal.sql.SqlDatabase;
import heed.store.internal.sql.SqlSession;
import heed.store.internal.upgrade.UpgradeFinding;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The check of a whole store, area by area, each in a snapshot of its own. An area that cannot be read is an inconsistency.
 */
public final class StoreCheck {
    /** The largest difference between two clocks that is no inconsistency. */
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    private final SqlDatabase database;
    private final Clock clock;
    private final Consumer<CheckFinding> consumer;

    public StoreCheck(SqlDatabase database, Clock clock, Consumer<CheckFinding> consumer) {
        this.database = database;
        this.clock = clock;
        this.consumer = consumer;
    }

    /** Checks every area and passes each finding to the consumer. */
    public void checkAll() {
        Instant started = clock.instant();
        long startNanos = System.nanoTime();
        report(Area.CONNECTIONS, () -> database.write(session -> List.of()));
        report(Area.SCHEMA, () -> database.read(StoreCheck::checkSchema));
        report(Area.FILES, () -> database.read(StoreCheck::checkFiles));
        report(Area.REFERENCES, () -> runChecks(Area.REFERENCES));
        report(Area.SUPPRESSION, () -> runChecks(Area.SUPPRESSION));
        report(Area.HISTORY, () -> runChecks(Area.HISTORY));
        report(
                Area.VALUES,
                () -> Stream.concat(
                                runChecks(Area.VALUES).stream(),
                                new FactConsistencyCheck(database).findInconsistencies().stream())
                        .toList());
        report(Area.ADDRESSES, () -> database.read(StoreCheck::checkAddresses));
        report(Area.LEDGER, () -> runChecks(Area.LEDGER));
        report(Area.CLOCK, () -> checkClock(started, Duration.ofNanos(System.nanoTime() - startNanos)));
    }

    private void report(Area area, Supplier<List<Inconsistency>> check) {
        List<Inconsistency> inconsistencies;
        List<RunId> stoppedRuns = List.of();
        List<UpgradeNote> notes = List.of();
        try {
            inconsistencies = check.get();
            stoppedRuns = area == Area.LEDGER ? database.read(this::findStoppedRuns) : List.of();
            notes = area == Area.ADDRESSES ? database.read(UpgradeFinding::notes) : List.of();
        } catch (StoreException e) {
            inconsistencies = List.of(
                    inconsistency("the check failed: " + e.getMessage(), "fix the named cause, then check again"));
        }
        consumer.accept(new CheckFinding(area, inconsistencies, stoppedRuns, notes));
    }

    private List<Inconsistency> runChecks(Area area) {
        return database.read(session -> IntegrityCheck.ofArea(area)
                .flatMap(check -> check.findInconsistency(session).stream())
                .toList());
    }

    private static List<Inconsistency> checkSchema(SqlSession session) {
        long version = session.dialect().schemaVersion(session);
        return version == SchemaVersion.NEWEST
                ? List.of()
                : List.of(inconsistency(
                        "the store's schema is " + version + ", this program's is " + SchemaVersion.NEWEST,
                        "programs of different versions use this store: use one version"));
    }

    /** Only an address that is not all ASCII can be in another form. */
    private static List<Inconsistency> checkAddresses(SqlSession session) {
        List<String> examples = session
                .query(
                        "SELECT key, email FROM prospect WHERE length(email) <> octet_length(email) ORDER BY key",
                        row -> Map.entry(row.number(1), row.text(2)))
                .stream()
                .filter(row -> !EmailAddress.parse(row.getValue())
                        .map(EmailAddress::value)
                        .equals(Optional.of(row.getValue())))
                .map(row -> "prospect " + row.getKey())
                .toList();
        return examples.isEmpty()
                ? List.of()
                : List.of(new Inconsistency(
                        "prospects whose address is not in its canonical form",
                        examples.size(),
                        examples.subList(0, Math.min(5, examples.size())),
                        "set Email of the prospect to its address",
                        Optional.of(Remedy.SET_FIELD)));
    }

    private static List<Inconsistency> checkFiles(SqlSession session) {
        List<String> damages = session.dialect().findDamage(session);
        return damages.isEmpty()
                ? List.of()
                : List.of(new Inconsistency(
                        "faults in the database's files",
                        damages.size(),
                        damages,
                        "stop all sending; " + session.dialect().repairAdvice(),
                        Optional.empty()));
    }

    /** Times are stored as ISO 8601 text, which sorts by time except within a second. */
    private List<Inconsistency> checkClock(Instant started, Duration elapsed) {
        Instant now = clock.instant();
        List<Inconsistency> inconsistencies = new ArrayList<>();
        if (now.isBefore(started) || now.isAfter(started.plus(elapsed).plus(TOLERANCE))) {
            inconsistencies.add(inconsistency(
                    "this machine's clock went from " + started + " to " + now + " within " + elapsed.toSeconds()
                            + " s",
                    "synchronize this machine's clock with NTP"));
        }
        Optional<Duration> difference = database.read(
                        session -> session.dialect().databaseTime(session))
                .map(databaseTime ->
                        Duration.between(clock.instant(), databaseTime).abs());
        difference
                .filter(apart -> apart.compareTo(TOLERANCE) > 0)
                .ifPresent(apart -> inconsistencies.add(inconsistency(
                        "the clocks of this machine and of the database differ by " + apart.toSeconds() + " s",
                        "synchronize both clocks with NTP")));
        long futureRecords = database.read(session -> session.queryNumber(
                "SELECT count(*) FROM provenance WHERE at > ?",
                now.plus(TOLERANCE).toString()));
        if (futureRecords > 0) {
            inconsistencies.add(new Inconsistency(
                    "records with a time in the future",
                    futureRecords,
                    List.of(),
                    "correct the clocks of all machines that use this store",
                    Optional.empty()));
        }
        return inconsistencies;
    }

    /** Makes an inconsistency that is one by itself, without rows as examples. */
    private static Inconsistency inconsistency(String description, String repair) {
        return new Inconsistency(description, 1, List.of(), repair, Optional.empty());
    }

    /** Returns the runs of automations that are neither finished nor undone, and that no worker has leased. */
    private List<RunId> findStoppedRuns(SqlSession session) {
        return session.query(
                "SELECT id FROM run WHERE kind = 'AUTOMATION' AND state <> ? AND undone IS NULL AND (lease_until IS NULL OR lease_until < ?) ORDER BY id",
                row -> new RunId(row.number(1)),
                Run.Status.FINISHED.name(),
                clock.instant().toString());
    }
}
