package heed.filters;

import heed.filters.json.JsonTree;
import heed.filters.json.NearestName;
import heed.filters.json.ProblemCode;
import heed.filters.json.Problems;
import heed.filters.json.QuotedText;
import heed.filters.json.SourceLocation;
import heed.model.field.Country;
import heed.model.field.Field;
import heed.model.field.FieldCatalog;
import heed.model.field.StandardFields;
import heed.model.field.TextKey;
import heed.model.field.Value;
import heed.model.field.ValueType;
import heed.model.prospect.DomainName;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ValueReader;
import heed.model.prospect.ValueReader.WrongValueException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads fields and values from JSON, for criteria and for actions. For wrong JSON the methods report a problem and
 * return empty.
 */
public final class JsonValueReader {
    /** Names of fields that say yes to mail, the opposite of Email Opt Out. */
    private static final Pattern CONSENT = Pattern.compile(
            "(?i).*(?:opt(?:ed)?[\\s_-]?in\\b|\\bsubscribed|consent|permission|mailable|contactable).*");

    private final FieldCatalog fields;
    private final ZoneId zone;
    private final Problems problems;

    /**
     * Creates a reader.
     *
     * @param zone the account's zone, which applies to a date and time without an offset
     * @param problems receives the problems
     */
    public JsonValueReader(FieldCatalog fields, ZoneId zone, Problems problems) {
        this.fields = fields;
        this.zone = zone;
        this.problems = problems;
    }

    /** Finds the field with that label or API name, ignoring case. */
    public Optional<Field> readField(JsonTree.StringNode name) {
        Optional<Field> field = fields.find(name.value());
        if (field.isEmpty()) {
            problems.add(
                    name.location(),
                    ProblemCode.UNKNOWN_FIELD,
                    "there is no field " + QuotedText.of(name.value())
                            + (CONSENT.matcher(name.value()).matches()
                                    ? "; " + StandardFields.EMAIL_OPT_OUT.label()
                                            + " says the opposite: its value is false for those who may be mailed"
                                    : ""),
                    () -> findNearest(name.value()).map(QuotedText::of));
        }
        return field;
    }

    /** Finds the nearest field by its names, else by its search words. */
    private Optional<String> findNearest(String name) {
        List<String> labels = fields.all().stream().map(Field::label).toList();
        List<String> apiNames = fields.all().stream().map(Field::apiName).toList();
        return NearestName.of(name, labels)
                .or(() -> NearestName.of(name, apiNames))
                .or(() -> name.isBlank()
                        ? Optional.empty()
                        : fields.search(name).stream().findFirst().map(Field::label));
    }

    /**
     * Reads a value for a prospect's field. JSON null is not a value: it clears the field, and the caller handles it.
     */
    public Optional<Value> readValue(Field field, JsonTree json) {
        if (field.type() == ValueType.TAGS && json instanceof JsonTree.ArrayNode list) {
            return readTags(field, list);
        }
        return isEmpty(json)
                ? reportEmpty(
                        json.location(),
                        "an empty text is not a value of " + field.label() + "; null clears it",
                        "null")
                : readTyped(field, json, field.type(), Optional.empty());
    }

    /** Reads a value to compare the field with, for an operator that fits the field. */
    Optional<Value> readOperand(Field field, Operator operator, JsonTree json) {
        if (isEmpty(json)) {
            return reportEmpty(
                    json.location(),
                    field.label() + " cannot be compared with "
                            + (json instanceof JsonTree.NullNode ? "null" : "empty text"),
                    "\"operator\": \"" + (operator.isNegated() ? Operator.IS_NOT_EMPTY : Operator.IS_EMPTY).id()
                            + "\"");
        }
        boolean equality = operator.category() == Operator.Category.EQUALITY;
        if (field.slot() == StandardFields.EMAIL.slot() && !equality && json instanceof JsonTree.StringNode text) {
            return Optional.of(Value.Text.of(asciiDomain(TextKey.clean(text.value()))));
        }
        ValueType type = operandType(field, equality, json);
        if (type == ValueType.TEXT && equality && json instanceof JsonTree.StringNode text) {
            warnOfSeveralValues(text);
        }
        return readTyped(field, json, type, Optional.of(operator));
    }

    /** Returns the type of the values with which an operator compares the field. */
    private static ValueType operandType(Field field, boolean equality, JsonTree json) {
        return switch (field.type()) {
            case COUNTRY -> equality ? ValueType.COUNTRY : ValueType.TEXT;
            case TAGS -> ValueType.TEXT;
            case DATE_TIME ->
                json instanceof JsonTree.StringNode text
                                && TextKey.clean(text.value()).length() == 10
                        ? ValueType.DATE
                        : ValueType.DATE_TIME;
            case TEXT, NUMBER, YES_NO, DATE -> field.type();
        };
    }

