package heed.cli.internal.console;

import heed.cli.process.BrokenPipeException;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.CommandException;
import heed.cli.process.ExitCode;
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
public final class ErrorReporter {
    private final CommandConsole console;

    public ErrorReporter(CommandEnvironment environment) {
        this.console = new CommandConsole(environment);
    }

    /** For arguments that do not fit a command. */
    public int reportUsageError(ParameterException wrong, String[] arguments) {
        String command = wrong.getCommandLine().getCommandSpec().qualifiedName();
        List<String> suggestions = wrong instanceof UnmatchedArgumentException unmatched
                ? unmatched.getSuggestions().stream().limit(3).toList()
                : List.of();
        String message = String.valueOf(wrong.getMessage()).lines().findFirst().orElse("")
                + (suggestions.isEmpty() ? "" : ". Did you mean " + String.join(" or ", suggestions) + "?");
        CommandException failure = CommandException.invalid("usage", message)
                .withDetails(List.of("`" + command + " --help` shows what it takes."), json -> {});
        return print(failure, wantsJson(arguments));
    }

    /** For what a command threw. */
    public int report(Throwable thrown, String... arguments) {
        return thrown instanceof BrokenPipeException
                ? ExitCode.DONE.code()
                : print(toCommandException(thrown), wantsJson(arguments));
    }

    private int print(CommandException failure, boolean json) {
        try {
            console.reportError(failure, json);
        } catch (BrokenPipeException nobodyReads) {
            // the exit code says it
        }
        return failure.exitCode().code();
    }

    private static boolean wantsJson(String[] arguments) {
        return Arrays.asList(arguments).contains("--json");
    }

    private static CommandException toCommandException(Throwable thrown) {
        if (thrown instanceof CommandException failure) {
            return failure;
        } else if (thrown instanceof StoreException) {
            return CommandException.failed("store", String.valueOf(thrown.getMessage()));
        } else if (thrown instanceof UncheckedIOException unchecked && unchecked.getCause() != null) {
            return toCommandException(unchecked.getCause());
        } else if (thrown instanceof IOException io) {
            return CommandException.failed("file", describe(io));
        } else if (thrown instanceof OutOfMemoryError) {
            return CommandException.failed(
                    "memory", "there is not enough memory; give Java more with JAVA_TOOL_OPTIONS=-Xmx2g");
        }
        StackTraceElement[] trace = thrown.getStackTrace();
        return CommandException.failed(
                "internal",
                "something is wrong in heed itself: " + thrown + (trace.length == 0 ? "" : " (at " + trace[0] + ")"));
    }

    private static String describe(IOException e) {
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
    public void installOn(CommandLine commands) {
        commands.setParameterExceptionHandler(this::reportUsageError);
        commands.setExecutionExceptionHandler((thrown, command, parsed) ->
                report(thrown, parsed.originalArgs().toArray(String[]::new)));
    }
}
