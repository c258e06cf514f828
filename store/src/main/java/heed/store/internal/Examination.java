package heed.store.internal;

import heed.model.run.Run;
import heed.model.store.CheckFinding;
import heed.model.store.CheckFinding.Area;
import heed.model.store.CheckFinding.Inconsistency;
import heed.model.store.StoreException;
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
public final class Examination {
    /** How far a clock may be from another. */
    private static final Duration TOLERANCE = Duration.ofSeconds(2);

    private final Database database;
    private final Clock clock;
    private final Consumer<CheckFinding> told;

    public Examination(Database database, Clock clock, Consumer<CheckFinding> told) {
        this.database = database;
        this.clock = clock;
        this.told = told;
    }

    public void all() {
        Instant began = clock.instant();
        long ticks = System.nanoTime();
        tell(Area.CONNECTIONS, () -> database.write(session -> List.of()));
        tell(Area.SCHEMA, () -> database.read(Examination::schema));
        tell(Area.FILES, () -> database.read(Examination::files));
        tell(Area.REFERENCES, () -> looks(Area.REFERENCES));
        tell(Area.SUPPRESSION, () -> looks(Area.SUPPRESSION));
        tell(Area.HISTORY, () -> looks(Area.HISTORY));
        tell(
                Area.VALUES,
                () -> Stream.concat(looks(Area.VALUES).stream(), new ValuesAgainstFacts(database).faults().stream())
                        .toList());
        tell(Area.LEDGER, () -> looks(Area.LEDGER));
        tell(Area.CLOCK, () -> clock(began, Duration.ofNanos(System.nanoTime() - ticks)));
    }

    private void tell(Area part, Supplier<List<Inconsistency>> look) {
        List<Inconsistency> faults;
        List<String> notes = List.of();
        try {
            faults = look.get();
            notes = part == Area.LEDGER ? database.read(this::notes) : List.of();
        } catch (StoreException e) {
            faults = List.of(new Inconsistency(
                    "this could not be looked at: " + e.getMessage(),
                    1,
                    List.of(),
                    "mend what is named, then look again"));
        }
        told.accept(new CheckFinding(part, faults, notes));
    }

    private List<Inconsistency> looks(Area part) {
        return database.read(session ->
                Look.at(part).flatMap(look -> look.fault(session).stream()).toList());
    }

    private static List<Inconsistency> schema(Session session) {
        long version = session.dialect().version(session);
        return version == SqliteMigrations.NEWEST
                ? List.of()
                : List.of(new Inconsistency(
                        "the schema is " + version + ", this program's is " + SqliteMigrations.NEWEST,
                        1,
                        List.of(),
                        "a program of another version works on this store too: use one version"));
    }

    private static List<Inconsistency> files(Session session) {
        List<String> damages = session.dialect().damages(session);
        return damages.isEmpty()
                ? List.of()
                : List.of(new Inconsistency(
                        "damages of the database's files",
                        damages.size(),
                        damages,
                        "stop all sending; " + session.dialect().remedy()));
    }

    /** Times are kept as ISO 8601 text, which sorts by time but for parts of a second. */
    private List<Inconsistency> clock(Instant began, Duration passed) {
        Instant now = clock.instant();
        List<Inconsistency> faults = new ArrayList<>();
        if (now.isBefore(began) || now.isAfter(began.plus(passed).plus(TOLERANCE))) {
            faults.add(new Inconsistency(
                    "the clock went from " + began + " to " + now + " in " + passed.toSeconds() + " s",
                    1,
                    List.of(),
                    "let this machine's clock be kept by NTP"));
        }
        Optional<Duration> apart = database.read(session -> session.dialect().now(session))
                .map(theirs -> Duration.between(clock.instant(), theirs).abs());
        apart.filter(by -> by.compareTo(TOLERANCE) > 0)
                .ifPresent(by -> faults.add(new Inconsistency(
                        "the clocks of this machine and of the database are " + by.toSeconds() + " s apart",
                        1,
                        List.of(),
                        "let both be kept by NTP")));
        long ahead = database.read(session -> session.number(
                "SELECT count(*) FROM provenance WHERE at > ?",
                now.plus(TOLERANCE).toString()));
        if (ahead > 0) {
            faults.add(new Inconsistency(
                    "things were recorded at times that have not come",
                    ahead,
                    List.of(),
                    "set the clocks of all machines that use this store"));
        }
        return faults;
    }

    /** What waits for somebody to go on with it. */
    private List<String> notes(Session session) {
        return session.list(
                "SELECT id FROM run WHERE state <> ? AND undone IS NULL AND (lease_until IS NULL OR lease_until < ?) ORDER BY id",
                row -> "run " + row.number(1) + " stopped before its end: `heed resume " + row.number(1)
                        + "` goes on with it",
                Run.Status.FINISHED.name(),
                clock.instant().toString());
    }
}
