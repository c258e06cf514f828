package heed.filters;

import heed.filters.json.JsonTree;
import heed.filters.json.NearestName;
import heed.filters.json.Place;
import heed.filters.json.ProblemCode;
import heed.filters.json.Problems;
import heed.filters.json.Quoted;
import heed.model.Country;
import heed.model.Field;
import heed.model.FieldCatalog;
import heed.model.StandardFields;
import heed.model.TextKey;
import heed.model.Value;
import heed.model.ValueReader;
import heed.model.ValueReader.WrongValueException;
import heed.model.ValueType;
import java.net.IDN;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads JSON as fields and their values, for criteria and for actions. What is none is a problem, and empty. */
public final class JsonValues {
    private final FieldCatalog fields;
    private final ZoneId zone;
    private final Problems problems;

    /** @param zone of the account, for a date and time that names none */
    public JsonValues(FieldCatalog fields, ZoneId zone, Problems problems) {
        this.fields = fields;
        this.zone = zone;
        this.problems = problems;
    }

    /** The field of that name: a label or an API name, in any case. */
    public Optional<Field> field(JsonTree.Text name) {
        Optional<Field> field = fields.find(name.text());
        if (field.isEmpty()) {
            problems.add(
                    name.at(),
                    ProblemCode.UNKNOWN_FIELD,
                    "there is no field " + Quoted.of(name.text()),
                    () -> nearest(name.text()).map(Quoted::of));
        }
        return field;
    }

    /** By its names, or else by the words by which it is searched. */
    private Optional<String> nearest(String name) {
        List<String> labels = fields.all().stream().map(Field::label).toList();
        List<String> apiNames = fields.all().stream().map(Field::apiName).toList();
        return NearestName.of(name, labels)
                .or(() -> NearestName.of(name, apiNames))
                .or(() -> name.isBlank()
                        ? Optional.empty()
                        : fields.search(name).stream().findFirst().map(Field::label));
    }

    /** A value that a prospect's field can be given. Null is none: it clears, and is the caller's to read. */
    public Optional<Value> toSet(Field field, JsonTree json) {
        if (field.type() == ValueType.TAGS && json instanceof JsonTree.Items list) {
            return tags(field, list);
        }
        return empty(json)
                ? emptyValue(json.at(), "an empty text is no value of " + field.label() + "; null clears it", "null")
                : value(field, json, field.type());
    }

    /** A value that the field is compared with by an operator that fits it. */
    Optional<Value> toCompare(Field field, Operator operator, JsonTree json) {
        if (empty(json)) {
            return emptyValue(
                    json.at(),
                    field.label() + " cannot be compared with "
                            + (json instanceof JsonTree.Null ? "null" : "empty text"),
                    "\"operator\": \"" + (operator.negative() ? Operator.IS_NOT_EMPTY : Operator.IS_EMPTY).id() + "\"");
        }
        boolean equality = operator.kind() == Operator.Kind.EQUALITY;
        if (field.slot() == StandardFields.EMAIL.slot() && !equality && json instanceof JsonTree.Text text) {
            return Optional.of(Value.Text.of(asciiDomain(TextKey.clean(text.text()))));
        }
        return switch (field.type()) {
            case COUNTRY -> value(field, json, equality ? ValueType.COUNTRY : ValueType.TEXT);
            case TAGS -> value(field, json, ValueType.TEXT);
            case DATE_TIME ->
                json instanceof JsonTree.Text text && TextKey.clean(text.text()).length() == 10
                        ? value(field, json, ValueType.DATE)
                        : value(field, json, ValueType.DATE_TIME);
            case TEXT, NUMBER, YES_NO, DATE -> value(field, json, field.type());
        };
    }

    Optional<TimeFrame> timeFrame(Field field, JsonTree json) {
        if (!(json instanceof JsonTree.Text text)) {
            problems.add(
                    json.at(),
                    ProblemCode.BAD_TIME_FRAME,
                    field.label() + " is looked for in a time frame such as \"last 30 days\"; this is " + json.kind());
            return Optional.empty();
        }
        Optional<TimeFrame> frame = TimeFrame.find(text.text());
        if (frame.isEmpty()) {
            problems.add(
                    json.at(),
                    ProblemCode.BAD_TIME_FRAME,
                    Quoted.of(text.text()) + " is no time frame; they are written like " + TimeFrame.EXAMPLES,
                    () -> TimeFrame.nearest(text.text()).map(nearest -> Quoted.of(nearest.toString())));
        }
        return frame;
    }

    private static boolean empty(JsonTree json) {
        return json instanceof JsonTree.Null
                || (json instanceof JsonTree.Text text
                        && TextKey.clean(text.text()).isEmpty());
    }

    private Optional<Value> emptyValue(Place at, String message, String suggestion) {
        problems.add(at, ProblemCode.EMPTY_VALUE, message, Optional.of(suggestion));
        return Optional.empty();
    }

