package heed.cli.internal.console;

import heed.cli.process.BrokenPipeException;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.CommandException;
import heed.cli.process.ExitCode;
import heed.imports.text.InvalidImportException;
import heed.model.store.StoreException;
import heed.model.suppression.ErasedAddressException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Reports every failure of a command as a sentence or a JSON document, never as a stack trace. */
public final class ErrorReporter {
    private final CommandConsole console;

    public ErrorReporter(CommandEnvironment environment) {
        this.console = new CommandConsole(environment);
    }

    /** Reports arguments that a command does not accept, and returns the exit code. */
    public int reportUsageError(ParameterException exception, String[] arguments) {
        String command = exception.getCommandLine().getCommandSpec().qualifiedName();
        CommandException failure = CommandException.invalid("usage", UsageErrorText.of(exception, arguments))
                .withDetails(List.of("For help: " + command + " --help"), Map.of());
        return print(failure, wantsJson(arguments));
    }

    /** Reports an exception that a command threw, and returns the exit code. */
    public int report(Throwable thrown, String... arguments) {
        return thrown instanceof BrokenPipeException
                ? ExitCode.DONE.code()
                : print(toCommandException(thrown), wantsJson(arguments));
    }

    private int print(CommandException failure, boolean json) {
        try {
            console.reportError(failure, json);
        } catch (BrokenPipeException e) {
            // Nobody reads the output; the exit code still reports the failure.
        }
        return failure.exitCode().code();
    }

    private static boolean wantsJson(String[] arguments) {
        return Arrays.asList(arguments).contains("--json");
    }

    private static CommandException toCommandException(Throwable thrown) {
        if (thrown instanceof CommandException failure) {
            return failure;
        } else if (thrown instanceof InvalidImportException invalid) {
            return CommandException.invalid(invalid.code(), invalid.message());
        } else if (thrown instanceof ErasedAddressException) {
            return CommandException.refused("erased", "an address to store: " + ErasedAddressException.REASON);
        } else if (thrown instanceof StoreException) {
            return CommandException.failed("store", String.valueOf(thrown.getMessage()));
        } else if (thrown instanceof UncheckedIOException unchecked && unchecked.getCause() != null) {
            return toCommandException(unchecked.getCause());
        } else if (thrown instanceof IOException io) {
            return CommandException.failed("file", describe(io));
        } else if (thrown instanceof OutOfMemoryError) {
            return CommandException.failed("memory", "not enough memory; give Java more with JAVA_TOOL_OPTIONS=-Xmx2g");
        }
        StackTraceElement[] trace = thrown.getStackTrace();
        return CommandException.failed(
                "internal", "internal error in heed: " + thrown + (trace.length == 0 ? "" : " (at " + trace[0] + ")"));
    }

    private static String describe(IOException exception) {
        if (exception instanceof NoSuchFileException missing) {
            return "there is no file " + missing.getFile();
        } else if (exception instanceof AccessDeniedException denied) {
            return denied.getFile() + ": permission denied";
        } else if (exception instanceof FileSystemException other && other.getReason() != null) {
            return other.getFile() + ": " + other.getReason();
        }
        return "a file could not be read or written: " + exception.getMessage();
    }

    /** Makes a command line report its failures through this object. */
    public void installOn(CommandLine commands) {
        commands.setParameterExceptionHandler(this::reportUsageError);
        commands.setExecutionExceptionHandler((thrown, command, parsed) ->
                report(thrown, parsed.originalArgs().toArray(String[]::new)));
    }
}
