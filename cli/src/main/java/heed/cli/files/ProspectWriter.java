package heed.cli.files;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import heed.cli.accounts.FieldValues;
import heed.cli.console.Json;
import heed.model.field.Field;
import heed.model.field.Value;
import heed.model.field.ValueType;
import heed.model.prospect.Prospect;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** Writes prospects, every field of each under its label. Closing it ends the file. */
interface ProspectWriter extends AutoCloseable {
    void write(Prospect prospect) throws IOException;

    @Override
    void close() throws IOException;

    /** A header, and a row for each; what a spreadsheet would run is defused. */
    final class Csv implements ProspectWriter {
        private final CsvWriter csv;
        private final List<Field> fields;

        Csv(Writer out, List<Field> fields) {
            this.csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(out);
            this.fields = fields;
            csv.writeRecord(
                    fields.stream().map(field -> Formula.defuse(field.label())).toList());
        }

        @Override
        public void write(Prospect prospect) {
            csv.writeRecord(fields.stream()
                    .map(field -> prospect.value(field)
                            .map(value -> cell(field, value))
                            .orElse(""))
                    .toList());
        }

        /** A negative number is no formula. */
        private static String cell(Field field, Value value) {
            return field.type() == ValueType.NUMBER ? value.text() : Formula.defuse(value.text());
        }

        @Override
        public void close() throws IOException {
            csv.close();
        }
    }

    /** An object on a line for each; null where a field is empty. */
    final class JsonLines implements ProspectWriter {
        private final Writer out;
        private final JsonGenerator json;
        private final List<Field> fields;
        private boolean any;

        JsonLines(Writer out, List<Field> fields) {
            this.out = out;
            this.json = Json.lines(out);
            this.fields = fields;
        }

        @Override
        public void write(Prospect prospect) {
            writeObject(json, prospect, fields);
            any = true;
        }

        @Override
        public void close() throws IOException {
            json.close();
            out.write(any ? "\n" : "");
            out.close();
        }
    }

    /** One document: {@code {"prospects": […]}}. */
    final class JsonDocument implements ProspectWriter {
        private final JsonLines lines;

        JsonDocument(Writer out, List<Field> fields) {
            lines = new JsonLines(out, fields);
            lines.json.writeStartObject();
            lines.json.writeArrayPropertyStart("prospects");
        }

        @Override
        public void write(Prospect prospect) {
            lines.write(prospect);
        }

        @Override
        public void close() throws IOException {
            lines.json.writeEndArray();
            lines.json.writeEndObject();
            lines.any = true;
            lines.close();
        }
    }

    private static void writeObject(JsonGenerator json, Prospect prospect, List<Field> fields) {
        json.writeStartObject();
        for (Field field : fields) {
            json.writeName(field.label());
            FieldValues.write(json, prospect.value(field));
        }
        json.writeEndObject();
    }
}
