package heed.examples;

import static org.assertj.core.api.Assertions.assertThat;

import heed.actions.ActionTypes;
import heed.engine.definition.AutomationReader;
import heed.engine.definition.MessageFolder;
import heed.filters.Criterion;
import heed.filters.json.SourceText;
import heed.filters.reading.PredicateOf;
import heed.model.field.Field;
import heed.model.field.FieldCatalog;
import heed.model.field.Value;
import heed.model.prospect.Prospect;
import heed.model.prospect.ProspectId;
import heed.model.run.EvaluationTime;
import heed.model.store.AccountStore;
import heed.model.store.Prefilter;
import heed.model.testing.Promise;
import heed.rules.DrlOracle;
import heed.rules.Matcher;
import heed.rules.NetworkDescription;
import heed.rules.RuleBook;
import heed.rules.Selector;
import heed.store.SqliteStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compares four evaluations of the criteria of each example: the plain predicate, the rule network that is built in memory, the
 * hand-written rules of {@code oracle.drl}, and the SQL of the prefilter.
 */
class ExampleCriteriaTest {
    private static final EvaluationTime EVALUATION_TIME =
            new EvaluationTime(Instant.parse("2026-06-15T12:00:00Z"), ZoneId.of("Europe/Paris"));
    private static final int MIXED_COUNT = 2_000;
    private static final long SEED = 11;

    @TempDir
    private Path folder;

    static List<String> examples() throws IOException {
        return ExamplesTest.examples();
    }

    @Promise(5)
    @ParameterizedTest(name = "{0}, seed " + SEED)
    @MethodSource("examples")
    void all_evaluations_of_an_example_select_the_same_prospects(String name) throws IOException {
        Path example = Path.of(name).toAbsolutePath();
        HeedRunner heed = ExamplesTest.importProspects(example, folder);
        try (SqliteStore store = SqliteStore.openExisting(heed.store(), Clock.systemUTC())) {
            AccountStore account = store.account("default").orElseThrow();
            Criterion who = readCriterion(example, account.fields());
            Predicate<Prospect> predicate = PredicateOf.criterion(who, EVALUATION_TIME);
            List<Prospect> prospects =
                    account.read(reading -> reading.listProspects(Prefilter.EVERYONE, ProspectId.START, 1_000));
            List<Prospect> all = Stream.concat(prospects.stream(), mixProspects(prospects, account.fields()).stream())
                    .toList();
            List<Prospect> expected = all.stream().filter(predicate).toList();
            assertThat(expected).hasSizeBetween(10, all.size() - 10);

            assertThat(select(who, all)).isEqualTo(expected);
            assertThat(new DrlOracle(Files.readString(example.resolve("oracle.drl")), account.fields()).select(all))
                    .isEqualTo(expected);

            Prefilter prefilter = store.create(who, EVALUATION_TIME);
            List<ProspectId> prefiltered =
                    keys(account.read(reading -> reading.listProspects(prefilter, ProspectId.START, 1_000)));
            List<ProspectId> matching =
                    keys(prospects.stream().filter(predicate).toList());
            assertThat(prefiltered).containsAll(matching);
            if (prefilter.exact()) {
                assertThat(prefiltered).isEqualTo(matching);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("examples")
    void the_rule_network_of_an_example_is_the_one_of_its_reviewed_description(String name) throws IOException {
        Path example = Path.of(name).toAbsolutePath();
        HeedRunner heed = ExamplesTest.importProspects(example, folder);
        try (SqliteStore store = SqliteStore.openExisting(heed.store(), Clock.systemUTC())) {
            Criterion who = readCriterion(
                    example, store.account("default").orElseThrow().fields());

            String network = NetworkDescription.of(RuleBook.compile(List.of(new Selector(name, who)), EVALUATION_TIME))
                    .toString();

            Files.writeString(Path.of("target", name + "-network.txt"), network); // to compare by hand if it differs
            assertThat(network.strip())
                    .isEqualTo(Files.readString(example.resolve("network.txt")).strip());
        }
    }

    private static Criterion readCriterion(Path example, FieldCatalog fields) throws IOException {
        Path file = example.resolve("automation.json");
        return new AutomationReader(fields, EVALUATION_TIME.zone(), ActionTypes.standard())
                .read(new SourceText(file.toString(), Files.readString(file)), MessageFolder.of(file))
                .either(valid -> valid.value().automation().criteria(), invalid -> {
                    throw new AssertionError(invalid.problems());
                });
    }

    private static List<Prospect> select(Criterion who, List<Prospect> prospects) {
        List<Prospect> selected = new ArrayList<>();
        try (Matcher matcher = RuleBook.compile(List.of(new Selector("who", who)), EVALUATION_TIME)
                .sessionMatcher()) {
            matcher.match(prospects, (selector, place) -> selected.add(prospects.get(place)));
        }
        return selected;
    }

    /** Returns prospects who have each value from a random one of the given prospects. */
    private static List<Prospect> mixProspects(List<Prospect> prospects, FieldCatalog fields) {
        Random random = new Random(SEED);
        List<Prospect> mixed = new ArrayList<>();
        for (int number = 1; number <= MIXED_COUNT; number++) {
            Value[] values = new Value[fields.size()];
            for (Field field : fields.all()) {
                values[field.slot()] =
                        prospects.get(random.nextInt(prospects.size())).valueAt(field.slot());
            }
            mixed.add(new Prospect(new ProspectId(1_000_000 + number), values));
        }
        return mixed;
    }

    private static List<ProspectId> keys(List<Prospect> prospects) {
        return prospects.stream().map(Prospect::key).toList();
    }
}
