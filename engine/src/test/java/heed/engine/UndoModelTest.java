package heed.engine;

import static heed.model.field.StandardFields.BOUNCED;
import static heed.model.field.StandardFields.CITY;
import static heed.model.field.StandardFields.EMAIL;
import static heed.model.field.StandardFields.EMAIL_OPT_OUT;
import static heed.model.field.StandardFields.ID;
import static org.assertj.core.api.Assertions.assertThat;

import heed.filters.Criterion;
import heed.filters.Operator;
import heed.model.field.Field;
import heed.model.field.Value;
import heed.model.run.RunId;
import heed.model.testing.Promise;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Edits, imports, runs and undos in random order, some undos interrupted, against a model that knows one thing: undone runs
 * never happened. It plays the others again from the beginning and looks at what comes out.
 */
@Promise(6)
class UndoModelTest {
    private static final List<String> PEOPLE = List.of("P1", "P2", "P3", "P4", "P5");
    private static final Map<Field, List<String>> VALUES =
            Map.of(EMAIL_OPT_OUT, List.of("Yes", "No"), CITY, List.of("Rome", "Oslo", "Bern", "bern", ""));
    private static final RunId NOBODY = new RunId(0);

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void every_order_leaves_what_there_would_be_if_undone_runs_had_never_been(long seed, @TempDir Path directory) {
        Random random = new Random(seed);
        try (World world = new World(directory)) {
            Model model = new Model();
            for (String person : PEOPLE) {
                boolean optedOut = random.nextBoolean();
                world.person(person, EMAIL_OPT_OUT, optedOut ? "Yes" : "No", CITY, "Rome");
                model.start(person, EMAIL_OPT_OUT, optedOut ? "Yes" : "No");
                model.start(person, CITY, "Rome");
            }
            List<RunId> runs = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                world.clock.advance(Duration.ofMinutes(1));
                switch (random.nextInt(5)) {
                    case 0, 1 -> edit(world, model, random);
                    case 2, 3 -> runs.add(run(world, model, random, i));
                    default -> undo(world, model, random, runs);
                }
                for (String person : PEOPLE) {
                    for (Field field : VALUES.keySet()) {
                        assertThat(world.text(person, field))
                                .as("%s of %s after step %d", field, person, i)
                                .isEqualTo(model.value(person, field));
                    }
                }
            }
        }
    }

    /** Addresses that bounce, move and are shared, where the store brings facts along that nobody asserted. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void an_undo_of_addresses_that_dies_comes_to_what_an_undisturbed_one_does(long seed, @TempDir Path directory) {
        for (int fatal = 2; fatal <= PEOPLE.size(); fatal++) {
            try (World undisturbed = new World(directory, "a" + fatal);
                    World dying = new World(directory, "b" + fatal)) {
                RunId run = addresses(undisturbed, new Random(seed));
                assertThat(addresses(dying, new Random(seed))).isEqualTo(run);
                UndoReport preview = undisturbed.engine().build().previewUndo(run, Progress.SILENT);
                UndoReport report = undisturbed.engine().batchSize(1).build().undo(run, Progress.SILENT);
                FailingStore failing = new FailingStore(dying.account, fatal, true);
                try {
                    dying.engine(failing).batchSize(1).build().undo(run, Progress.SILENT);
                } catch (RuntimeException e) {
                    assertThat(failing.dead()).isTrue();
                }
                dying.clock.advance(Duration.ofMinutes(1));
                if (dying.runs().stream()
                        .noneMatch(one -> one.id().equals(run) && one.undoneAt().isPresent())) {
                    assertThat(dying.engine().batchSize(1).build().undo(run, Progress.SILENT))
                            .as("died at write %d", fatal)
                            .isEqualTo(report);
                }

                assertThat(preview).isEqualTo(report);
                assertThat(dying.everything()).as("died at write %d", fatal).isEqualTo(undisturbed.everything());
            }
        }
    }

    /** A random history; answers one of its runs. */
    private static RunId addresses(World world, Random random) {
        Map<Field, List<String>> values = new LinkedHashMap<>();
        values.put(EMAIL, List.of("a@example.com", "b@example.com", "c@example.com", ""));
        values.put(BOUNCED, List.of("Yes", "No"));
        PEOPLE.forEach(person -> world.person(person, EMAIL, person + "@example.com"));
        List<RunId> runs = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            world.clock.advance(Duration.ofMinutes(1));
            Field field = one(random, List.copyOf(values.keySet()));
            String value = one(random, values.getOrDefault(field, List.of()));
            if (random.nextInt(3) > 0) {
                world.edit(one(random, PEOPLE), field, value);
            } else {
                runs.add(world.engine()
                        .build()
                        .run(
                                World.source(World.automation(
                                        "run-" + i, new Criterion.Presence(ID, false), World.set("1", field, value))),
                                RunOptions.FIRST.confirming(PEOPLE.size()),
                                Progress.SILENT)
                        .run()
                        .id());
            }
        }
        return one(random, runs);
    }

    private static void edit(World world, Model model, Random random) {
        String person = one(random, PEOPLE);
        Field field = one(random, List.of(EMAIL_OPT_OUT, CITY));
        String value = one(random, VALUES.getOrDefault(field, List.of()));
        world.edit(person, field, value);
        model.asserted(NOBODY, person, field, value);
    }

    private static RunId run(World world, Model model, Random random, int number) {
        List<String> selected =
                PEOPLE.stream().filter(person -> random.nextBoolean()).toList();
        Field first = one(random, List.of(EMAIL_OPT_OUT, CITY));
        String value = one(random, VALUES.getOrDefault(first, List.of()));
        String city = one(random, VALUES.getOrDefault(CITY, List.of()));
        Criterion who = selected.isEmpty()
                ? new Criterion.Presence(ID, true)
                : new Criterion.Comparison(
                        ID,
                        Operator.EQUALS,
                        selected.stream().<Value>map(Value.Text::of).toList());
        RunId run = world.engine()
                .batchSize(2)
                .build()
                .run(
                        World.source(World.automation(
                                "run-" + number, who, World.set("1", first, value), World.set("2", CITY, city))),
                        RunOptions.FIRST.confirming(selected.size()),
                        Progress.SILENT)
                .run()
                .id();
        for (String person : selected) {
            model.asserted(run, person, first, value);
            model.asserted(run, person, CITY, city);
        }
        return run;
    }

    private static void undo(World world, Model model, Random random, List<RunId> runs) {
        if (runs.isEmpty()) {
            return;
        }
        RunId run = runs.remove(random.nextInt(runs.size()));
        if (random.nextBoolean() && dies(world, run, random)) {
            model.undone(run); // it died when all was done
            return;
        }
        UndoReport preview = world.engine().build().previewUndo(run, Progress.SILENT);
        UndoReport report = world.engine().batchSize(2).build().undo(run, Progress.SILENT);
        assertThat(preview).isEqualTo(report);
        assertThat(Map.of("kept", report.kept(), "same", report.same(), "restored", report.restored()))
                .isEqualTo(model.undone(run));
    }

    /** The undo dies somewhere; whether at its very end. */
    private static boolean dies(World world, RunId run, Random random) {
        FailingStore failing = new FailingStore(world.account, 1 + random.nextInt(3), random.nextBoolean());
        try {
            world.engine(failing).batchSize(2).build().undo(run, Progress.SILENT);
        } catch (RuntimeException e) {
            assertThat(failing.dead()).isTrue();
        }
        world.clock.advance(Duration.ofMinutes(1));
        return world.runs().stream()
                .anyMatch(one -> one.id().equals(run) && one.undoneAt().isPresent());
    }

    private static <T> T one(Random random, List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    /** Who asserted what, in order; and which runs never happened. */
    private static final class Model {
        private record Assertion(RunId by, String value) {}

        private final Map<String, List<Assertion>> played = new TreeMap<>();
        private final Set<RunId> undone = new HashSet<>();

        void start(String person, Field field, String value) {
            List<Assertion> assertions = new ArrayList<>();
            assertions.add(new Assertion(NOBODY, value));
            played.put(person + field, assertions);
        }

        /** What repeats a value is remembered of a flag only. */
        void asserted(RunId by, String person, Field field, String value) {
            if (field.isFlag() || !value.equals(value(person, field))) {
                played.get(person + field).add(new Assertion(by, value));
            }
        }

        String value(String person, Field field) {
            return replay(played.get(person + field), undone);
        }

        private static String replay(List<Assertion> assertions, Set<RunId> without) {
            String value = "";
            for (Assertion assertion : assertions) {
                if (!without.contains(assertion.by)) {
                    value = assertion.value;
                }
            }
            return value;
        }

        /** What the report has to count. */
        Map<String, Long> undone(RunId run) {
            undone.add(run);
            Map<String, Long> counts = new LinkedHashMap<>(Map.of("kept", 0L, "same", 0L, "restored", 0L));
            for (List<Assertion> assertions : played.values()) {
                int last = -1;
                boolean since = false;
                for (int i = 0; i < assertions.size(); i++) {
                    boolean own = assertions.get(i).by.equals(run);
                    last = own ? i : last;
                    since = !own && last >= 0 && (since || !undone.contains(assertions.get(i).by));
                }
                if (last >= 0) {
                    boolean same = replay(assertions, undone).equals(assertions.get(last).value);
                    counts.merge(since ? "kept" : same ? "same" : "restored", 1L, Long::sum);
                }
            }
            return counts;
        }
    }
}
