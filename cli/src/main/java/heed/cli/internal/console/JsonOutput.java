package heed.cli.internal.console;

import java.io.StringWriter;
import java.io.Writer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.SequenceWriter;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * Writes answers as JSON that is also safe to show on a terminal.
 *
 * <p>An answer is a record whose components are the properties of the document, in their order. An empty {@code Optional}
 * is {@code null}, or absent where its component is annotated so; an {@code Instant} is ISO 8601 text; a field value is
 * written by {@link FieldValueSerializer}; {@link JsonRows} are an array of which one row at a time is in memory.
 */
public final class JsonOutput {
    /** The only mapper of the commands, so that every answer is written alike. */
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
                    .disable(StreamWriteFeature.FLUSH_PASSED_TO_STREAM)
                    .build())
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            // A closed pipe or a requested stop in the middle of a document reaches the caller as it was thrown.
            .disable(SerializationFeature.WRAP_EXCEPTIONS)
            .disable(SerializationFeature.FLUSH_AFTER_WRITE_VALUE)
            .addModule(new SimpleModule()
                    .addSerializer(new FieldValueSerializer())
                    .addSerializer(new JsonRowsSerializer()))
            .build();

    private static final ObjectWriter INDENTED = MAPPER.writerWithDefaultPrettyPrinter();
    private static final ObjectWriter LINES = MAPPER.writer().withRootValueSeparator("\n");

    private JsonOutput() {}

    /** Writes one indented document. The writer stays open and is not flushed. */
    public static void writeDocument(Writer writer, Object answer) {
        // A generator of its own, because it also ends the document if an answer's rows fail halfway.
        try (JsonGenerator json = INDENTED.createGenerator(new TerminalSafeWriter(writer))) {
            INDENTED.writeValue(json, answer);
        }
    }

    /** Returns an indented document, with a line break at its end. */
    public static String toText(Object answer) {
        StringWriter text = new StringWriter();
        writeDocument(text, answer);
        return text + "\n";
    }

    /** Returns a writer of documents, each on a line of its own. Closing it leaves {@code writer} open. */
    public static SequenceWriter linesWriter(Writer writer) {
        return LINES.writeValues(new TerminalSafeWriter(writer));
    }

    /** Returns a writer of the elements of one array. Closing it ends the array and leaves {@code writer} open. */
    public static SequenceWriter arrayWriter(Writer writer) {
        return LINES.writeValuesAsArray(new TerminalSafeWriter(writer));
    }
}
