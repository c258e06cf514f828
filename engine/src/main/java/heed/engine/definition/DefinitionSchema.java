package heed.engine.definition;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The JSON Schema (draft 2020-12) of definitions, with which editors complete names and mark mistakes. */
public final class DefinitionSchema {
    /** The file name by which the {@code $schema} property of a definition refers to the schema. */
    public static final String FILE_NAME = "automation.schema.json";

    private DefinitionSchema() {}

    /** Returns the text of the schema. */
    public static String text() {
        try (InputStream in = Objects.requireNonNull(DefinitionSchema.class.getResourceAsStream(FILE_NAME))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
