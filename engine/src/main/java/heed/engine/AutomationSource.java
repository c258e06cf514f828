package heed.engine;

import heed.engine.definition.Automation;

/**
 * An automation and the text it was read from, which a run keeps.
 *
 * @param json the file's text, unchanged
 */
public record AutomationSource(Automation automation, String json) {}
