package heed.imports.format;

import static org.assertj.core.api.Assertions.assertThat;

import heed.model.field.Value;
import heed.model.field.ValueType;
import heed.model.prospect.ValueReader;
import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Columns whose true values are known: a scan finds them, or asks. It never finds others. */
class RandomColumnsTest {
    private static final int COLUMNS_PER_SEED = 100;
    private static final List<String> JUNK =
            List.of("", "n/a", "-", "unknown", "31/02/2027", "1.2.3", "99.99.9999", "x;");
    private static final List<String> DATE_PATTERNS = List.of(
            "dd/MM/yyyy",
            "d/M/yyyy",
            "MM/dd/yyyy",
            "M/d/yyyy",
            "dd.MM.yyyy",
            "d. M. yyyy",
            "dd-MM-yyyy",
            "MM-dd-yyyy",
            "yyyy-MM-dd",
            "yyyy/MM/dd",
            "d MMM yyyy",
            "MMMM d, yyyy",
            "yyyyMMdd");
    private static final List<Locale> LANGUAGES =
            List.of("en", "de", "fr", "es", "it", "pt", "nl", "pl", "sv", "da").stream()
                    .map(Locale::forLanguageTag)
                    .toList();
    private static final List<String> COUNTRIES =
            List.of("en-US", "de-DE", "fr-FR", "pl-PL", "de-CH", "es-ES", "en-IN");

    static IntStream seeds() {
        return IntStream.range(0, 20);
    }

    private record Cell(String text, String value) {}

    @ParameterizedTest
    @MethodSource("seeds")
    void a_date_is_never_read_as_another_day(int seed) {
        Random random = new Random(seed);
        for (int i = 0; i < COLUMNS_PER_SEED; i++) {
            DateTimeFormatter format =
                    DateTimeFormatter.ofPattern(pick(random, DATE_PATTERNS), pick(random, LANGUAGES));
            verify(ValueType.DATE, column(random, number -> {
                LocalDate date = LocalDate.of(1990, 1, 1).plusDays(number.nextInt(18_000));
                return new Cell(format.format(date), date.toString());
            }));
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void a_number_is_never_read_as_another_one(int seed) {
        Random random = new Random(seed);
        for (int i = 0; i < COLUMNS_PER_SEED; i++) {
            int decimals = random.nextInt(4);
            DecimalFormat format = new DecimalFormat(
                    random.nextBoolean() ? "0" : "#,##0",
                    DecimalFormatSymbols.getInstance(Locale.forLanguageTag(pick(random, COUNTRIES))));
            format.setMinimumFractionDigits(decimals);
            format.setMaximumFractionDigits(decimals);
            verify(ValueType.NUMBER, column(random, number -> {
                BigDecimal value = BigDecimal.valueOf(number.nextInt(5_000_000) - 100_000L, decimals);
                return new Cell(
                        format.format(value),
                        ValueReader.readNumber(value.toPlainString()).text());
            }));
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void tags_are_never_split_where_nobody_separated_them(int seed) {
        Random random = new Random(seed);
        for (int i = 0; i < COLUMNS_PER_SEED; i++) {
            String separator = pick(random, List.of(";", "; ", ",", ", ", "|", " | "));
            verify(ValueType.TAGS, column(random, number -> {
                List<Value.Text> tags = IntStream.rangeClosed(0, number.nextInt(4))
                        .mapToObj(tag -> Value.Text.of(pick(number, List.of("VIP", "New York", "A-1", "50%", "x/y"))))
                        .toList();
                return new Cell(
                        String.join(
                                separator, tags.stream().map(Value.Text::text).toList()),
                        new Value.Tags(tags).text());
            }));
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void what_is_exported_is_read_as_the_same_value_without_an_option(int seed) {
        Random random = new Random(seed);
        for (int i = 0; i < COLUMNS_PER_SEED; i++) {
            verifySettled(ValueType.NUMBER, column(random, number -> {
                BigDecimal value = BigDecimal.valueOf(number.nextInt(2_000_000) - 1_000_000L, number.nextInt(5));
                return written(ValueReader.readNumber(value.toPlainString()));
            }));
            verifySettled(
                    ValueType.TAGS,
                    column(
                            random,
                            number -> written(new Value.Tags(IntStream.rangeClosed(0, number.nextInt(3))
                                    .mapToObj(tag -> randomTag(number))
                                    .toList()))));
        }
    }

    private static Cell written(Value value) {
        return new Cell(ColumnFormat.write(value), value.text());
    }

    private static Value.Text randomTag(Random random) {
        StringBuilder tag = new StringBuilder();
        int length = 1 + random.nextInt(5);
        for (int i = 0; i < length; i++) {
            tag.append("ab\\;,|\"' ".charAt(random.nextInt(9)));
        }
        return Value.Text.from(tag.toString()).orElse(Value.Text.of("x"));
    }

    private static List<Cell> column(Random random, Function<Random, Cell> cells) {
        List<Cell> column = new ArrayList<>();
        int size = 1 + random.nextInt(12);
        for (int i = 0; i < size; i++) {
            column.add(cells.apply(random));
        }
        return column;
    }

    private static void verify(ValueType type, List<Cell> column) {
        List<String> texts = new ArrayList<>(column.stream().map(Cell::text).toList());
        texts.addAll(JUNK.subList(0, texts.size() % (type == ValueType.TAGS ? 4 : JUNK.size())));
        if (ColumnScanTest.scan(type, texts) instanceof ScanResult.Settled settled) {
            verifyValues(type, column, settled);
        }
    }

    private static void verifySettled(ValueType type, List<Cell> column) {
        ScanResult result =
                ColumnScanTest.scan(type, column.stream().map(Cell::text).toList());
        assertThat(result).isInstanceOf(ScanResult.Settled.class);
        verifyValues(type, column, (ScanResult.Settled) result);
    }

    private static void verifyValues(ValueType type, List<Cell> column, ScanResult.Settled settled) {
        for (Cell cell : column) {
            assertThat(ColumnScanTest.read(settled.format(), type, cell.text()))
                    .as("%s of %s", cell, column)
                    .isEqualTo(cell.value());
        }
    }

    private static <T> T pick(Random random, List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
