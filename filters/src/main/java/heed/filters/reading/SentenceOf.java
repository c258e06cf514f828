package heed.filters.reading;

import heed.filters.Criterion;
import heed.filters.Operator;
import heed.filters.TimeFrame;
import heed.filters.json.QuotedText;
import heed.model.field.Value;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Describes a criterion in words: "Country is Canada or France and Email Opt Out is No". Long lists are truncated. */
public final class SentenceOf implements Criterion.Visitor<String> {
    private static final int MAX_SHOWN = 5;
    private static final String OR_EMPTY = " (or empty)";
    private static final Pattern UNQUOTED = Pattern.compile(
            "(?!.*\\b(?:and|or|nor|not|is)\\b)[\\p{L}\\p{N}](?:[\\p{L}\\p{M}\\p{N} .@'_-]{0,38}[\\p{L}\\p{M}\\p{N}])?");

    private final ZoneId zone;

    private SentenceOf(ZoneId zone) {
        this.zone = zone;
    }

    /**
     * Returns the sentence without a full stop; "everyone" for a criterion without conditions.
     *
     * @param zone the time zone in which times are shown
     */
    public static String criterion(Criterion criterion, ZoneId zone) {
        return criterion.accept(new SentenceOf(zone));
    }

    @Override
    public String all(Criterion.All all) {
        return all.parts().isEmpty() ? "everyone" : joinParts(all.parts(), " and ");
    }

    @Override
    public String any(Criterion.Any any) {
        return joinParts(any.parts(), " or ");
    }

    private String joinParts(List<Criterion> parts, String separator) {
        if (parts.size() == 1) {
            return parts.get(0).accept(this);
        }
        List<String> phrases = new ArrayList<>();
        for (Criterion part : parts.subList(0, Math.min(parts.size(), MAX_SHOWN * 2))) {
            boolean nested = part instanceof Criterion.All || part instanceof Criterion.Any;
            phrases.add(nested ? "(" + part.accept(this) + ")" : part.accept(this));
        }
        if (parts.size() > phrases.size()) {
            phrases.add((parts.size() - phrases.size()) + " more");
        }
        return String.join(separator, phrases);
    }

    @Override
    public String not(Criterion.Not not) {
        return "not (" + not.part().accept(this) + ")";
    }

    @Override
    public String comparison(Criterion.Comparison comparison) {
        Operator operator = comparison.operator();
        String values = joinValues(
                comparison.values().stream().map(value -> format(value, zone)).toList(), operator.isNegated());
        boolean orEmpty = operator.phrase().endsWith(OR_EMPTY);
        String phrase = operator.phrase().replace(OR_EMPTY, "");
        return comparison.field().label() + " " + phrase + " " + values + (orEmpty ? OR_EMPTY : "");
    }

    @Override
    public String timeFrame(Criterion.InTimeFrame timeFrame) {
        return timeFrame.field().label()
                + (timeFrame.negated() ? " is not " : " is ")
                + joinValues(timeFrame.frames().stream().map(TimeFrame::phrase).toList(), timeFrame.negated());
    }

    @Override
    public String presence(Criterion.Presence presence) {
        return presence.field().label() + " " + presence.operator().phrase();
    }

    /** Returns the value as it appears in a sentence: quoted if it could be read as more than a value. */
    static String format(Value value, ZoneId zone) {
        boolean isText = value instanceof Value.Text || value instanceof Value.CountryName;
        return isText
                        && !(value instanceof Value.CountryName country
                                && country.country().isPresent())
                        && !UNQUOTED.matcher(value.display()).matches()
                ? QuotedText.of(value.display())
                : value.display(zone);
    }

    private static String joinValues(List<String> allValues, boolean negative) {
        String conjunction = negative ? " nor " : " or ";
        List<String> values = allValues.stream().distinct().toList();
        int lastIndex = values.size() - 1;
        if (lastIndex == 0) {
            return values.get(0);
        }
        return values.size() <= MAX_SHOWN + 1
                ? values.subList(0, lastIndex).stream().collect(Collectors.joining(", "))
                        + conjunction
                        + values.get(lastIndex)
                : String.join(", ", values.subList(0, MAX_SHOWN)) + conjunction + (values.size() - MAX_SHOWN) + " more";
    }
}
