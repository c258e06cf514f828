package heed.engine.definition;

/**
 * An automation with the text of its definition. A run stores the text, so that it can be resumed with the same
 * definition.
 *
 * @param automation what was read from the text
 * @param json the unchanged text of the definition
 */
public record AutomationSource(Automation automation, String json) {}