    /** Warns if a text looks like several values: it is compared as one. */
    private void warnOfSeveralValues(JsonTree.StringNode json) {
        List<String> parts = ValueList.split(json.value());
        if (parts.size() > 1) {
            problems.addWarning(
                    json.location(),
                    ProblemCode.LOOKS_LIKE_A_LIST,
                    QuotedText.of(json.value()) + " is one value; to compare with several values, write "
                            + ValueList.toJson(parts));
        }
    }

    /** Reads a time frame for an operator of time frames. */
    Optional<TimeFrame> readTimeFrame(Field field, Operator operator, JsonTree json) {
        if (!(json instanceof JsonTree.StringNode text)) {
            problems.add(
                    json.location(),
                    ProblemCode.BAD_TIME_FRAME,
                    field.label() + " needs a time frame such as \"last 30 days\"; this is " + json.kind());
            return Optional.empty();
        }
        Optional<TimeFrame> frame = TimeFrame.parse(text.value());
        if (frame.isEmpty()) {
            TimeFrameAdvice advice = TimeFrameAdvice.ofValue(text.value(), operator.isNegated());
            problems.add(json.location(), ProblemCode.BAD_TIME_FRAME, advice.message(), advice.suggestion());
        }
        return frame;
    }

    private static boolean isEmpty(JsonTree json) {
        return json instanceof JsonTree.NullNode
                || (json instanceof JsonTree.StringNode text
                        && TextKey.clean(text.value()).isEmpty());
    }

    private Optional<Value> reportEmpty(SourceLocation location, String message, String suggestion) {
        problems.add(location, ProblemCode.EMPTY_VALUE, message, Optional.of(suggestion));
        return Optional.empty();
    }

    /** @param operator the operator that compares the field with the value; empty if the value is assigned */
    private Optional<Value> readTyped(Field field, JsonTree json, ValueType type, Optional<Operator> operator) {
        if (json instanceof JsonTree.StringNode text) {
            return readText(field, text, TextKey.clean(text.value()), type, operator);
        } else if (json instanceof JsonTree.NumberNode number && type == ValueType.NUMBER) {
            Optional<Value.Decimal> decimal = Value.Decimal.from(number.value());
            if (decimal.isEmpty()) {
                reportWrongValue(
                        json.location(),
                        number.value() + " has more than 15 significant digits or is not from 1e-90 to 1e90 in size",
                        Optional.empty());
            }
            return decimal.map(Value.class::cast);
        } else if (json instanceof JsonTree.BooleanNode yesNo && type == ValueType.YES_NO) {
            return Optional.of(Value.of(yesNo.value()));
        }
        reportWrongValue(
                json.location(),
                "%s needs %s; this is %s".formatted(field.label(), expected(type), json.kind()),
                alternative(json, type));
        return Optional.empty();
    }

    private Optional<Value> readText(
            Field field, JsonTree.StringNode json, String clean, ValueType type, Optional<Operator> operator) {
        try {
            return switch (type) {
                case TEXT, TAGS ->
                    field.slot() == StandardFields.EMAIL.slot()
                            ? ValueReader.read(field, clean, zone)
                            : Optional.of(asType(type, Value.Text.of(clean)));
                case DATE -> Optional.of(ValueReader.readDate(clean));
                case DATE_TIME -> Optional.of(ValueReader.readDateTime(clean, zone));
                case COUNTRY -> readCountry(json.location(), clean, operator.isPresent());
                case YES_NO ->
                    TextKey.of(clean).equals("yes") || TextKey.of(clean).equals("no")
                            ? Optional.of(ValueReader.readYesNo(clean))
                            : reportQuoted(field, json, clean, type);
                case NUMBER -> reportQuoted(field, json, clean, type);
            };
        } catch (WrongValueException wrongValue) {
            reportWrongValue(
                    json.location(),
                    String.valueOf(wrongValue.getMessage()),
                    operator.flatMap(compared -> suggestForComparison(compared, clean, type)));
            return Optional.empty();
        }
    }

    /** Returns the list of values, or the operator of time frames, that has the meaning of a comparison with the text. */
    private Optional<String> suggestForComparison(Operator operator, String text, ValueType type) {
        boolean equality = operator.category() == Operator.Category.EQUALITY;
        if (type == ValueType.TEXT) {
            List<String> addresses = ValueList.split(text);
            return addresses.size() > 1
                            && addresses.stream()
                                    .allMatch(part -> EmailAddress.parse(part).isPresent())
                    ? Optional.of(ValueList.toJson(addresses))
                    : Optional.empty();
        }
        return TimeFrame.parse(text)
                .filter(timeFrame -> equality && Operator.IN_TIME_FRAME.appliesTo(type))
                .map(timeFrame -> "\"operator\": \""
                        + (operator.isNegated() ? Operator.NOT_IN_TIME_FRAME : Operator.IN_TIME_FRAME).id() + "\"");
    }

