package heed.cli.console;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;

/** Where a command's words go: the result to standard output, everything else to standard error. */
public final class Console {
    private final World world;
    private final Writer out;
    private final Writer err;

    public Console(World world) {
        this.world = world;
        this.out = new OutputStreamWriter(world.out(), StandardCharsets.UTF_8);
        this.err = new OutputStreamWriter(world.err(), StandardCharsets.UTF_8);
    }

    /** A line of the result. */
    public void line(String line) {
        write(out, Plain.text(line) + "\n");
    }

    public void lines(List<String> lines) {
        lines.forEach(this::line);
    }

    /** A line for the person who calls, not part of the result. */
    public void note(String line) {
        write(err, Plain.text(line) + "\n");
    }

    /** The result as a JSON document. */
    public void json(Consumer<JsonGenerator> body) {
        Json.write(out, body);
        write(out, "\n");
    }

    /** For a result that is a file: unchanged, except that nothing in it steers a terminal that it goes to. */
    public Writer file() {
        return world.terminals().out() ? new SafeWriter(out) : out;
    }

    /** Shows how far long work is. */
    public Progress progress(String task, String noun, long most) {
        return Progress.of(world, task, noun, most, this::note);
    }

    /** What is said of a failure: a line or more on standard error, or with {@code json} a document as the result. */
    public void failure(Failure failure, boolean json) {
        if (json) {
            json(generator -> {
                generator.writeStartObject();
                generator.writeName("error");
                generator.writeStartObject();
                generator.writeStringProperty("code", failure.code());
                generator.writeStringProperty("message", failure.message());
                failure.writeData(generator);
                generator.writeEndObject();
                generator.writeEndObject();
            });
        } else {
            note("heed: " + failure.message());
            failure.lines().forEach(this::note);
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
