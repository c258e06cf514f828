package heed.cli.internal.console;

import heed.filters.json.NearestName;
import heed.filters.json.QuotedText;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in the words of the help what is wrong with the arguments of a command, in place of picocli's messages. */
final class UsageErrorText {
    private UsageErrorText() {}

    /** @param arguments all arguments of the call */
    static String of(ParameterException exception, String... arguments) {
        CommandSpec command = exception.getCommandLine().getCommandSpec();
        if (exception instanceof UnmatchedArgumentException unmatched
                && !unmatched.getUnmatched().isEmpty()) {
            String argument = unmatched.getUnmatched().get(0);
            return unmatched.isUnknownOption()
                    ? unknownOption(command, argument.replaceFirst("=.*", ""))
                    : unmatchedArgument(command, argument, Arrays.asList(arguments));
        } else if (exception instanceof MissingParameterException missing) {
            return missing(missing.getMissing(), Arrays.asList(arguments));
        }
        if (exception instanceof OverwrittenOptionException overwritten) {
            return name(overwritten.getOverwritten()) + " is given more than once";
        }
        return Optional.ofNullable(exception.getArgSpec())
                .flatMap(spec -> invalidValue(spec, exception))
                .orElseGet(() -> firstLine(exception));
    }

    private static String unknownOption(CommandSpec command, String option) {
        boolean ofSubcommands = command.subcommands().values().stream()
                .anyMatch(subcommand -> subcommand.getCommandSpec().findOption(option) != null);
        if (ofSubcommands) {
            return "the option " + option + " follows the command: " + command.qualifiedName() + " COMMAND " + option;
        }
        List<String> known = command.options().stream()
                .flatMap(spec -> Arrays.stream(spec.names()))
                .filter(name -> name.startsWith("--"))
                .toList();
        return "there is no option " + option + suggestion(option, known);
    }

    private static String unmatchedArgument(CommandSpec command, String argument, List<String> arguments) {
        if (command.subcommands().isEmpty()) {
            return "the argument " + QuotedText.of(argument) + " is one too many";
        }
        boolean first = command.parent() == null && arguments.indexOf(argument) == 0;
        return "there is no command " + QuotedText.of(argument)
                + (first
                        ? commandSuggestion(argument, command.subcommands().keySet(), arguments)
                        : suggestion(argument, command.subcommands().keySet()));
    }

    /** Suggests the command that a word means, exactly or but for typing errors, and the command with the nearest name. */
    private static String commandSuggestion(String typed, Collection<String> commands, List<String> arguments) {
        Optional<String> exact = CommandIntent.suggest(typed, arguments);
        if (exact.isPresent()) {
            return ". Did you mean `" + exact.get() + "`?";
        }
        Optional<String> meant = NearestName.of(
                        typed,
                        Stream.concat(commands.stream(), CommandIntent.allWords().stream())
                                .toList())
                .flatMap(word -> CommandIntent.suggest(word, arguments))
                .map(command -> "`" + command + "`");
        String suggestions = Stream.of(meant, NearestName.of(typed, commands))
                .flatMap(Optional::stream)
                .collect(Collectors.joining(" or "));
        return suggestions.isEmpty() ? "" : ". Did you mean " + suggestions + "?";
    }

    private static String suggestion(String typed, Collection<String> known) {
        return NearestName.of(typed, known)
                .map(name -> ". Did you mean " + name + "?")
                .orElse("");
    }

    private static String missing(List<ArgSpec> missing, List<String> arguments) {
        Optional<OptionSpec> withoutValue = missing.stream()
                .filter(OptionSpec.class::isInstance)
                .map(OptionSpec.class::cast)
                .filter(option -> Arrays.stream(option.names()).anyMatch(arguments::contains))
                .findFirst();
        if (withoutValue.isPresent()) {
            return name(withoutValue.get()) + " needs a value: " + usage(withoutValue.get());
        }
        return missing.stream().map(UsageErrorText::usage).collect(Collectors.joining(" and "))
                + (missing.size() == 1 ? " is missing" : " are missing");
    }

    private static Optional<String> invalidValue(ArgSpec argument, ParameterException exception) {
        Optional<String> value = Optional.ofNullable(exception.getValue());
        String name = name(argument);
        if (argument.isOption() && argument.arity().max() == 0) {
            return Optional.of(name + " takes no value");
        } else if (isWholeNumber(argument) && value.isPresent()) {
            String quoted = QuotedText.of(value.get());
            if (value.get().matches("[+-]?[0-9]+")) {
                return Optional.of((argument.isOption() ? name + ": " : "") + quoted + " is too large");
            }
            return Optional.of(
                    argument.isOption()
                            ? name + " takes a whole number, not " + quoted
                            : quoted + " is not a " + name.toLowerCase(Locale.ROOT) + " number");
        }
        return exception.getCause() instanceof TypeConversionException conversion
                ? Optional.of(name + ": " + conversion.getMessage())
                : Optional.empty();
    }

    private static boolean isWholeNumber(ArgSpec argument) {
        return List.of(long.class, Long.class, int.class, Integer.class).contains(argument.type());
    }

    /** Returns the name of an option, or the label of another argument. */
    private static String name(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
    }

    private static String usage(ArgSpec argument) {
        return argument.isOption() ? name(argument) + " " + argument.paramLabel() : name(argument);
    }

    private static String firstLine(ParameterException exception) {
        return String.valueOf(exception.getMessage()).lines().findFirst().orElse("");
    }
}
