package heed.cli.console;

import tools.jackson.core.JsonGenerator;

/** What a command answers, for programs and for people. */
public interface Answer {

    /** Writes it as one JSON document. */
    void write(JsonGenerator json);

    /** Prints it for people. */
    void print(Console console);

    default void answer(Console console, boolean asJson) {
        if (asJson) {
            console.json(this::write);
        } else {
            print(console);
        }
    }
}
