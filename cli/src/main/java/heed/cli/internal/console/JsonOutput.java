package heed.cli.internal.console;

import java.io.Writer;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.SerializableString;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.io.SerializedString;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultPrettyPrinter;

/** Writes JSON that is also safe to show on a terminal. */
public final class JsonOutput {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .disable(StreamWriteFeature.FLUSH_PASSED_TO_STREAM)
            .build();

    private JsonOutput() {}

    /** One document, indented. */
    static void writeDocument(Writer writer, Consumer<JsonGenerator> body) {
        try (JsonGenerator json = FACTORY.createGenerator(new IndentedContext(), new TerminalSafeWriter(writer))) {
            body.accept(json);
        }
    }

    /** A generator of documents on one line each. */
    public static JsonGenerator createLinesGenerator(Writer writer) {
        return FACTORY.createGenerator(new LinesContext(), new TerminalSafeWriter(writer));
    }

    /** A property with a text, or null. */
    public static void writeText(JsonGenerator json, String name, Optional<String> text) {
        json.writeName(name);
        text.ifPresentOrElse(json::writeString, json::writeNull);
    }

    /** A property with an instant as ISO 8601 writes it. */
    public static void writeInstant(JsonGenerator json, String name, Instant instant) {
        json.writeStringProperty(name, instant.toString());
    }

    /** An array property of texts. */
    public static void writeTexts(JsonGenerator json, String name, Iterable<String> texts) {
        json.writeArrayPropertyStart(name);
        texts.forEach(json::writeString);
        json.writeEndArray();
    }

    private static final class IndentedContext extends ObjectWriteContext.Base {
        private final PrettyPrinter printer = new DefaultPrettyPrinter();

        @Override
        public @Nullable PrettyPrinter getPrettyPrinter() {
            return printer;
        }

        @Override
        public boolean hasPrettyPrinter() {
            return true;
        }
    }

    private static final class LinesContext extends ObjectWriteContext.Base {
        private static final SerializedString END = new SerializedString("\n");

        @Override
        public SerializableString getRootValueSeparator(@Nullable SerializableString usual) {
            return END;
        }
    }
}
