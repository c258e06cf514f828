package heed.cli.internal.console;

import heed.cli.internal.stores.StoreLocation;
import heed.model.text.ControlCharacters;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The options that every command has. */
public final class GlobalOptions {
    /** The environment variable that names the store if {@code --store} does not. */
    public static final String STORE_VARIABLE = "HEED_STORE";

    private static final String DEFAULT_STORE = "./heed.db";

    @Option(
            names = "--store",
            paramLabel = "FILE|URL",
            defaultValue = DEFAULT_STORE,
            converter = StoreConverter.class,
            description =
                    "The store: a file, or a database as postgresql://USER@HOST/DATABASE (default: the environment"
                            + " variable " + STORE_VARIABLE + ", else " + DEFAULT_STORE + ").")
    private StoreLocation store = StoreLocation.of(DEFAULT_STORE);

    @Option(
            names = "--account",
            paramLabel = "NAME",
            defaultValue = "default",
            description = "The account in the store (default: ${DEFAULT-VALUE}).")
    private String account = "default";

    @Option(
            names = "--on-behalf-of",
            paramLabel = "NAME",
            converter = NameConverter.class,
            description = "Who asked for the change. The history shows this name beside that of the user who runs the"
                    + " command.")
    private @Nullable String onBehalfOf;

    @Option(names = "--json", description = "Write the result, or the error, as one JSON document.")
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    private boolean help;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    public StoreLocation store() {
        return store;
    }

    /** Returns what named the store, in words. */
    public String storeOrigin(Map<String, String> variables) {
        return isStoreGiven()
                ? "--store"
                : defaultStore(variables).equals(DEFAULT_STORE) ? "the default" : "the variable " + STORE_VARIABLE;
    }

    /** Returns the store of commands without {@code --store}. */
    public static String defaultStore(Map<String, String> variables) {
        String named = variables.getOrDefault(STORE_VARIABLE, "");
        return named.isBlank() ? DEFAULT_STORE : named;
    }

    /** Returns whether {@code --store} names a file in a folder that has nothing in it. */
    public boolean namesFileInEmptyFolder() {
        return isStoreGiven() && store.isInEmptyFolder();
    }

    /** Returns whether {@code --account} is given. */
    public boolean isAccountGiven() {
        return command.commandLine().getParseResult().hasMatchedOption("--account");
    }

    private boolean isStoreGiven() {
        return command.commandLine().getParseResult().hasMatchedOption("--store");
    }

    public String account() {
        return account;
    }

    /** Returns whether the user named a store or an account. */
    public boolean selectsAccount() {
        ParseResult given = command.commandLine().getParseResult();
        return given.hasMatchedOption("--store") || given.hasMatchedOption("--account");
    }

    /** Returns the name of the person who asked for the change; empty if it is not given. */
    public Optional<String> onBehalfOf() {
        return Optional.ofNullable(onBehalfOf);
    }

    public boolean json() {
        return json;
    }

    /** Returns whether {@code --help} was given; a command then shows its help and does nothing else. */
    public boolean help() {
        return help;
    }

    /** Creates a suggested command, which repeats the options that select the store and the account. */
    public SuggestedCommand suggest(Object... words) {
        return SuggestedCommand.of(command.commandLine().getParseResult(), words);
    }

    /** Creates a suggested command that has the option {@code --mail}, which it repeats, too. */
    public SuggestedCommand suggestMailCommand(Object... words) {
        return SuggestedCommand.ofMail(command.commandLine().getParseResult(), words);
    }

    /** Creates the command that the user gave, to suggest it with other options. */
    public SuggestedCommand suggestSame() {
        return SuggestedCommand.same(command.commandLine().getParseResult());
    }

    /** Reads {@code --on-behalf-of}: one line of at most {@value #MAX_LENGTH} characters. */
    static final class NameConverter implements ITypeConverter<String> {
        private static final int MAX_LENGTH = 100;

        @Override
        public String convert(String text) {
            String name = text.strip();
            if (name.isEmpty()
                    || name.length() > MAX_LENGTH
                    || name.codePoints()
                            .anyMatch(c ->
                                    ControlCharacters.isControl(c) || ControlCharacters.isExplicitDirectional(c))) {
                throw new TypeConversionException("give a name of one line, of at most " + MAX_LENGTH + " characters");
            }
            return name;
        }
    }

    /** Reads {@code --store}. An error message does not repeat the value, because it may contain a password. */
    static final class StoreConverter implements ITypeConverter<StoreLocation> {
        @Override
        public StoreLocation convert(String text) {
            try {
                return StoreLocation.of(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
