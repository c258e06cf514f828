package heed.filters.json;

import static org.assertj.core.api.Assertions.assertThat;

import heed.model.field.StandardFields;
import heed.model.field.Value;
import heed.model.field.ValueType;
import heed.model.prospect.ValueReader;
import java.io.StringWriter;
import java.time.ZoneOffset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

class ValueJsonTest {

    @ParameterizedTest(name = "{0} {1} is {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "TEXT      | say \"hi\"           | \"say \\\"hi\\\"\"",
                "NUMBER    | 1200.50              | 1200.5",
                "NUMBER    | 1e40                 | 1E+40",
                "YES_NO    | Yes                  | true",
                "YES_NO    | No                   | false",
                "DATE      | 2026-01-31           | \"2026-01-31\"",
                "DATE_TIME | 2026-01-31T09:30:00Z | \"2026-01-31T09:30:00Z\"",
                "TAGS      | b; a                 | [\"a\",\"b\"]",
                "COUNTRY   | Canada               | \"CA\"",
                "COUNTRY   | Atlantis             | \"Atlantis\"",
            })
    void each_type_of_value_has_its_json(ValueType type, String text, String expected) {
        StringWriter written = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), written)) {
            ValueJson.write(json, read(type, text));
        }

        assertThat(written).hasToString(expected);
    }

    private static Value read(ValueType type, String text) {
        return switch (type) {
            case TEXT ->
                ValueReader.read(StandardFields.CITY, text, ZoneOffset.UTC).orElseThrow();
            case NUMBER -> ValueReader.readNumber(text);
            case YES_NO -> ValueReader.readYesNo(text);
            case DATE -> ValueReader.readDate(text);
            case DATE_TIME -> ValueReader.readDateTime(text, ZoneOffset.UTC);
            case TAGS -> ValueReader.readTags(text);
            case COUNTRY -> Value.CountryName.from(text).orElseThrow();
        };
    }
}
