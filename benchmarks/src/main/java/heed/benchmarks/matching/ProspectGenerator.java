package heed.benchmarks.matching;

import heed.model.field.Country;
import heed.model.field.Field;
import heed.model.field.FieldCatalog;
import heed.model.field.StandardFields;
import heed.model.field.Value;
import heed.model.field.ValueType;
import heed.model.prospect.Prospect;
import heed.model.prospect.ProspectId;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Generates prospects in memory as a store would have read them: every value is an object of its own, and nothing is interned. The
 * account has four custom fields. The same seed gives the same prospects.
 */
public final class ProspectGenerator {
    static final Field DOMAIN = custom("Domain", ValueType.TEXT, 0);
    static final Field INDUSTRY = custom("Industry", ValueType.TEXT, 1);
    static final Field REVENUE = custom("Revenue", ValueType.NUMBER, 2);
    static final Field INTERESTS = custom("Interests", ValueType.TAGS, 3);
    public static final FieldCatalog FIELDS = new FieldCatalog(List.of(DOMAIN, INDUSTRY, REVENUE, INTERESTS));

    static final int CITIES = 10_000;
    static final int OWNERS = 50;
    static final int DOMAINS = 5_000;
    static final int INDUSTRIES = 30;
    static final int TAGS = 200;
    static final int LANGUAGES = 12;
    static final int SOURCES = 10;
    static final int TOP_REVENUE = 10_000_000;
    static final Instant FIRST_CREATED = Instant.parse("2019-01-01T00:00:00Z");
    static final Duration CREATION_PERIOD = Duration.ofDays(2_500);

    private static final List<Country> COUNTRIES = Country.all();

    private ProspectGenerator() {}

    public static List<Prospect> generate(int count, long seed) {
        Random random = new Random(seed);
        List<Prospect> prospects = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            prospects.add(generateProspect(random, i + 1));
        }
        return prospects;
    }

    private static Prospect generateProspect(Random random, long key) {
        @Nullable Value[] values = new Value[FIELDS.size()];
        String domain = "d" + random.nextInt(DOMAINS) + ".example";
        values[StandardFields.ID.slot()] = text("H" + key);
        values[StandardFields.EMAIL.slot()] = text("p" + key + "@" + domain);
        values[StandardFields.FIRST_NAME.slot()] = text("First" + random.nextInt(2_000));
        values[StandardFields.LAST_NAME.slot()] = text("Last" + random.nextInt(20_000));
        values[StandardFields.COUNTRY.slot()] = Value.CountryName.of(country(random));
        values[StandardFields.CITY.slot()] = random.nextInt(10) == 0 ? null : text("City" + random.nextInt(CITIES));
        values[StandardFields.LANGUAGE.slot()] = text("lang" + random.nextInt(LANGUAGES));
        values[StandardFields.LEAD_SOURCE.slot()] = text("source" + random.nextInt(SOURCES));
        values[StandardFields.LEAD_OWNER.slot()] = text("owner" + random.nextInt(OWNERS));
        values[StandardFields.LEAD_SCORE.slot()] = number(random.nextInt(1_001));
        values[StandardFields.CREATED.slot()] =
                new Value.DateTime(FIRST_CREATED.plusMillis(random.nextLong(CREATION_PERIOD.toMillis())));
        values[StandardFields.EMAIL_OPT_OUT.slot()] = Value.of(random.nextInt(8) == 0);
        values[StandardFields.BOUNCED.slot()] = Value.of(random.nextInt(20) == 0);
        values[DOMAIN.slot()] = text(domain);
        values[INDUSTRY.slot()] = text("industry" + random.nextInt(INDUSTRIES));
        values[REVENUE.slot()] = random.nextInt(5) == 0 ? null : number(random.nextInt(TOP_REVENUE));
        int tags = random.nextInt(6);
        values[INTERESTS.slot()] = tags == 0
                ? null
                : new Value.Tags(IntStream.range(0, tags)
                        .mapToObj(i -> text("tag" + random.nextInt(TAGS)))
                        .toList());
        return new Prospect(new ProspectId(key), values);
    }

    /** Returns a random country. Canada and France are more frequent than the others. */
    static Country country(Random random) {
        return switch (random.nextInt(20)) {
            case 0 -> Country.find("CA").orElseThrow();
            case 1 -> Country.find("FR").orElseThrow();
            default -> COUNTRIES.get(random.nextInt(COUNTRIES.size()));
        };
    }

    /** Returns a text whose key is computed already, as that of a text from a store. */
    static Value.Text text(String text) {
        Value.Text value = Value.Text.of(text);
        value.key();
        return value;
    }

    static Value.Decimal number(int number) {
        return Value.Decimal.from(BigDecimal.valueOf(number)).orElseThrow();
    }

    private static Field custom(String label, ValueType type, int index) {
        String apiName = label.substring(0, 1).toLowerCase(Locale.ROOT) + label.substring(1);
        return new Field(apiName, label, type, List.of(), StandardFields.ALL.size() + index, true);
    }
}
