package heed.cli.internal.files;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import heed.cli.internal.console.JsonOutput;
import heed.imports.format.ColumnFormat;
import heed.imports.table.FormulaEscaping;
import heed.model.field.Field;
import heed.model.field.Value;
import heed.model.field.ValueType;
import heed.model.prospect.Prospect;
import java.io.IOException;
import java.io.Writer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.SequenceWriter;

/** Writes prospects with every field under its label. Closing completes the file. */
public interface ProspectWriter extends AutoCloseable {
    void write(Prospect prospect) throws IOException;

    @Override
    void close() throws IOException;

    /**
     * Writes CSV: a header, and one row for each prospect. Cells that a spreadsheet would run as formulas are escaped.
     */
    final class CsvProspectWriter implements ProspectWriter {
        private final CsvWriter csv;
        private final List<Field> fields;

        public CsvProspectWriter(Writer out, List<Field> fields) {
            this.csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(out);
            this.fields = fields;
            csv.writeRecord(fields.stream()
                    .map(field -> FormulaEscaping.escape(field.label()))
                    .toList());
        }

        @Override
        public void write(Prospect prospect) {
            csv.writeRecord(fields.stream()
                    .map(field -> prospect.value(field)
                            .map(value -> formatCell(field, value))
                            .orElse(""))
                    .toList());
        }

        /** Escapes texts that look like formulas. Numbers stay as they are: a negative number is not a formula. */
        private static String formatCell(Field field, Value value) {
            String cell = ColumnFormat.write(value);
            return field.type() == ValueType.NUMBER ? cell : FormulaEscaping.escape(cell);
        }

        @Override
        public void close() throws IOException {
            csv.close();
        }
    }

    /** Writes JSON Lines: one object for each prospect, with null for an empty field. */
    final class JsonLinesProspectWriter implements ProspectWriter {
        private final Writer out;
        private final SequenceWriter json;
        private final List<Field> fields;
        private boolean wroteAny;

        public JsonLinesProspectWriter(Writer out, List<Field> fields) {
            this.out = out;
            this.json = JsonOutput.linesWriter(out);
            this.fields = fields;
        }

        @Override
        public void write(Prospect prospect) {
            json.write(valuesByLabel(prospect, fields));
            wroteAny = true;
        }

        @Override
        public void close() throws IOException {
            json.close();
            out.write(wroteAny ? "\n" : "");
            out.close();
        }
    }

    /** Writes one JSON document: {@code {"prospects":[…]}}. */
    final class JsonDocumentProspectWriter implements ProspectWriter {
        private final Writer out;
        private final SequenceWriter json;
        private final List<Field> fields;

        public JsonDocumentProspectWriter(Writer out, List<Field> fields) throws IOException {
            out.write("{\"prospects\":");
            this.out = out;
            this.json = JsonOutput.arrayWriter(out);
            this.fields = fields;
        }

        @Override
        public void write(Prospect prospect) {
            json.write(valuesByLabel(prospect, fields));
        }

        @Override
        public void close() throws IOException {
            json.close();
            out.write("}\n");
            out.close();
        }
    }

    private static Map<String, Optional<Value>> valuesByLabel(Prospect prospect, List<Field> fields) {
        Map<String, Optional<Value>> values = new LinkedHashMap<>();
        fields.forEach(field -> values.put(field.label(), prospect.value(field)));
        return values;
    }
}
