package heed.benchmarks;

import heed.filters.Criterion;
import heed.filters.Operator;
import heed.model.Country;
import heed.model.Field;
import heed.model.Flag;
import heed.model.Prospect;
import heed.model.StandardFields;
import heed.model.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;

/**
 * Whom an automation selects, twice: as a criterion, and as the Java that one would write by hand for it. The two select
 * the same prospects.
 */
record Audience(Criterion criterion, Predicate<Prospect> byHand) {

    /**
     * The first opts out Canada and France. The others are mixed as accounts have them: an anchor (country, owner, domain
     * or industry, and one in seven times a tag), two to five conditions, three in ten with an alternative, one in seven
     * with an exclusion; on average some 0.4 % of all prospects.
     */
    static List<Audience> mixed(int count, long seed) {
        Random random = new Random(seed);
        List<Audience> audiences = new ArrayList<>();
        audiences.add(all(List.of(
                any(List.of(
                        country(Country.find("CA").orElseThrow()),
                        country(Country.find("FR").orElseThrow()))),
                flag(Flag.EMAIL_OPT_OUT, false))));
        while (audiences.size() < count) {
            List<Audience> parts = new ArrayList<>(List.of(anchor(random)));
            for (int more = 2 + random.nextInt(4); more > 0; more--) {
                parts.add(condition(random));
            }
            if (random.nextInt(10) < 3) {
                parts.add(any(List.of(condition(random), condition(random), anchor(random))));
            }
            if (random.nextInt(7) == 0) {
                parts.add(not(condition(random)));
            }
            audiences.add(all(parts));
        }
        return audiences;
    }

    private static Audience anchor(Random random) {
        if (random.nextInt(7) == 0) {
            return tag("tag" + random.nextInt(People.TAGS));
        }
        return switch (random.nextInt(4)) {
            case 0 -> country(Country.all().get(random.nextInt(Country.all().size())));
            case 1 -> text(StandardFields.LEAD_OWNER, "owner" + random.nextInt(People.OWNERS));
            case 2 -> text(People.DOMAIN, "d" + random.nextInt(People.DOMAINS) + ".example");
            default -> text(People.INDUSTRY, "industry" + random.nextInt(People.INDUSTRIES));
        };
    }

    private static Audience condition(Random random) {
        return switch (random.nextInt(7)) {
            case 0 -> flag(Flag.EMAIL_OPT_OUT, false);
            case 1 -> flag(Flag.BOUNCED, false);
            case 2 -> atLeast(StandardFields.LEAD_SCORE, 50 * random.nextInt(12));
            case 3 -> atLeast(People.REVENUE, 250_000 * random.nextInt(20));
            case 4 -> text(StandardFields.LANGUAGE, "lang" + random.nextInt(People.LANGUAGES));
            case 5 -> createdAfter(People.FIRST_CREATED.plusSeconds(random.nextInt(1_500) * 86_400L));
            default -> not(text(StandardFields.LEAD_SOURCE, "source" + random.nextInt(People.SOURCES)));
        };
    }

    private static Audience country(Country country) {
        String code = country.code();
        int slot = StandardFields.COUNTRY.slot();
        return new Audience(
                comparison(StandardFields.COUNTRY, Operator.EQUALS, Value.CountryName.of(country)),
                prospect -> prospect.valueAt(slot) instanceof Value.CountryName present
                        && present.key().equals(code));
    }

    private static Audience text(Field field, String text) {
        int slot = field.slot();
        return new Audience(
                comparison(field, Operator.EQUALS, People.text(text)),
                prospect -> prospect.valueAt(slot) instanceof Value.Text present
                        && present.key().equals(text));
    }

    private static Audience tag(String tag) {
        int slot = People.INTERESTS.slot();
        return new Audience(comparison(People.INTERESTS, Operator.CONTAINS, People.text(tag)), prospect -> {
            if (prospect.valueAt(slot) instanceof Value.Tags present) {
                for (Value.Text one : present.tags()) {
                    if (one.key().equals(tag)) {
                        return true;
                    }
                }
            }
            return false;
        });
    }

    private static Audience flag(Flag flag, boolean yes) {
        int slot = flag.field().slot();
        return new Audience(
                comparison(flag.field(), Operator.EQUALS, Value.of(yes)),
                prospect -> prospect.valueAt(slot) instanceof Value.YesNo present && present.yes() == yes);
    }

    private static Audience atLeast(Field field, int number) {
        int slot = field.slot();
        return new Audience(
                comparison(field, Operator.GREATER_THAN_OR_EQUALS, People.number(number)),
                prospect -> prospect.valueAt(slot) instanceof Value.Decimal present && present.number() >= number);
    }

    private static Audience createdAfter(Instant instant) {
        int slot = StandardFields.CREATED.slot();
        return new Audience(
                comparison(StandardFields.CREATED, Operator.GREATER_THAN, new Value.DateTime(instant)),
                prospect -> prospect.valueAt(slot) instanceof Value.DateTime present
                        && present.instant().isAfter(instant));
    }

    private static Criterion comparison(Field field, Operator operator, Value value) {
        return new Criterion.Comparison(field, operator, List.of(value));
    }

    private static Audience all(List<Audience> parts) {
        return new Audience(
                new Criterion.All(parts.stream().map(Audience::criterion).toList()),
                parts.stream().map(Audience::byHand).reduce(Predicate::and).orElseThrow());
    }

    private static Audience any(List<Audience> parts) {
        return new Audience(
                new Criterion.Any(parts.stream().map(Audience::criterion).toList()),
                parts.stream().map(Audience::byHand).reduce(Predicate::or).orElseThrow());
    }

    private static Audience not(Audience part) {
        return new Audience(new Criterion.Not(part.criterion()), part.byHand().negate());
    }
}
