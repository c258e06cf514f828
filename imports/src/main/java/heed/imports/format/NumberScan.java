package heed.imports.format;

import heed.model.field.Value;
import heed.model.prospect.ValueReader;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds the decimal mark. */
final class NumberScan extends ColumnScan {
    private static final int GROUP = 3; // digits between the marks that group them

    private ScanResult.@Nullable Sample pointOnly;
    private ScanResult.@Nullable Sample commaOnly;
    private ScanResult.@Nullable Sample either;

    @Override
    void addText(String text, long line) {
        if (text.indexOf('.') < 0 && text.indexOf(',') < 0) {
            return; // a number without marks, or no number
        } else if (pointOnly != null && isPlain(text)) {
            return; // says what an earlier one has said
        }
        Optional<Value> point = read(text, DecimalMark.POINT);
        Optional<Value> comma = read(text, DecimalMark.COMMA);
        if (point.equals(comma)) {
            return;
        }
        ScanResult.Sample sample = new ScanResult.Sample(text, line);
        if (comma.isEmpty()) {
            pointOnly = pointOnly == null ? sample : pointOnly;
        } else if (point.isEmpty()) {
            commaOnly = commaOnly == null ? sample : commaOnly;
        } else {
            either = either == null ? sample : either;
        }
    }

    /** Tests, without parsing the text, whether it has digits and a decimal point that cannot group them. */
    private static boolean isPlain(String text) {
        int point = text.indexOf('.');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (i != point && (c < '0' || c > '9')) {
                return false;
            }
        }
        return text.length() - point - 1 != GROUP && point > 0;
    }

    private static Optional<Value> read(String text, DecimalMark mark) {
        try {
            return NumericText.parse(text).flatMap(number -> number.plain(mark)).map(ValueReader::readNumber);
        } catch (ValueReader.WrongValueException outOfRange) {
            return Optional.empty();
        }
    }

    @Override
    public ScanResult result() {
        if (pointOnly != null && commaOnly != null) {
            return open(
                    "has numbers of two formats: " + quote(pointOnly) + " has a decimal point, and "
                            + quote(commaOnly)
                            + " a decimal comma. The option decides; rows of the other format are then rejected",
                    either == null ? pointOnly : either);
        } else if (pointOnly == null && commaOnly == null && either != null) {
            return open("can be read in two ways: " + quote(either), either);
        }
        return new ScanResult.Settled(
                ColumnFormat.STANDARD.withDecimal(commaOnly == null ? DecimalMark.POINT : DecimalMark.COMMA),
                Optional.ofNullable(pointOnly == null ? commaOnly : pointOnly));
    }

    private static ScanResult open(String problem, ScanResult.Sample sample) {
        return new ScanResult.Open(
                FormatOption.DECIMAL,
                problem,
                sample,
                List.of(choice(sample, DecimalMark.POINT), choice(sample, DecimalMark.COMMA)));
    }

    private static ScanResult.Choice choice(ScanResult.Sample sample, DecimalMark mark) {
        return new ScanResult.Choice(
                String.valueOf(mark.character()),
                read(sample.text(), mark).map(Value::text).orElse("no number"));
    }

    private static String quote(ScanResult.Sample sample) {
        return "\"" + sample.text() + "\" in line " + sample.line();
    }
}
