package heed.cli.process;

import java.util.List;
import tools.jackson.core.JsonGenerator;

/**
 * Why a command was not done: what is wrong, where, and what would be right. Shown to people as its message and lines, to
 * programs as its code, message and data; never as a stack trace.
 */
public final class CommandException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final ExitCode exitCode;
    private final String code;
    private final transient List<String> lines;
    private final transient Details details;

    /** Further properties of the error object, for programs. */
    @FunctionalInterface
    public interface Details {
        void write(JsonGenerator json);
    }

    private CommandException(ExitCode exitCode, String code, String message, List<String> lines, Details details) {
        super(message, null, false, false);
        this.exitCode = exitCode;
        this.code = code;
        this.lines = List.copyOf(lines);
        this.details = details;
    }

    /** Could not be done. */
    public static CommandException failed(String code, String message) {
        return new CommandException(ExitCode.FAILED, code, message, List.of(), json -> {});
    }

    /** The input or a definition is wrong. */
    public static CommandException invalid(String code, String message) {
        return new CommandException(ExitCode.INVALID, code, message, List.of(), json -> {});
    }

    /** A guard refuses it. */
    public static CommandException refused(String code, String message) {
        return new CommandException(ExitCode.REFUSED, code, message, List.of(), json -> {});
    }

    /** The same with more to say, for people and for programs. */
    public CommandException withDetails(List<String> lines, Details details) {
        return new CommandException(exitCode, code, message(), lines, details);
    }

    public ExitCode exitCode() {
        return exitCode;
    }

    /** Stable, for programs. */
    public String code() {
        return code;
    }

    public String message() {
        return String.valueOf(getMessage());
    }

    /** Shown under the message. */
    public List<String> lines() {
        return lines;
    }

    public void writeDetails(JsonGenerator json) {
        details.write(json);
    }
}
