package heed.examples;

import static org.assertj.core.api.Assertions.assertThat;

import heed.filters.Operator;
import heed.model.field.Field;
import heed.model.field.StandardFields;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Compares what the documents count with the product. Each number before a noun of the product stands in one of two lists: with what
 * it counts, or as no count of the product. A new number is in neither, and fails the test until it is added.
 */
class CountsInDocumentsTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final List<String> WORDS = List.of(
            "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve");

    private static final Pattern COUNT = Pattern.compile("(?i)(?<more>more than )?(?<!\\d[,.])\\b(?<number>"
            + String.join("|", WORDS.subList(2, WORDS.size()))
            + "|\\d{1,3}(?:,\\d{3})*)(?: (?!with )[a-z-]+)?"
            + " (?<noun>automations|operators|fields|languages|examples|commands|migrations|actions"
            + "|kinds|reasons|types|countries|decisions|proofs|modules|promises|rules|formats|stores|services|flags|words|tables"
            + "|pages|patches|modes)\\b");

    /** Numbers that count nothing of the product: things of a reader, or a part of another sentence. */
    private static final Set<String> NO_COUNTS = Set.of("two reasons", "two formats", "two lists");

    private static final Pattern OPERATOR = Pattern.compile("`([a-z-]+)`");

    /** Returns what the product has of each noun that the documents count. */
    private static Map<String, Integer> counts() throws IOException {
        Map<String, Integer> counts = new HashMap<>();
        counts.put("README.md automations", files(ROOT.resolve("examples"), "automation\\.json"));
        counts.put(
                "flags", (int) StandardFields.ALL.stream().filter(Field::isFlag).count());
        counts.put("docs/deploying.md services", files(ROOT.resolve("docs/deploying"), "heed-.*\\.service"));
        counts.put("docs/bounces.md languages", unsubscribeLanguages().size());
        counts.put("docs/importing.md languages", headerLanguages().size());
        counts.put("docs/prospects.md languages", countryLanguages().size());
        return counts;
    }

    @Test
    void a_number_in_a_document_is_the_number_of_the_product() throws IOException {
        Map<String, Integer> counts = counts();
        List<String> wrong = new ArrayList<>();
        Set<String> met = new TreeSet<>();
        for (Path document : documents()) {
            String text = Files.readString(ROOT.resolve(document)).replaceAll("\\s+", " ");
            for (MatchResult match : matches(COUNT, text)) {
                String noun = match.group(3).toLowerCase(Locale.ROOT);
                String key = counts.containsKey(document + " " + noun) ? document + " " + noun : noun;
                if (!counts.containsKey(key)) {
                    if (!NO_COUNTS.contains(match.group().toLowerCase(Locale.ROOT))) {
                        wrong.add(document + ": \"" + match.group() + "\" is in no list of this test");
                    }
                    continue;
                }
                met.add(key);
                int actual = counts.get(key);
                int said = number(match.group(2));
                boolean right = match.group(1) == null ? said == actual : said < actual && actual < 2 * said;
                if (!right) {
                    wrong.add(document + ": \"" + match.group() + "\", and the product has " + actual);
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(met).as("what is counted").isEqualTo(new TreeSet<>(counts.keySet()));
    }

    @Test
    void the_reference_of_definitions_lists_the_standard_fields_and_the_operators() throws IOException {
        String text = Files.readString(ROOT.resolve("docs/definitions.md"));
        String fields = StandardFields.ALL.stream().map(Field::label).collect(Collectors.joining(", "));
        assertThat(text.replaceAll("\\s+", " "))
                .contains("The standard fields are " + fields.replaceFirst(", Bounced$", " and Bounced") + ".");
        String table = text.split("\n### Operators\n", -1)[1].split("\n### ", -1)[0];
        Set<String> listed = new TreeSet<>();
        for (String row : table.lines().filter(line -> line.startsWith("| `")).toList()) {
            String cell = row.split("\\|", -1)[1];
            matches(OPERATOR, cell).stream()
                    .map(match -> match.group(1))
                    .filter(name -> !name.startsWith("-"))
                    .forEach(name -> {
                        listed.add(name);
                        if (cell.contains("-or-empty")) {
                            listed.add(name + "-or-empty");
                        }
                    });
        }
        listed.remove("value");
        assertThat(listed)
                .isEqualTo(Arrays.stream(Operator.values())
                        .map(Operator::id)
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void an_opt_out_in_a_mail_is_found_in_the_languages_of_the_unsubscribe_pages() throws IOException {
        assertThat(firstColumn("bounces/src/main/resources/heed/bounces/report/opt-out-phrases.tsv"))
                .isEqualTo(unsubscribeLanguages());
    }

    /** Returns the documents for readers of this version. The figures of the benchmarks have a test of their own. */
    private static List<Path> documents() throws IOException {
        try (Stream<Path> files = Stream.concat(Files.list(ROOT), Files.walk(ROOT.resolve("docs")))) {
            return files.filter(file -> file.toString().endsWith(".md") && !file.endsWith("CHANGELOG.md"))
                    .map(ROOT::relativize)
                    .sorted()
                    .toList();
        }
    }

    private static int files(Path folder, String name) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return (int) files.filter(file -> !file.toString().contains("/target/")
                            && file.getFileName().toString().matches(name))
                    .count();
        }
    }

    private static Set<String> unsubscribeLanguages() throws IOException {
        return firstColumn("mail/src/main/resources/heed/mail/unsubscribe/pages.tsv");
    }

    private static Set<String> firstColumn(String table) throws IOException {
        return column(table, 0, Stream::of);
    }

    /** Returns the languages whose use is the source of a header word. */
    private static Set<String> headerLanguages() throws IOException {
        Set<String> languages = Arrays.stream(Locale.getISOLanguages())
                .map(code -> new Locale(code).getDisplayLanguage(Locale.ENGLISH))
                .collect(Collectors.toSet());
        Set<String> sources = column(
                "imports/src/main/resources/heed/imports/columns/header-words.tsv",
                2,
                source -> Stream.of(source.split("(?:,| and) ", -1)));
        sources.retainAll(languages);
        return sources;
    }

    private static Set<String> countryLanguages() throws IOException {
        String source = Files.readString(ROOT.resolve("model/src/main/java/heed/model/field/CountryNames.java"));
        String list = source.split("LANGUAGES = List\\.of\\(", -1)[1].split("\\);", -1)[0];
        return matches(Pattern.compile("\"([^\"]+)\""), list).stream()
                .map(match -> match.group(1))
                .collect(Collectors.toSet());
    }

    private static Set<String> column(String table, int index, Function<String, Stream<String>> parts)
            throws IOException {
        return Files.readAllLines(ROOT.resolve(table)).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .flatMap(line -> parts.apply(line.split("\t", -1)[index]))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static int number(String text) {
        int word = WORDS.indexOf(text.toLowerCase(Locale.ROOT));
        return word >= 0 ? word : Integer.parseInt(text.replace(",", ""));
    }

    private static List<MatchResult> matches(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.results().toList();
    }
}
