package heed.engine.definition;

/**
 * An automation with the text of its definition. A run stores the text, so that it can be resumed with the same
 * definition, whatever has become of the files that it named.
 *
 * @param automation what was read from the text
 * @param json the text of the definition as its author wrote it, with the texts of the files in the place of their names
 */
public record AutomationSource(Automation automation, String json) {}
