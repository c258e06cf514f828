package heed.store.internal.check;

import heed.model.run.Run;
import heed.model.store.CheckFinding;
import heed.model.store.CheckFinding.Area;
import heed.model.store.CheckFinding.Inconsistency;
import heed.model.store.StoreException;
import heed.store.internal.sql.SchemaVersion;
import heed.store.internal.sql.SqlDatabase;
import heed.store.internal.sql.SqlSession;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A look over a store for what should not be, each part in a snapshot of its own. A part that cannot be read is a fault. */
public final class StoreCheck {
    /** How far a clock may be from another. */
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    private final SqlDatabase database;
    private final Clock clock;
    private final Consumer<CheckFinding> consumer;

    public StoreCheck(SqlDatabase database, Clock clock, Consumer<CheckFinding> consumer) {
        this.database = database;
        this.clock = clock;
        this.consumer = consumer;
    }

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
                                new FactConsistencyCheck(database).findFaults().stream())
                        .toList());
        report(Area.LEDGER, () -> runChecks(Area.LEDGER));
        report(Area.CLOCK, () -> checkClock(started, Duration.ofNanos(System.nanoTime() - startNanos)));
    }

    private void report(Area part, Supplier<List<Inconsistency>> check) {
        List<Inconsistency> faults;
        List<String> notes = List.of();
        try {
            faults = check.get();
            notes = part == Area.LEDGER ? database.read(this::findNotes) : List.of();
        } catch (StoreException e) {
            faults = List.of(new Inconsistency(
                    "this could not be looked at: " + e.getMessage(),
                    1,
                    List.of(),
                    "mend what is named, then look again"));
        }
        consumer.accept(new CheckFinding(part, faults, notes));
    }

    private List<Inconsistency> runChecks(Area part) {
        return database.read(session -> IntegrityCheck.ofPart(part)
                .flatMap(check -> check.findFault(session).stream())
                .toList());
    }

    private static List<Inconsistency> checkSchema(SqlSession session) {
        long version = session.dialect().schemaVersion(session);
        return version == SchemaVersion.NEWEST
                ? List.of()
                : List.of(new Inconsistency(
                        "the schema is " + version + ", this program's is " + SchemaVersion.NEWEST,
                        1,
                        List.of(),
                        "a program of another version works on this store too: use one version"));
    }

    private static List<Inconsistency> checkFiles(SqlSession session) {
        List<String> damages = session.dialect().findDamage(session);
        return damages.isEmpty()
                ? List.of()
                : List.of(new Inconsistency(
                        "damages of the database's files",
                        damages.size(),
                        damages,
                        "stop all sending; " + session.dialect().repairAdvice()));
    }

    /** Times are kept as ISO 8601 text, which sorts by time but for parts of a second. */
    private List<Inconsistency> checkClock(Instant started, Duration passed) {
        Instant now = clock.instant();
        List<Inconsistency> faults = new ArrayList<>();
        if (now.isBefore(started) || now.isAfter(started.plus(passed).plus(TOLERANCE))) {
            faults.add(new Inconsistency(
                    "the clock went from " + started + " to " + now + " in " + passed.toSeconds() + " s",
                    1,
                    List.of(),
                    "let this machine's clock be kept by NTP"));
        }
        Optional<Duration> difference = database.read(
                        session -> session.dialect().databaseTime(session))
                .map(databaseTime ->
                        Duration.between(clock.instant(), databaseTime).abs());
        difference
                .filter(apart -> apart.compareTo(TOLERANCE) > 0)
                .ifPresent(apart -> faults.add(new Inconsistency(
                        "the clocks of this machine and of the database are " + apart.toSeconds() + " s apart",
                        1,
                        List.of(),
                        "let both be kept by NTP")));
        long futureRecords = database.read(session -> session.queryNumber(
                "SELECT count(*) FROM provenance WHERE at > ?",
                now.plus(TOLERANCE).toString()));
        if (futureRecords > 0) {
            faults.add(new Inconsistency(
                    "things were recorded at times that have not come",
                    futureRecords,
                    List.of(),
                    "set the clocks of all machines that use this store"));
        }
        return faults;
    }

    /** What waits for somebody to go on with it. */
    private List<String> findNotes(SqlSession session) {
        return session.query(
                "SELECT id FROM run WHERE state <> ? AND undone IS NULL AND (lease_until IS NULL OR lease_until < ?) ORDER BY id",
                row -> "run " + row.number(1) + " stopped before its end: `heed resume " + row.number(1)
                        + "` goes on with it",
                Run.Status.FINISHED.name(),
                clock.instant().toString());
    }
}