    private Optional<Value> value(Field field, JsonTree json, ValueType type) {
        if (json instanceof JsonTree.Text text) {
            return written(field, text, TextKey.clean(text.text()), type);
        } else if (json instanceof JsonTree.Numeral number && type == ValueType.NUMBER) {
            Optional<Value.Decimal> decimal = Value.Decimal.find(number.number());
            if (decimal.isEmpty()) {
                wrong(
                        json.at(),
                        number.number() + " has more than 15 significant digits or is not from 1e-90 to 1e90 in size",
                        Optional.empty());
            }
            return decimal.map(Value.class::cast);
        } else if (json instanceof JsonTree.YesNo yesNo && type == ValueType.YES_NO) {
            return Optional.of(Value.of(yesNo.yes()));
        }
        wrong(
                json.at(),
                "%s takes %s; this is %s".formatted(field.label(), wanted(type), json.kind()),
                instead(json, type));
        return Optional.empty();
    }

    private Optional<Value> written(Field field, JsonTree.Text json, String clean, ValueType type) {
        try {
            return switch (type) {
                case TEXT, TAGS ->
                    field.slot() == StandardFields.EMAIL.slot()
                            ? ValueReader.read(field, clean, zone)
                            : Optional.of(asType(type, Value.Text.of(clean)));
                case DATE -> Optional.of(ValueReader.date(clean));
                case DATE_TIME -> Optional.of(ValueReader.dateTime(clean, zone));
                case COUNTRY -> country(json.at(), clean);
                case YES_NO ->
                    TextKey.of(clean).equals("yes") || TextKey.of(clean).equals("no")
                            ? Optional.of(ValueReader.yesNo(clean))
                            : quoted(field, json, clean, type);
                case NUMBER -> quoted(field, json, clean, type);
            };
        } catch (WrongValueException wrongValue) {
            Optional<String> frame = TimeFrame.find(clean)
                    .filter(found -> Operator.IN_TIME_FRAME.appliesTo(type))
                    .map(found -> "\"operator\": \"" + Operator.IN_TIME_FRAME.id() + "\"");
            wrong(json.at(), String.valueOf(wrongValue.getMessage()), frame);
            return Optional.empty();
        }
    }

    private static Value asType(ValueType type, Value.Text text) {
        return type == ValueType.TAGS ? new Value.Tags(List.of(text)) : text;
    }

    /** Text where a number, true or false belongs. */
    private Optional<Value> quoted(Field field, JsonTree.Text json, String clean, ValueType type) {
        Optional<String> meant;
        try {
            meant = Optional.of(
                    type == ValueType.NUMBER
                            ? ValueReader.number(clean).text()
                            : Boolean.toString(ValueReader.yesNo(clean).yes()));
        } catch (WrongValueException notThatEither) {
            meant = Optional.empty();
        }
        wrong(
                json.at(),
                "%s takes %s; %s is text".formatted(field.label(), wanted(type), Quoted.of(json.text())),
                meant);
        return Optional.empty();
    }

    private Optional<Value> country(Place at, String name) {
        Optional<Country> country = Country.find(name);
        if (country.isEmpty()) {
            problems.add(
                    at,
                    ProblemCode.UNKNOWN_COUNTRY,
                    "there is no country " + Quoted.of(name),
                    () -> NearestName.of(
                                    name,
                                    Country.all().stream().map(Country::name).toList())
                            .map(Quoted::of));
        }
        return country.map(Value.CountryName::of);
    }

    private Optional<Value> tags(Field field, JsonTree.Items list) {
        List<Value.Text> tags = new ArrayList<>();
        for (JsonTree item : list.items()) {
            if (item instanceof JsonTree.Text text) {
                Value.Text.find(text.text())
                        .ifPresentOrElse(
                                tags::add,
                                () -> problems.add(item.at(), ProblemCode.EMPTY_VALUE, "an empty text is no tag"));
            } else {
                wrong(
                        item.at(),
                        field.label() + " takes tags, which are text; this is " + item.kind(),
                        instead(item, ValueType.TAGS));
            }
        }
        if (list.items().isEmpty()) {
            return emptyValue(list.at(), "an empty list sets no tag; null clears " + field.label(), "null");
        }
        return tags.size() == list.items().size() ? Optional.of(new Value.Tags(tags)) : Optional.empty();
    }

    private void wrong(Place at, String message, Optional<String> suggestion) {
        problems.add(at, ProblemCode.WRONG_VALUE, message, suggestion);
    }

    private static String wanted(ValueType type) {
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

    /** The same as it would have to be written for that type. */
    private static Optional<String> instead(JsonTree json, ValueType type) {
        boolean text = type == ValueType.TEXT || type == ValueType.TAGS;
        if (json instanceof JsonTree.Numeral number) {
            String digits = number.number().toString();
            boolean bit = type == ValueType.YES_NO && (digits.equals("1") || digits.equals("0"));
            return text
                    ? Optional.of(Quoted.of(digits))
                    : bit ? Optional.of("" + digits.equals("1")) : Optional.empty();
        }
        return json instanceof JsonTree.YesNo yesNo && text
                ? Optional.of(Quoted.of(Boolean.toString(yesNo.yes())))
                : Optional.empty();
    }

    /** Addresses are stored with their domain in A-labels, so that is what a part of one is looked for in. */
    private static String asciiDomain(String part) {
        int at = part.indexOf('@');
        if (at < 0) {
            return part;
        }
        try {
            return part.substring(0, at + 1) + IDN.toASCII(part.substring(at + 1));
        } catch (IllegalArgumentException notADomain) {
            return part;
        }
    }
}
