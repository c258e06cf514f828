package heed.engine;

import static heed.model.field.StandardFields.BOUNCED;
import static heed.model.field.StandardFields.CITY;
import static heed.model.field.StandardFields.EMAIL;
import static heed.model.field.StandardFields.EMAIL_OPT_OUT;
import static heed.model.field.StandardFields.ID;
import static org.assertj.core.api.Assertions.assertThat;

import heed.engine.run.ProgressListener;
import heed.engine.run.RunOptions;
import heed.engine.run.UndoReport;
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
 * Random sequences of edits, runs and undos, some of them interrupted, compared with a simple model. The model computes
 * each value by replaying all assertions from the beginning, without those of undone runs.
 */
@Promise(6)
class RunUndoModelTest {
    private static final List<String> PEOPLE = List.of("P1", "P2", "P3", "P4", "P5");
    private static final Map<Field, List<String>> VALUES =
            Map.of(EMAIL_OPT_OUT, List.of("Yes", "No"), CITY, List.of("Rome", "Oslo", "Bern", "bern", ""));
    private static final RunId NO_RUN = new RunId(0);

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void values_are_always_as_if_the_undone_runs_had_never_happened(long seed, @TempDir Path directory) {
        Random random = new Random(seed);
        try (EngineFixture fixture = new EngineFixture(directory)) {
            UndoModel model = new UndoModel();
            for (String person : PEOPLE) {
                boolean optedOut = random.nextBoolean();
                fixture.addProspect(person, EMAIL_OPT_OUT, optedOut ? "Yes" : "No", CITY, "Rome");
                model.create(person, EMAIL_OPT_OUT, optedOut ? "Yes" : "No");
                model.create(person, CITY, "Rome");
            }
            List<RunId> runs = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                fixture.clock.advance(Duration.ofMinutes(1));
                switch (random.nextInt(5)) {
                    case 0, 1 -> edit(fixture, model, random);
                    case 2, 3 -> runs.add(run(fixture, model, random, i));
                    default -> undo(fixture, model, random, runs);
                }
                for (String person : PEOPLE) {
                    for (Field field : VALUES.keySet()) {
                        assertThat(fixture.valueText(person, field))
                                .as("%s of %s after step %d", field, person, i)
                                .isEqualTo(model.value(person, field));
                    }
                }
            }
        }
    }

    /** Changes of shared and bounced addresses, to which the store adds facts of its own. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void an_interrupted_undo_of_addresses_has_the_same_result_as_an_undisturbed_one(
            long seed, @TempDir Path directory) {
        for (int fatalWrite = 2; fatalWrite <= PEOPLE.size(); fatalWrite++) {
            try (EngineFixture undisturbed = new EngineFixture(directory, "a" + fatalWrite);
                    EngineFixture dying = new EngineFixture(directory, "b" + fatalWrite)) {
                RunId run = createAddressHistory(undisturbed, new Random(seed));
                assertThat(createAddressHistory(dying, new Random(seed))).isEqualTo(run);
                UndoReport preview = undisturbed.engine().build().previewUndo(run, ProgressListener.NONE);
                UndoReport report = undisturbed.engine().batchSize(1).build().undo(run, ProgressListener.NONE);
                CrashingStore crashing = new CrashingStore(dying.account, fatalWrite, true);
                try {
                    dying.engine(crashing).batchSize(1).build().undo(run, ProgressListener.NONE);
                } catch (RuntimeException e) {
                    assertThat(crashing.crashed()).isTrue();
                }
                dying.clock.advance(Duration.ofMinutes(1));
                if (dying.runs().stream()
                        .noneMatch(other ->
                                other.id().equals(run) && other.undoneAt().isPresent())) {
                    assertThat(dying.engine().batchSize(1).build().undo(run, ProgressListener.NONE))
                            .as("died at write %d", fatalWrite)
                            .isEqualTo(report);
                }

                assertThat(preview).isEqualTo(report);
                assertThat(dying.allRows()).as("died at write %d", fatalWrite).isEqualTo(undisturbed.allRows());
            }
        }
    }

    /** Creates a random history and returns one of its runs. */
    private static RunId createAddressHistory(EngineFixture fixture, Random random) {
        Map<Field, List<String>> values = new LinkedHashMap<>();
        values.put(EMAIL, List.of("a@example.com", "b@example.com", "c@example.com", ""));
        values.put(BOUNCED, List.of("Yes", "No"));
        PEOPLE.forEach(person -> fixture.addProspect(person, EMAIL, person + "@example.com"));
        List<RunId> runs = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            fixture.clock.advance(Duration.ofMinutes(1));
            Field field = pick(random, List.copyOf(values.keySet()));
            String value = pick(random, values.getOrDefault(field, List.of()));
            if (random.nextInt(3) > 0) {
                fixture.editField(pick(random, PEOPLE), field, value);
            } else {
                runs.add(fixture.engine()
                        .build()
                        .run(
                                EngineFixture.source(EngineFixture.automation(
                                        "run-" + i,
                                        new Criterion.Presence(ID, false),
                                        EngineFixture.setField("1", field, value))),
                                RunOptions.DEFAULT.withConfirmedCount(PEOPLE.size()),
                                ProgressListener.NONE)
                        .run()
                        .id());
            }
        }
        return pick(random, runs);
    }

    private static void edit(EngineFixture fixture, UndoModel model, Random random) {
        String person = pick(random, PEOPLE);
        Field field = pick(random, List.of(EMAIL_OPT_OUT, CITY));
        String value = pick(random, VALUES.getOrDefault(field, List.of()));
        fixture.editField(person, field, value);
        model.recordAssertion(NO_RUN, person, field, value);
    }

    private static RunId run(EngineFixture fixture, UndoModel model, Random random, int number) {
        List<String> selected =
                PEOPLE.stream().filter(person -> random.nextBoolean()).toList();
        Field first = pick(random, List.of(EMAIL_OPT_OUT, CITY));
        String value = pick(random, VALUES.getOrDefault(first, List.of()));
        String city = pick(random, VALUES.getOrDefault(CITY, List.of()));
        Criterion criteria = selected.isEmpty()
                ? new Criterion.Presence(ID, true)
                : new Criterion.Comparison(
                        ID,
                        Operator.EQUALS,
                        selected.stream().<Value>map(Value.Text::of).toList());
        RunId run = fixture.engine()
                .batchSize(2)
                .build()
                .run(
                        EngineFixture.source(EngineFixture.automation(
                                "run-" + number,
                                criteria,
                                EngineFixture.setField("1", first, value),
                                EngineFixture.setField("2", CITY, city))),
                        RunOptions.DEFAULT.withConfirmedCount(selected.size()),
                        ProgressListener.NONE)
                .run()
                .id();
        for (String person : selected) {
            model.recordAssertion(run, person, first, value);
            model.recordAssertion(run, person, CITY, city);
        }
        return run;
    }

    private static void undo(EngineFixture fixture, UndoModel model, Random random, List<RunId> runs) {
        if (runs.isEmpty()) {
            return;
        }
        RunId run = runs.remove(random.nextInt(runs.size()));
        if (random.nextBoolean() && dies(fixture, run, random)) {
            model.undo(run); // it died after the last commit
            return;
        }
        UndoReport preview = fixture.engine().build().previewUndo(run, ProgressListener.NONE);
        UndoReport report = fixture.engine().batchSize(2).build().undo(run, ProgressListener.NONE);
        assertThat(preview).isEqualTo(report);
        assertThat(Map.of(
                        "asserted since",
                        report.assertedSince(),
                        "same",
                        report.unchanged(),
                        "restored",
                        report.restored()))
                .isEqualTo(model.undo(run));
    }

    /** Starts an undo that dies at a random write; returns whether the run is undone all the same. */
    private static boolean dies(EngineFixture fixture, RunId run, Random random) {
        CrashingStore crashing = new CrashingStore(fixture.account, 1 + random.nextInt(3), random.nextBoolean());
        try {
            fixture.engine(crashing).batchSize(2).build().undo(run, ProgressListener.NONE);
        } catch (RuntimeException e) {
            assertThat(crashing.crashed()).isTrue();
        }
        fixture.clock.advance(Duration.ofMinutes(1));
        return fixture.runs().stream()
                .anyMatch(other -> other.id().equals(run) && other.undoneAt().isPresent());
    }

    private static <T> T pick(Random random, List<T> elements) {
        return elements.get(random.nextInt(elements.size()));
    }

    /** All assertions in order, and the undone runs. */
    private static final class UndoModel {
        private record Assertion(RunId by, String value) {}

        private final Map<String, List<Assertion>> assertionsByValue = new TreeMap<>();
        private final Set<RunId> undone = new HashSet<>();

        void create(String person, Field field, String value) {
            List<Assertion> assertions = new ArrayList<>();
            assertions.add(new Assertion(NO_RUN, value));
            assertionsByValue.put(person + field, assertions);
        }

        /** Records an assertion; of a repeated value only if the field is a flag. */
        void recordAssertion(RunId by, String person, Field field, String value) {
            if (field.isFlag() || !value.equals(value(person, field))) {
                assertionsByValue.get(person + field).add(new Assertion(by, value));
            }
        }

        String value(String person, Field field) {
            return replay(assertionsByValue.get(person + field), undone);
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

        /** Marks a run as undone, and returns the counts that the undo report must have. */
        Map<String, Long> undo(RunId run) {
            undone.add(run);
            Map<String, Long> counts = new LinkedHashMap<>(Map.of("asserted since", 0L, "same", 0L, "restored", 0L));
            for (List<Assertion> assertions : assertionsByValue.values()) {
                int last = -1;
                boolean since = false;
                for (int i = 0; i < assertions.size(); i++) {
                    boolean own = assertions.get(i).by.equals(run);
                    last = own ? i : last;
                    since = !own && last >= 0 && (since || !undone.contains(assertions.get(i).by));
                }
                if (last >= 0) {
                    boolean same = replay(assertions, undone).equals(assertions.get(last).value);
                    counts.merge(since ? "asserted since" : same ? "same" : "restored", 1L, Long::sum);
                }
            }
            return counts;
        }
    }
}
