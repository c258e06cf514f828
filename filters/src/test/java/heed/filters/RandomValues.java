package heed.filters;

import heed.model.field.Country;
import heed.model.field.Field;
import heed.model.field.FieldCatalog;
import heed.model.field.StandardFields;
import heed.model.field.Value;
import heed.model.field.ValueType;
import heed.model.prospect.EmailAddress;
import heed.model.run.EvaluationTime;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Generates values from a seed. They come from small pools of difficult values, so that prospects and criteria often
 * match: letters that differ only in case or Unicode form, no-break spaces, wildcards, quotes, code, the first and last
 * days, numbers at their limits.
 */
public final class RandomValues {
    private static final List<String> TEXTS = List.of(
            "Paris",
            "PARIS",
            " paris\u00a0",
            "Paris Nord",
            "New\u00a0York",
            "New York",
            "café",
            "cafe\u0301",
            "CAFÉ",
            "cafe",
            "Straße",
            "STRASSE",
            "STRAẞE",
            "ΟΔΟΣ",
            "οδος",
            "οδοσ",
            "İstanbul",
            "istanbul",
            "ISTANBUL",
            "ısparta",
            "ﬁn",
            "fin",
            "Å",
            "\u212b",
            "K",
            "\u212a",
            "e",
            "é",
            "a",
            "A",
            "ab",
            "abc",
            "😀",
            "😀😀",
            "👩\u200d💻",
            "\u0301",
            "%",
            "100%",
            "100",
            "_",
            "a_c",
            "a%c",
            "\\",
            "a\\b",
            "\\%",
            "[a-c]",
            "*",
            "?",
            "'",
            "O'Brien",
            "' OR 1=1 --",
            "\"",
            "\"; System.exit(1);//",
            "${7*7}",
            "null",
            "true",
            "0",
            "1e3",
            "line\nbreak",
            "tab\there",
            ";",
            "a;b",
            "caf\u00e9\u200b",
            "ca\u200bf\u00e9",
            "cafe\u034f\u0301",
            "ca\u00adfe \ufe0f",
            "\ud83d\udc69\u200d\ud83d\udc67",
            "?canada",
            "CA",
            "Canada",
            "\ufffd",
            "\ud83f\udfff",
            "x".repeat(300));

    private static final List<String> COUNTRY_TEXTS =
            List.of("CA", "Canada", "FR", "France", "DE", "US", "GB", "CI", "Atlantis", "ATLANTIS", "CA?", "?ca", "%");

    private static final List<String> NUMBERS = List.of(
            "0",
            "1",
            "-1",
            "0.1",
            "0.2",
            "0.3",
            "0.30000000000001",
            "50",
            "50.5",
            "100",
            "-100",
            "999999999999999",
            "999999999999998",
            "-999999999999999",
            "9e89",
            "9.99999999999999e89",
            "-9e89",
            "1e-90",
            "-1e-90",
            "2e-90",
            "123456789.123456");

    private static final List<String> DAYS = List.of(
            "0001-01-01",
            "0001-01-02",
            "1582-10-10",
            "1969-12-31",
            "1970-01-01",
            "2023-02-28",
            "2023-12-31",
            "2024-02-28",
            "2024-02-29",
            "2024-03-01",
            "2024-03-10",
            "2024-03-31",
            "2024-10-27",
            "2025-01-01",
            "2025-02-28",
            "2025-03-01",
            "9999-12-30",
            "9999-12-31");

    private static final List<String> ZONES =
            List.of("UTC", "Europe/Paris", "America/New_York", "Asia/Kolkata", "Pacific/Apia", "America/Sao_Paulo");

    private static final List<String> ADDRESSES = List.of(
            "ann@example.com",
            "ann.lee@example.com",
            "ann_lee@example.com",
            "o'brien@example.org",
            "bob%x@example.net",
            "bob+news@xn--mller-kva.example",
            "jürgen@example.de",
            "ann@sub.example.com");

    private final Random random;

    public RandomValues(Random random) {
        this.random = random;
    }

    /** Returns a catalog of the standard fields and two custom fields of every type. */
    public static FieldCatalog catalog() {
        List<Field> custom = new ArrayList<>();
        for (int copy = 1; copy <= 2; copy++) {
            for (ValueType type : ValueType.values()) {
                custom.add(new Field(
                        "my" + type.id().replace("-", "") + copy,
                        "My \"" + type.id() + "\" " + copy,
                        type,
                        List.of(),
                        StandardFields.ALL.size() + custom.size(),
                        true));
            }
        }
        return new FieldCatalog(custom);
    }

