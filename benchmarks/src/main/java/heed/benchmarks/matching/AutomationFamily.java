package heed.benchmarks.matching;

import static heed.benchmarks.matching.HandWrittenConditions.any;
import static heed.benchmarks.matching.HandWrittenConditions.atLeast;
import static heed.benchmarks.matching.HandWrittenConditions.country;
import static heed.benchmarks.matching.HandWrittenConditions.createdAfter;
import static heed.benchmarks.matching.HandWrittenConditions.flag;
import static heed.benchmarks.matching.HandWrittenConditions.not;
import static heed.benchmarks.matching.HandWrittenConditions.tag;
import static heed.benchmarks.matching.HandWrittenConditions.text;

import heed.benchmarks.matching.HandWrittenAudience.AudienceCondition;
import heed.model.field.Country;
import heed.model.field.StandardFields;
import heed.model.prospect.ProspectFlag;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Families of automations of which an account may have many. */
public enum AutomationFamily {
    /** Each automation selects a city, without the prospects who are opted out or bounced. */
    CITY {
        @Override
        HandWrittenAudience createAudience(int number, Random random) {
            return new HandWrittenAudience(List.of(
                    text(LookupField.CITY, "city" + number),
                    flag(ProspectFlag.EMAIL_OPT_OUT, false),
                    flag(ProspectFlag.BOUNCED, false)));
        }
    },

    /** Each automation selects a country and a minimum lead score, without the prospects who are bounced. */
    COUNTRY {
        @Override
        HandWrittenAudience createAudience(int number, Random random) {
            List<Country> all = Country.all();
            return new HandWrittenAudience(List.of(
                    country(all.get(number % all.size())),
                    atLeast(StandardFields.LEAD_SCORE, 10 * random.nextInt(100)),
                    flag(ProspectFlag.BOUNCED, false)));
        }
    },

    /** Each automation selects a minimum revenue, which about one prospect in 250 has. */
    RANGE {
        @Override
        HandWrittenAudience createAudience(int number, Random random) {
            return new HandWrittenAudience(List.of(
                    atLeast(
                            ProspectGenerator.REVENUE,
                            ProspectGenerator.TOP_REVENUE - 1 - random.nextInt(ProspectGenerator.TOP_REVENUE / 100)),
                    flag(ProspectFlag.BOUNCED, false)));
        }
    },

    /**
     * The first automation opts out Canada and France. The others are mixed, as in real accounts: an anchor (a country, owner,
     * domain or industry, or in one of seven automations a tag) and two to five conditions. Three in ten have an alternative, one
     * in seven has an exclusion. On average an automation selects about 0.4 % of the prospects.
     */
    MIXED {
        @Override
        HandWrittenAudience createAudience(int number, Random random) {
            if (number == 0) {
                return new HandWrittenAudience(List.of(
                        country(
                                Country.find("CA").orElseThrow(),
                                Country.find("FR").orElseThrow()),
                        flag(ProspectFlag.EMAIL_OPT_OUT, false)));
            }
            List<AudienceCondition> conditions = new ArrayList<>(List.of(anchor(random)));
            for (int remaining = 2 + random.nextInt(4); remaining > 0; remaining--) {
                conditions.add(condition(random));
            }
            if (random.nextInt(10) < 3) {
                conditions.add(any(List.of(condition(random), condition(random), anchor(random))));
            }
            if (random.nextInt(7) == 0) {
                conditions.add(not(condition(random)));
            }
            return new HandWrittenAudience(conditions);
        }
    };

    abstract HandWrittenAudience createAudience(int number, Random random);

    /** Generates audiences. The same seed gives the same audiences. */
    public List<HandWrittenAudience> audiences(int count, long seed) {
        Random random = new Random(seed);
        return IntStream.range(0, count)
                .mapToObj(i -> createAudience(i, random))
                .toList();
    }

    /** Returns a condition that few prospects meet. */
    private static AudienceCondition anchor(Random random) {
        if (random.nextInt(7) == 0) {
            return tag("tag" + random.nextInt(ProspectGenerator.TAGS));
        }
        return switch (random.nextInt(4)) {
            case 0 -> country(Country.all().get(random.nextInt(Country.all().size())));
            case 1 -> text(LookupField.OWNER, "owner" + random.nextInt(ProspectGenerator.OWNERS));
            case 2 -> text(LookupField.DOMAIN, "d" + random.nextInt(ProspectGenerator.DOMAINS) + ".example");
            default -> text(LookupField.INDUSTRY, "industry" + random.nextInt(ProspectGenerator.INDUSTRIES));
        };
    }

    private static AudienceCondition condition(Random random) {
        return switch (random.nextInt(7)) {
            case 0 -> flag(ProspectFlag.EMAIL_OPT_OUT, false);
            case 1 -> flag(ProspectFlag.BOUNCED, false);
            case 2 -> atLeast(StandardFields.LEAD_SCORE, 50 * random.nextInt(12));
            case 3 -> atLeast(ProspectGenerator.REVENUE, 250_000 * random.nextInt(20));
            case 4 -> text(LookupField.LANGUAGE, "lang" + random.nextInt(ProspectGenerator.LANGUAGES));
            case 5 -> createdAfter(ProspectGenerator.FIRST_CREATED.plusSeconds(random.nextInt(1_500) * 86_400L));
            default ->
                not(HandWrittenConditions.text(
                        StandardFields.LEAD_SOURCE, "source" + random.nextInt(ProspectGenerator.SOURCES)));
        };
    }
}
