package heed.benchmarks;

import static heed.benchmarks.Parts.any;
import static heed.benchmarks.Parts.atLeast;
import static heed.benchmarks.Parts.country;
import static heed.benchmarks.Parts.createdAfter;
import static heed.benchmarks.Parts.flag;
import static heed.benchmarks.Parts.not;
import static heed.benchmarks.Parts.tag;
import static heed.benchmarks.Parts.text;

import heed.benchmarks.Audience.Part;
import heed.model.field.Country;
import heed.model.field.StandardFields;
import heed.model.prospect.ProspectFlag;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Kinds of automations that one account may have many of. */
enum Family {
    /** A city each, and reachable. */
    CITY {
        @Override
        Audience one(int number, Random random) {
            return new Audience(List.of(
                    text(HandIndex.CITY, "city" + number),
                    flag(ProspectFlag.EMAIL_OPT_OUT, false),
                    flag(ProspectFlag.BOUNCED, false)));
        }
    },

    /** A country and a score of at least so much. */
    COUNTRY {
        @Override
        Audience one(int number, Random random) {
            List<Country> all = Country.all();
            return new Audience(List.of(
                    country(all.get(number % all.size())),
                    atLeast(StandardFields.LEAD_SCORE, 10 * random.nextInt(100)),
                    flag(ProspectFlag.BOUNCED, false)));
        }
    },

    /** A revenue of at least so much, which one prospect in some 250 has. */
    RANGE {
        @Override
        Audience one(int number, Random random) {
            return new Audience(List.of(
                    atLeast(People.REVENUE, People.TOP_REVENUE - 1 - random.nextInt(People.TOP_REVENUE / 100)),
                    flag(ProspectFlag.BOUNCED, false)));
        }
    },

    /**
     * The first opts out Canada and France. The others are mixed as accounts have them: an anchor (country, owner, domain
     * or industry, and one in seven times a tag), two to five conditions, three in ten with an alternative, one in seven
     * with an exclusion; on average some 0.4 % of all prospects.
     */
    MIXED {
        @Override
        Audience one(int number, Random random) {
            if (number == 0) {
                return new Audience(List.of(
                        country(
                                Country.find("CA").orElseThrow(),
                                Country.find("FR").orElseThrow()),
                        flag(ProspectFlag.EMAIL_OPT_OUT, false)));
            }
            List<Part> parts = new ArrayList<>(List.of(anchor(random)));
            for (int more = 2 + random.nextInt(4); more > 0; more--) {
                parts.add(condition(random));
            }
            if (random.nextInt(10) < 3) {
                parts.add(any(List.of(condition(random), condition(random), anchor(random))));
            }
            if (random.nextInt(7) == 0) {
                parts.add(not(condition(random)));
            }
            return new Audience(parts);
        }
    };

    abstract Audience one(int number, Random random);

    List<Audience> audiences(int count, long seed) {
        Random random = new Random(seed);
        return IntStream.range(0, count).mapToObj(i -> one(i, random)).toList();
    }

    private static Part anchor(Random random) {
        if (random.nextInt(7) == 0) {
            return tag("tag" + random.nextInt(People.TAGS));
        }
        return switch (random.nextInt(4)) {
            case 0 -> country(Country.all().get(random.nextInt(Country.all().size())));
            case 1 -> text(HandIndex.OWNER, "owner" + random.nextInt(People.OWNERS));
            case 2 -> text(HandIndex.DOMAIN, "d" + random.nextInt(People.DOMAINS) + ".example");
            default -> text(HandIndex.INDUSTRY, "industry" + random.nextInt(People.INDUSTRIES));
        };
    }

    private static Part condition(Random random) {
        return switch (random.nextInt(7)) {
            case 0 -> flag(ProspectFlag.EMAIL_OPT_OUT, false);
            case 1 -> flag(ProspectFlag.BOUNCED, false);
            case 2 -> atLeast(StandardFields.LEAD_SCORE, 50 * random.nextInt(12));
            case 3 -> atLeast(People.REVENUE, 250_000 * random.nextInt(20));
            case 4 -> text(HandIndex.LANGUAGE, "lang" + random.nextInt(People.LANGUAGES));
            case 5 -> createdAfter(People.FIRST_CREATED.plusSeconds(random.nextInt(1_500) * 86_400L));
            default -> not(Parts.text(StandardFields.LEAD_SOURCE, "source" + random.nextInt(People.SOURCES)));
        };
    }
}
