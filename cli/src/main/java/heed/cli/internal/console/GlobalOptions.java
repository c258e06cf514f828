package heed.cli.internal.console;

import heed.cli.internal.stores.StoreLocation;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that every command has. */
public final class GlobalOptions {
    @Option(
            names = "--store",
            paramLabel = "FILE|URL",
            defaultValue = "./heed.db",
            converter = StoreConverter.class,
            description = "The store: a file, or a database as postgresql://USER@HOST/DATABASE (default:"
                    + " ${DEFAULT-VALUE}).")
    private StoreLocation store = StoreLocation.of("./heed.db");

    @Option(
            names = "--account",
            paramLabel = "NAME",
            defaultValue = "default",
            description = "The account in the store (default: ${DEFAULT-VALUE}).")
    private String account = "default";

    @Option(names = "--json", description = "Write the result, or the error, as one JSON document.")
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    private boolean help;

    public StoreLocation store() {
        return store;
    }

    public String account() {
        return account;
    }

    public boolean json() {
        return json;
    }

    /** Returns whether {@code --help} was given; a command then shows its help and does nothing else. */
    public boolean help() {
        return help;
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
