package heed.cli.process;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The reason why a command was not carried out: what is wrong, where, and how to correct it. People see its message and
 * lines; programs see its code, message and properties.
 */
public final class CommandException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final ExitCode exitCode;
    private final String code;
    private final transient List<String> lines;
    private final transient Map<String, Object> properties;

    private CommandException(
            ExitCode exitCode, String code, String message, List<String> lines, Map<String, ?> properties) {
        super(message, null, false, false);
        this.exitCode = exitCode;
        this.code = code;
        this.lines = List.copyOf(lines);
        this.properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
    }

    /** Creates the exception of a command that failed. */
    public static CommandException failed(String code, String message) {
        return new CommandException(ExitCode.FAILED, code, message, List.of(), Map.of());
    }

    /** Creates the exception of a command whose input or definition is invalid. */
    public static CommandException invalid(String code, String message) {
        return new CommandException(ExitCode.INVALID, code, message, List.of(), Map.of());
    }

    /** Creates the exception of a command that a guard refuses. */
    public static CommandException refused(String code, String message) {
        return new CommandException(ExitCode.REFUSED, code, message, List.of(), Map.of());
    }

    /**
     * Returns this exception with details.
     *
     * @param lines are shown under the message
     * @param properties further properties of the JSON error object, in their order
     */
    public CommandException withDetails(List<String> lines, Map<String, ?> properties) {
        return new CommandException(exitCode, code, message(), lines, properties);
    }

    public ExitCode exitCode() {
        return exitCode;
    }

    /** Returns the code by which programs recognize the reason; it does not change between versions. */
    public String code() {
        return code;
    }

    public String message() {
        return String.valueOf(getMessage());
    }

    /** Returns the lines that people see under the message. */
    public List<String> lines() {
        return lines;
    }

    /** Returns the further properties of the JSON error object, in their order. */
    public Map<String, Object> properties() {
        return properties;
    }
}
