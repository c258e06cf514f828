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
            description =
                    "What keeps everything: a file, or postgresql://USER@HOST/DATABASE (default: ${DEFAULT-VALUE}).")
    private StoreLocation store = StoreLocation.of("./heed.db");

    @Option(
            names = "--account",
            paramLabel = "NAME",
            defaultValue = "default",
            description = "Whose prospects (default: ${DEFAULT-VALUE}).")
    private String account = "default";

    @Option(names = "--json", description = "Answer with one JSON document.")
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
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

    /** Whether the help was asked for, which is then all that is shown. */
    public boolean help() {
        return help;
    }

    /** Reads {@code --store}; what is wrong with it is told without what was given, which may have a password in it. */
    static final class StoreConverter implements ITypeConverter<StoreLocation> {
        @Override
        public StoreLocation convert(String text) {
            try {
                return StoreLocation.of(text);
            } catch (IllegalArgumentException wrong) {
                throw new TypeConversionException(wrong.getMessage());
            }
        }
    }
}
