package heed.engine.definition;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The JSON Schema (2020-12) of definitions, for editors: it completes names and marks mistakes while one types. */
public final class DefinitionSchema {
    /** The name under which a definition's {@code $schema} refers to it. */
    public static final String FILE_NAME = "automation.schema.json";

    private DefinitionSchema() {}

    public static String text() {
        try (InputStream in = Objects.requireNonNull(DefinitionSchema.class.getResourceAsStream(FILE_NAME))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
