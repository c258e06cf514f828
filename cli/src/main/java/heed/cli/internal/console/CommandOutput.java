package heed.cli.internal.console;

/** The answer of a command, in a form for programs and a form for people. */
public interface CommandOutput {

    /** Returns the record that {@link JsonOutput} writes as one JSON document. */
    Object toJson();

    /** Prints the answer for people. */
    void printText(CommandConsole console);

    /** Writes the answer as JSON or prints it for people. */
    default void writeTo(CommandConsole console, boolean asJson) {
        if (asJson) {
            console.writeJson(toJson());
        } else {
            printText(console);
        }
    }
}
