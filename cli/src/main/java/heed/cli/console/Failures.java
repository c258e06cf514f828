package heed.cli.console;

import heed.model.store.StoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what went wrong, whatever it was, in a sentence or a JSON document; never with a stack trace. */
public final class Failures {
    private final Console console;

    public Failures(World world) {
        this.console = new Console(world);
    }

    /** For arguments that do not fit a command. */
    public int wrongArguments(ParameterException wrong, String[] arguments) {
        String command = wrong.getCommandLine().getCommandSpec().qualifiedName();
        List<String> suggestions = wrong instanceof UnmatchedArgumentException unmatched
                ? unmatched.getSuggestions().stream().limit(3).toList()
                : List.of();
        String message = String.valueOf(wrong.getMessage()).lines().findFirst().orElse("")
                + (suggestions.isEmpty() ? "" : ". Did you mean " + String.join(" or ", suggestions) + "?");
        Failure failure = Failure.invalid("usage", message)
                .with(List.of("`" + command + " --help` shows what it takes."), json -> {});
        return told(failure, json(arguments));
    }

    /** For what a command threw. */
    public int thrown(Throwable thrown, String... arguments) {
        return thrown instanceof ClosedPipe ? Exit.DONE.code() : told(failure(thrown), json(arguments));
    }

    private int told(Failure failure, boolean json) {
        try {
            console.failure(failure, json);
        } catch (ClosedPipe nobodyReads) {
            // the exit code says it
        }
        return failure.exit().code();
    }

    private static boolean json(String[] arguments) {
        return Arrays.asList(arguments).contains("--json");
    }

    private static Failure failure(Throwable thrown) {
        if (thrown instanceof Failure failure) {
            return failure;
        } else if (thrown instanceof StoreException) {
            return Failure.failed("store", String.valueOf(thrown.getMessage()));
        } else if (thrown instanceof UncheckedIOException unchecked && unchecked.getCause() != null) {
            return failure(unchecked.getCause());
        } else if (thrown instanceof IOException io) {
            return Failure.failed("file", words(io));
        } else if (thrown instanceof OutOfMemoryError) {
            return Failure.failed("memory", "there is not enough memory; give Java more with JAVA_TOOL_OPTIONS=-Xmx2g");
        }
        StackTraceElement[] trace = thrown.getStackTrace();
        return Failure.failed(
                "internal",
                "something is wrong in heed itself: " + thrown + (trace.length == 0 ? "" : " (at " + trace[0] + ")"));
    }

    private static String words(IOException e) {
        if (e instanceof NoSuchFileException missing) {
            return "there is no " + missing.getFile();
        } else if (e instanceof AccessDeniedException denied) {
            return denied.getFile() + ": permission denied";
        } else if (e instanceof FileSystemException other && other.getReason() != null) {
            return other.getFile() + ": " + other.getReason();
        }
        return "a file could not be read or written: " + e.getMessage();
    }

    /** Lets a command line answer by this. */
    public void on(CommandLine commands) {
        commands.setParameterExceptionHandler(this::wrongArguments);
        commands.setExecutionExceptionHandler((thrown, command, parsed) ->
                thrown(thrown, parsed.originalArgs().toArray(String[]::new)));
    }
}
