package heed.cli.internal.console;

import tools.jackson.core.JsonGenerator;

/** What a command answers, for programs and for people. */
public interface CommandOutput {

    /** Writes it as one JSON document. */
    void writeJson(JsonGenerator json);

    /** Prints it for people. */
    void printText(CommandConsole console);

    default void writeTo(CommandConsole console, boolean asJson) {
        if (asJson) {
            console.writeJson(this::writeJson);
        } else {
            printText(console);
        }
    }
}
