package heed.model.run;

import java.time.Instant;

/**
 * One version of an automation's definition, as its author wrote it, with the texts of message files in the place of
 * their names.
 *
 * @param automation the automation's id
 * @param version the version, from 1; storing the same text again gives the same version
 * @param name the automation's name
 * @param json the text
 * @param storedAt when this version was first stored
 */
public record StoredDefinition(String automation, int version, String name, String json, Instant storedAt) {}
