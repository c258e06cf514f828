package heed.cli.internal.console;

import heed.cli.process.CommandEnvironment;
import heed.cli.process.CommandException;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;

/** Where a command's words go: the result to standard output, everything else to standard error. */
public final class CommandConsole {
    private final CommandEnvironment environment;
    private final Writer out;
    private final Writer err;

    public CommandConsole(CommandEnvironment environment) {
        this.environment = environment;
        this.out = new OutputStreamWriter(environment.out(), StandardCharsets.UTF_8);
        this.err = new OutputStreamWriter(environment.err(), StandardCharsets.UTF_8);
    }

    /** A line of the result. */
    public void printLine(String line) {
        write(out, TerminalText.escape(line) + "\n");
    }

    public void printLines(List<String> lines) {
        lines.forEach(this::printLine);
    }

    /** A line for the person who calls, not part of the result. */
    public void printNote(String line) {
        write(err, TerminalText.escape(line) + "\n");
    }

    /** The result as a JSON document. */
    public void writeJson(Consumer<JsonGenerator> body) {
        JsonOutput.writeDocument(out, body);
        write(out, "\n");
    }

    /** For a result that is a file: unchanged, except that nothing in it steers a terminal that it goes to. */
    public Writer fileWriter() {
        return environment.terminals().out() ? new TerminalSafeWriter(out) : out;
    }

    /** Shows how far long work is. */
    public ProgressDisplay startProgress(String task, String noun, long total) {
        return ProgressDisplay.of(environment, task, noun, total, this::printNote);
    }

    /** What is said of a failure: a line or more on standard error, or with {@code writeJson} a document as the result. */
    public void reportError(CommandException failure, boolean json) {
        if (json) {
            writeJson(generator -> {
                generator.writeStartObject();
                generator.writeName("error");
                generator.writeStartObject();
                generator.writeStringProperty("code", failure.code());
                generator.writeStringProperty("message", failure.message());
                failure.writeDetails(generator);
                generator.writeEndObject();
                generator.writeEndObject();
            });
        } else {
            printNote("heed: " + failure.message());
            failure.lines().forEach(this::printNote);
        }
    }

    private static void write(Writer writer, String text) {
        try {
            writer.write(text);
            writer.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
