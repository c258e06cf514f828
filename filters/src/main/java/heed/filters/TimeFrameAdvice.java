package heed.filters;

import heed.filters.json.NearestName;
import heed.filters.json.QuotedText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an author may have meant by a text that is no time frame. A suggestion has the meaning of the text; if the text has two
 * meanings, the message names both and there is no suggestion.
 *
 * @param message the problem, as a clause without a full stop
 * @param suggestion what would be right, as it is written in JSON
 */
record TimeFrameAdvice(String message, Optional<String> suggestion) {
    private static final int MAX_LENGTH = 100;
    private static final Pattern NEGATED =
            Pattern.compile("(?:is )?not (?:(?:in|within|during) )?(?:the )?(?<frame>.+)");
    private static final Pattern LEADING = Pattern.compile(
            "(?:is )?(?:in |within |during )?(?:the )?(?<frame>(?:last|next|this|past|previous|coming) .+)");
    private static final String DURATION = "(?<count>[1-9]\\d{0,3}) ?(?<unit>day|week|month|quarter|year)s?";
    /** A duration, or an age, without a word that says on which side of the day the days are. */
    private static final Pattern UNDIRECTED =
            Pattern.compile("(?:(?:older|newer|younger) than |for |since |within |in |over )?" + DURATION
                    + "(?: old| or (?:older|more))?");

    /** Returns the advice for the value of an operator of time frames. */
    static TimeFrameAdvice ofValue(String text, boolean negatedOperator) {
        String words = normalize(text);
        String problem = QuotedText.of(text) + " is not a time frame";
        Matcher negated = NEGATED.matcher(words);
        if (negated.matches()) {
            Optional<TimeFrame> frame = directed(negated.group("frame"));
            return new TimeFrameAdvice(
                    problem + "; the operator says \"not\", not the value",
                    frame.filter(found -> !negatedOperator)
                            .map(found -> operatorAndValue(Operator.NOT_IN_TIME_FRAME, found)));
        }
        Matcher undirected = UNDIRECTED.matcher(words);
        if (undirected.matches()) {
            String duration = undirected.group("count") + " " + undirected.group("unit")
                    + (undirected.group("count").equals("1") ? "" : "s");
            return new TimeFrameAdvice(
                    problem + ": write \"last " + duration + "\" for the days from then until today, or \"more than "
                            + duration + " ago\" for the days before",
                    Optional.empty());
        }
        Optional<String> suggestion =
                directed(words).or(() -> nearest(words)).map(frame -> QuotedText.of(frame.toString()));
        return new TimeFrameAdvice(
                problem + (suggestion.isPresent() ? "" : "; examples are " + TimeFrame.EXAMPLES), suggestion);
    }

    /** Returns the operator and the value that an author wrote into the operator, such as "not in last 6 months". */
    static Optional<String> ofOperator(String text) {
        String words = normalize(text);
        Matcher negated = NEGATED.matcher(words);
        if (negated.matches()) {
            return directed(negated.group("frame")).map(frame -> operatorAndValue(Operator.NOT_IN_TIME_FRAME, frame));
        }
        return directed(words.replaceFirst("^(?:is )?(?:in|within|during) (?:the )?", ""))
                .map(frame -> operatorAndValue(Operator.IN_TIME_FRAME, frame));
    }

    private static String normalize(String text) {
        return text.length() > MAX_LENGTH
                ? ""
                : text.strip().toLowerCase(Locale.ROOT).replaceAll("[\\s_-]+", " ");
    }

    /** Returns the time frame that the words certainly mean: "the past 6 months" is "last 6 months". */
    private static Optional<TimeFrame> directed(String words) {
        Matcher leading = LEADING.matcher(words);
        String frame = leading.matches() ? leading.group("frame") : words;
        return TimeFrame.parse(
                frame.replaceFirst("^(?:past|previous) ", "last ").replaceFirst("^coming ", "next "));
    }

    /** Returns the time frame with the fewest typing errors, with the number that the text contains. */
    private static Optional<TimeFrame> nearest(String words) {
        Matcher number = Pattern.compile("[1-9]\\d{0,3}").matcher(words);
        int count = number.find() ? Integer.parseInt(number.group()) : 1;
        Map<String, TimeFrame> framesByText = new LinkedHashMap<>();
        for (TimeFrame.Form form : TimeFrame.Form.values()) {
            for (TimeFrame.Unit unit :
                    form.isNamedDay() ? List.of(TimeFrame.Unit.DAY) : List.of(TimeFrame.Unit.values())) {
                TimeFrame frame = new TimeFrame(form, form.hasCount() ? count : 0, unit);
                framesByText.put(frame.toString(), frame);
            }
        }
        return NearestName.of(words, framesByText.keySet()).map(framesByText::get);
    }

    private static String operatorAndValue(Operator operator, TimeFrame frame) {
        return "\"operator\": \"" + operator.id() + "\", \"value\": " + QuotedText.of(frame.toString());
    }
}
