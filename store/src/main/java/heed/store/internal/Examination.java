package heed.store.internal;

import heed.model.Examined;
import heed.model.Examined.Fault;
import heed.model.Examined.Part;
import heed.model.Run;
import heed.model.StoreException;
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
    private final Consumer<Examined> told;

    public Examination(Database database, Clock clock, Consumer<Examined> told) {
        this.database = database;
        this.clock = clock;
        this.told = told;
    }

    public void all() {
        Instant began = clock.instant();
        long ticks = System.nanoTime();
        tell(Part.CONNECTIONS, () -> database.write(session -> List.of()));
        tell(Part.SCHEMA, () -> database.read(Examination::schema));
        tell(Part.FILES, () -> database.read(Examination::files));
        tell(Part.REFERENCES, () -> looks(Part.REFERENCES));
        tell(Part.SUPPRESSION, () -> looks(Part.SUPPRESSION));
        tell(Part.HISTORY, () -> looks(Part.HISTORY));
        tell(
                Part.VALUES,
                () -> Stream.concat(looks(Part.VALUES).stream(), new ValuesAgainstFacts(database).faults().stream())
                        .toList());
        tell(Part.LEDGER, () -> looks(Part.LEDGER));
        tell(Part.CLOCK, () -> clock(began, Duration.ofNanos(System.nanoTime() - ticks)));
    }

    private void tell(Part part, Supplier<List<Fault>> look) {
        List<Fault> faults;
        List<String> notes = List.of();
        try {
            faults = look.get();
            notes = part == Part.LEDGER ? database.read(this::notes) : List.of();
        } catch (StoreException e) {
            faults = List.of(new Fault(
                    "this could not be looked at: " + e.getMessage(),
                    1,
                    List.of(),
                    "mend what is named, then look again"));
        }
        told.accept(new Examined(part, faults, notes));
    }

    private List<Fault> looks(Part part) {
        return database.read(session ->
                Look.at(part).flatMap(look -> look.fault(session).stream()).toList());
    }

    private static List<Fault> schema(Session session) {
        long version = session.dialect().version(session);
        return version == SqliteMigrations.NEWEST
                ? List.of()
                : List.of(new Fault(
                        "the schema is " + version + ", this program's is " + SqliteMigrations.NEWEST,
                        1,
                        List.of(),
                        "a program of another version works on this store too: use one version"));
    }

    private static List<Fault> files(Session session) {
        List<String> damages = session.dialect().damages(session);
        return damages.isEmpty()
                ? List.of()
                : List.of(new Fault(
                        "damages of the database's files",
                        damages.size(),
                        damages,
                        "stop all sending; " + session.dialect().remedy()));
    }

    /** Times are kept as ISO 8601 text, which sorts by time but for parts of a second. */
    private List<Fault> clock(Instant began, Duration passed) {
        Instant now = clock.instant();
        List<Fault> faults = new ArrayList<>();
        if (now.isBefore(began) || now.isAfter(began.plus(passed).plus(TOLERANCE))) {
            faults.add(new Fault(
                    "the clock went from " + began + " to " + now + " in " + passed.toSeconds() + " s",
                    1,
                    List.of(),
                    "let this machine's clock be kept by NTP"));
        }
        Optional<Duration> apart = database.read(session -> session.dialect().now(session))
                .map(theirs -> Duration.between(clock.instant(), theirs).abs());
        apart.filter(by -> by.compareTo(TOLERANCE) > 0)
                .ifPresent(by -> faults.add(new Fault(
                        "the clocks of this machine and of the database are " + by.toSeconds() + " s apart",
                        1,
                        List.of(),
                        "let both be kept by NTP")));
        long ahead = database.read(session -> session.number(
                "SELECT count(*) FROM provenance WHERE at > ?",
                now.plus(TOLERANCE).toString()));
        if (ahead > 0) {
            faults.add(new Fault(
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
                Run.State.FINISHED.name(),
                clock.instant().toString());
    }
}