    private static Value asType(ValueType type, Value.Text text) {
        return type == ValueType.TAGS ? new Value.Tags(List.of(text)) : text;
    }

    /** Reports text where a number, true or false is needed, and suggests the value without quotes. */
    private Optional<Value> reportQuoted(Field field, JsonTree.StringNode json, String clean, ValueType type) {
        Optional<String> suggestion;
        try {
            suggestion = Optional.of(
                    type == ValueType.NUMBER
                            ? ValueReader.readNumber(clean).text()
                            : Boolean.toString(ValueReader.readYesNo(clean).yes()));
        } catch (WrongValueException unreadable) {
            suggestion = Optional.empty();
        }
        reportWrongValue(
                json.location(),
                "%s needs %s; %s is text".formatted(field.label(), expected(type), QuotedText.of(json.value())),
                suggestion);
        return Optional.empty();
    }

    /** @param compared whether the value is compared, so that there may be several */
    private Optional<Value> readCountry(SourceLocation location, String name, boolean compared) {
        Optional<Country> country = Country.find(name);
        if (country.isEmpty()) {
            problems.add(
                    location,
                    ProblemCode.UNKNOWN_COUNTRY,
                    "there is no country " + QuotedText.of(name),
                    () -> suggestCountries(name, compared));
        }
        return country.map(Value.CountryName::of);
    }

    private static Optional<String> suggestCountries(String name, boolean compared) {
        List<String> parts = ValueList.splitWords(name);
        if (parts.size() > 1) {
            return compared
                            && parts.stream()
                                    .allMatch(part -> Country.find(part).isPresent())
                    ? Optional.of(ValueList.toJson(parts))
                    : Optional.empty();
        }
        return NearestName.of(name, Country.all().stream().map(Country::name).toList())
                .map(QuotedText::of);
    }

    private Optional<Value> readTags(Field field, JsonTree.ArrayNode list) {
        List<Value.Text> tags = new ArrayList<>();
        for (JsonTree item : list.elements()) {
            if (item instanceof JsonTree.StringNode text) {
                Value.Text.from(text.value())
                        .ifPresentOrElse(
                                tags::add,
                                () -> problems.add(
                                        item.location(), ProblemCode.EMPTY_VALUE, "an empty text is not a tag"));
            } else {
                reportWrongValue(
                        item.location(),
                        field.label() + " needs tags, which are text; this is " + item.kind(),
                        alternative(item, ValueType.TAGS));
            }
        }
        if (list.elements().isEmpty()) {
            return reportEmpty(list.location(), "an empty list has no tag; null clears " + field.label(), "null");
        }
        return tags.size() == list.elements().size() ? Optional.of(new Value.Tags(tags)) : Optional.empty();
    }

    private void reportWrongValue(SourceLocation location, String message, Optional<String> suggestion) {
        problems.add(location, ProblemCode.WRONG_VALUE, message, suggestion);
    }

    private static String expected(ValueType type) {
        return switch (type) {
            case TEXT -> "text in double quotes";
            case NUMBER -> "a number such as 1200.5, without quotes";
            case YES_NO -> "true or false";
            case DATE -> "a date such as \"2026-01-31\"";
            case DATE_TIME -> "a date and time such as \"2026-01-31T09:30:00Z\"";
            case TAGS -> "a tag in double quotes";
            case COUNTRY -> "a country such as \"Canada\" or \"CA\"";
        };
    }

    /** Returns the JSON as it must be written for that type, if it can be converted. */
    private static Optional<String> alternative(JsonTree json, ValueType type) {
        boolean text = type == ValueType.TEXT || type == ValueType.TAGS;
        if (json instanceof JsonTree.NumberNode number) {
            String digits = number.value().toString();
            boolean isYesNoDigit = type == ValueType.YES_NO && (digits.equals("1") || digits.equals("0"));
            return text
                    ? Optional.of(QuotedText.of(digits))
                    : isYesNoDigit ? Optional.of("" + digits.equals("1")) : Optional.empty();
        }
        return json instanceof JsonTree.BooleanNode yesNo && text
                ? Optional.of(QuotedText.of(Boolean.toString(yesNo.value())))
                : Optional.empty();
    }

    /** Converts the domain of a part of an address to A-labels, because addresses are stored with A-labels. */
    private static String asciiDomain(String part) {
        int atIndex = part.indexOf('@');
        if (atIndex < 0) {
            return part;
        }
        return DomainName.canonicalize(part.substring(atIndex + 1))
                .map(domain -> part.substring(0, atIndex + 1) + domain + (part.endsWith(".") ? "." : ""))
                .orElse(part);
    }
}