    /** Generates an evaluation time at or near the end of a day, a month or daylight saving time, in a random zone. */
    public EvaluationTime evaluationTime() {
        ZoneId zone = ZoneId.of(pick(ZONES));
        LocalDate day = LocalDate.parse(pick(DAYS.subList(5, 16)));
        return new EvaluationTime(
                day.atStartOfDay(zone).toInstant().plusMillis(pick(List.of(-1L, 0L, 1L, 5_400_000L, 43_200_000L))),
                zone);
    }

    /** Generates a value that a prospect's field may have. */
    public Value fieldValue(Field field) {
        if (field.slot() == StandardFields.EMAIL.slot()) {
            return Value.Text.of(
                    EmailAddress.parse(pick(ADDRESSES)).orElseThrow().value());
        }
        return switch (field.type()) {
            case TEXT -> text();
            case NUMBER -> number();
            case YES_NO -> Value.of(random.nextBoolean());
            case DATE -> date();
            case DATE_TIME -> dateTime();
            case TAGS ->
                new Value.Tags(IntStream.rangeClosed(0, random.nextInt(4))
                        .mapToObj(i -> text())
                        .toList());
            case COUNTRY -> Value.CountryName.from(pick(COUNTRY_TEXTS)).orElseThrow();
        };
    }

    /** Generates a value that a comparison of the field with the operator may have. */
    public Value operand(Field field, Operator operator) {
        boolean isAddress = field.slot() == StandardFields.EMAIL.slot();
        return switch (field.type()) {
            case COUNTRY ->
                operator.category() == Operator.Category.EQUALITY
                        ? Value.CountryName.of(
                                Country.find(pick(COUNTRY_TEXTS.subList(0, 8))).orElseThrow())
                        : Value.Text.of(part(pick(List.of("Canada", "France", "Atlantis", "Côte d'Ivoire"))));
            case TAGS -> text();
            case TEXT -> {
                String text = isAddress ? fieldValue(field).text() : text().text();
                yield Value.Text.of(operator.category() == Operator.Category.EQUALITY ? text : part(text));
            }
            case DATE_TIME -> random.nextInt(3) == 0 ? date() : dateTime();
            case NUMBER, YES_NO, DATE -> fieldValue(field);
        };
    }

    public TimeFrame timeFrame() {
        TimeFrame.Form form = pick(List.of(TimeFrame.Form.values()));
        TimeFrame.Unit unit = form.isNamedDay() ? TimeFrame.Unit.DAY : pick(List.of(TimeFrame.Unit.values()));
        int count = form.hasCount() ? pick(List.of(1, 2, 12, 30, 1 + random.nextInt(500), 9999)) : 0;
        return new TimeFrame(form, count, unit);
    }

    <T> T pick(List<T> pool) {
        return pool.get(random.nextInt(pool.size()));
    }

    private Value.Text text() {
        return Value.Text.of(pick(TEXTS));
    }

    /** Returns some consecutive characters of the text. The result never splits a surrogate pair and is never blank. */
    private String part(String text) {
        int[] codePoints = text.codePoints().toArray();
        int from = random.nextInt(codePoints.length);
        int to = from + 1 + random.nextInt(codePoints.length - from);
        String part = random.nextInt(3) == 0
                ? text
                : new String(
                        codePoints,
                        random.nextBoolean() ? 0 : from,
                        random.nextBoolean() ? to - from : codePoints.length - from);
        return part.isBlank() || Value.Text.from(part).isEmpty() ? text : part;
    }

    private Value number() {
        return Value.Decimal.from(
                        random.nextInt(4) == 0
                                ? BigDecimal.valueOf(random.nextInt(2001) - 1000, random.nextInt(4))
                                : new BigDecimal(pick(NUMBERS)))
                .orElseThrow();
    }

    private Value.Date date() {
        return new Value.Date(
                random.nextInt(3) == 0
                        ? LocalDate.of(2024, 1, 1).plusDays(random.nextInt(500))
                        : LocalDate.parse(pick(DAYS)));
    }

    private Value dateTime() {
        Instant first = Instant.parse("0001-01-01T00:00:00Z");
        Instant last = Instant.parse("9999-12-31T23:59:59.999Z");
        Instant start = date().date().atStartOfDay(ZoneId.of(pick(ZONES))).toInstant();
        Instant instant = start.plus(pick(List.of(
                Duration.ZERO,
                Duration.ofMillis(-1),
                Duration.ofMillis(1),
                Duration.ofMinutes(150),
                Duration.ofMillis(random.nextInt(86_400_000)))));
        return new Value.DateTime(instant.isBefore(first) ? first : instant.isAfter(last) ? last : instant);
    }
}
