package heed.cli.internal.console;

import heed.cli.process.CommandEnvironment;
import heed.cli.process.CommandException;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The output of a command: the result goes to standard output, everything else to standard error. Control characters in
 * the text are escaped, so that data cannot steer a terminal.
 */
public final class CommandConsole {
    private final CommandEnvironment environment;
    private final Writer out;
    private final Writer err;

    public CommandConsole(CommandEnvironment environment) {
        this.environment = environment;
        this.out = new OutputStreamWriter(environment.out(), StandardCharsets.UTF_8);
        this.err = new OutputStreamWriter(environment.err(), StandardCharsets.UTF_8);
    }

    /** Prints one line of the result. */
    public void printLine(String line) {
        write(out, TerminalText.escape(line) + "\n");
    }

    /** Prints each text as one line of the result. */
    public void printLines(List<String> lines) {
        lines.forEach(this::printLine);
    }

    /** Prints the rows of a table that are not printed yet. Cells are cut only if standard output is a terminal. */
    public void printTable(TextTable table) {
        CommandEnvironment.Terminals terminals = environment.terminals();
        printLines(terminals.out() ? table.drainLines(terminals.columns()) : table.drainUncutLines());
    }

    /** Prints a note to standard error: a fact or advice that is not part of the result. */
    public void printNote(String sentence) {
        printDetail(MessageLabel.NOTE.of(sentence));
    }

    /** Prints a warning to standard error: what may not be as the user intends. */
    public void printWarning(String sentence) {
        printDetail(MessageLabel.WARNING.of(sentence));
    }

    /** Prints an error to standard error. A command that throws leaves that to {@link #reportError}. */
    public void printError(String sentence) {
        printDetail(MessageLabel.ERROR.of(sentence));
    }

    /** Prints a line to standard error that belongs to the message before it, or shows progress. */
    public void printDetail(String line) {
        write(err, TerminalText.escape(line) + "\n");
    }

    /** Prints an empty line to standard error, between the result and the notes under it. */
    public void printSeparator() {
        printDetail("");
    }

    /** Writes an answer record as the JSON document that is the result. */
    public void writeJson(Object answer) {
        JsonOutput.writeDocument(out, answer);
        write(out, "\n");
    }

    /** Returns the writer for a result that is a file. Text passes unchanged, but is escaped if standard output is a terminal. */
    public Writer fileWriter() {
        return environment.terminals().out() ? new TerminalSafeWriter(out) : out;
    }

    /**
     * Starts a progress display of a long task.
     *
     * @param task the activity, such as {@code Importing}
     * @param noun what is counted, in the singular
     * @param total the expected count
     */
    public ProgressDisplay startProgress(String task, String noun, long total) {
        return ProgressDisplay.of(environment, task, noun, total, this::printDetail);
    }

    private record ErrorAnswer(Map<String, Object> error) {
        static ErrorAnswer of(CommandException failure) {
            Map<String, Object> error = new LinkedHashMap<>();
            error.put("code", failure.code());
            error.put("message", failure.message());
            error.putAll(failure.properties());
            return new ErrorAnswer(error);
        }
    }

    /** Reports a failure: as lines on standard error, or with {@code json} as a document on standard output. */
    public void reportError(CommandException failure, boolean json) {
        if (json) {
            writeJson(ErrorAnswer.of(failure));
        } else {
            printError(failure.message());
            failure.lines().forEach(this::printDetail);
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
