package heed.model.run;

import java.time.Instant;

/**
 * A version of an automation's definition as its author wrote it.
 *
 * @param version from 1; the same text again is the same version
 * @param json the file's text, unchanged
 */
public record StoredDefinition(String automation, int version, String name, String json, Instant storedAt) {}
