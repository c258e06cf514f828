package heed.filters;

import heed.filters.json.Quoted;
import heed.model.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A criterion in words: "Country is Canada or France and Email Opt Out is No". Long lists are cut. */
public final class SentenceOf implements Criterion.Visitor<String> {
    private static final int SHOWN = 5;
    private static final String OR_EMPTY = " (or empty)";
    private static final Pattern PLAIN = Pattern.compile(
            "(?!.*\\b(?:and|or|nor|not|is)\\b)[\\p{L}\\p{N}](?:[\\p{L}\\p{M}\\p{N} .@'_-]{0,38}[\\p{L}\\p{M}\\p{N}])?");

    private SentenceOf() {}

    /** Without a full stop; "everyone" for no criteria. */
    public static String criterion(Criterion criterion) {
        return criterion.accept(new SentenceOf());
    }

    @Override
    public String all(Criterion.All all) {
        return all.parts().isEmpty() ? "everyone" : parts(all.parts(), " and ");
    }

    @Override
    public String any(Criterion.Any any) {
        return parts(any.parts(), " or ");
    }

    private String parts(List<Criterion> parts, String word) {
        if (parts.size() == 1) {
            return parts.get(0).accept(this);
        }
        List<String> shown = new ArrayList<>();
        for (Criterion part : parts.subList(0, Math.min(parts.size(), SHOWN * 2))) {
            boolean nested = part instanceof Criterion.All || part instanceof Criterion.Any;
            shown.add(nested ? "(" + part.accept(this) + ")" : part.accept(this));
        }
        if (parts.size() > shown.size()) {
            shown.add((parts.size() - shown.size()) + " more");
        }
        return String.join(word, shown);
    }

    @Override
    public String not(Criterion.Not not) {
        return "not (" + not.part().accept(this) + ")";
    }

    @Override
    public String comparison(Criterion.Comparison comparison) {
        Operator operator = comparison.operator();
        String values = list(comparison.values().stream().map(SentenceOf::shown).toList(), operator.negative());
        boolean orEmpty = operator.words().endsWith(OR_EMPTY);
        String words = operator.words().replace(OR_EMPTY, "");
        return comparison.field().label() + " " + words + " " + values + (orEmpty ? OR_EMPTY : "");
    }

    @Override
    public String timeFrame(Criterion.InTimeFrame timeFrame) {
        return timeFrame.field().label()
                + (timeFrame.negated() ? " is not " : " is ")
                + list(timeFrame.frames().stream().map(TimeFrame::words).toList(), timeFrame.negated());
    }

    @Override
    public String presence(Criterion.Presence presence) {
        return presence.field().label() + " " + presence.operator().words();
    }

    /** A value as it stands in a sentence: quoted where it could be read as more than a value. */
    static String shown(Value value) {
        boolean words = value instanceof Value.Text || value instanceof Value.CountryName;
        return words
                        && !(value instanceof Value.CountryName country
                                && country.country().isPresent())
                        && !PLAIN.matcher(value.display()).matches()
                ? Quoted.of(value.display())
                : value.display();
    }

    private static String list(List<String> all, boolean negative) {
        String word = negative ? " nor " : " or ";
        List<String> values = all.stream().distinct().toList();
        int last = values.size() - 1;
        if (last == 0) {
            return values.get(0);
        }
        return values.size() <= SHOWN + 1
                ? values.subList(0, last).stream().collect(Collectors.joining(", ")) + word + values.get(last)
                : String.join(", ", values.subList(0, SHOWN)) + word + (values.size() - SHOWN) + " more";
    }
}
