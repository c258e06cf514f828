package heed.engine.definition;

/**
 * An automation and the text it was read from, which a run keeps.
 *
 * @param json the file's text, unchanged
 */
public record AutomationSource(Automation automation, String json) {}
