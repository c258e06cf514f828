package heed.cli.console;

import java.util.List;
import tools.jackson.core.JsonGenerator;

/**
 * Why a command was not done: what is wrong, where, and what would be right. Shown to people as its message and lines, to
 * programs as its code, message and data; never as a stack trace.
 */
public final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final Exit exit;
    private final String code;
    private final transient List<String> lines;
    private final transient Data data;

    /** Further properties of the error object, for programs. */
    @FunctionalInterface
    public interface Data {
        void write(JsonGenerator json);
    }

    private Failure(Exit exit, String code, String message, List<String> lines, Data data) {
        super(message, null, false, false);
        this.exit = exit;
        this.code = code;
        this.lines = List.copyOf(lines);
        this.data = data;
    }

    /** Could not be done. */
    public static Failure failed(String code, String message) {
        return new Failure(Exit.FAILED, code, message, List.of(), json -> {});
    }

    /** The input or a definition is wrong. */
    public static Failure invalid(String code, String message) {
        return new Failure(Exit.INVALID, code, message, List.of(), json -> {});
    }

    /** A guard refuses it. */
    public static Failure refused(String code, String message) {
        return new Failure(Exit.REFUSED, code, message, List.of(), json -> {});
    }

    /** The same with more to say, for people and for programs. */
    public Failure with(List<String> moreLines, Data moreData) {
        return new Failure(exit, code, message(), moreLines, moreData);
    }

    public Exit exit() {
        return exit;
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

    void writeData(JsonGenerator json) {
        data.write(json);
    }
}
