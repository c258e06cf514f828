package heed.cli;

import heed.cli.accounts.AccountsCommand;
import heed.cli.accounts.AddAccountCommand;
import heed.cli.accounts.AddFieldCommand;
import heed.cli.accounts.FieldsCommand;
import heed.cli.accounts.SetAccountCommand;
import heed.cli.console.Failure;
import heed.cli.console.Failures;
import heed.cli.console.Stop;
import heed.cli.console.Streams;
import heed.cli.console.World;
import heed.cli.files.ExportCommand;
import heed.cli.files.ImportCommand;
import heed.cli.prospects.HistoryCommand;
import heed.cli.prospects.SetCommand;
import heed.cli.prospects.SuppressionCommand;
import heed.cli.prospects.SuppressionListCommand;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IVersionProvider;

/** The {@code heed} command. */
@Command(
        name = "heed",
        description = "Automations for email marketing that heed what people asked for.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = Heed.Version.class,
        footer = {
            "",
            "`heed COMMAND --help` shows what a command takes.",
            "",
            "Exit codes: 0 done; 1 failed; 2 the input or a definition is invalid; 3 refused by a guard."
        })
public final class Heed {
    private Heed() {}

    public static void main(String[] arguments) {
        Stop stop = Stop.listening();
        int code = run(
                new World(
                        Streams.out(),
                        Streams.err(),
                        new World.Terminals(isTerminal("out"), isTerminal("err")),
                        Clock.systemUTC(),
                        ZoneId.systemDefault(),
                        System.getProperty("user.name", "unknown"),
                        stop),
                arguments);
        stop.ended(code);
        System.exit(code);
    }

    /** As the start script found: Java does not know it of single streams. */
    private static boolean isTerminal(String stream) {
        return Arrays.asList(System.getProperty("heed.terminals", "").split(",", -1))
                .contains(stream);
    }

    /** Runs a command as the process would, and gives its exit code. */
    public static int run(World world, String... arguments) {
        Failures failures = new Failures(world);
        try {
            for (String argument : arguments) {
                if (argument.indexOf('\uFFFD') >= 0) {
                    throw Failure.invalid(
                            "encoding",
                            "an argument is not text in the encoding of this terminal; set LC_ALL=C.UTF-8, or another"
                                    + " UTF-8 locale");
                }
            }
            return commands(world, failures).execute(arguments);
        } catch (Throwable thrown) { // an Error too is told in a sentence
            return failures.thrown(thrown, arguments);
        }
    }

    private static CommandLine commands(World world, Failures failures) {
        CommandLine commands = new CommandLine(new Heed())
                .addSubcommand(new ImportCommand(world))
                .addSubcommand(new ExportCommand(world))
                .addSubcommand(new CommandLine(new FieldsCommand(world)).addSubcommand(new AddFieldCommand(world)))
                .addSubcommand(new HistoryCommand(world))
                .addSubcommand(new SetCommand(world))
                .addSubcommand(
                        new CommandLine(new SuppressionCommand(world)).addSubcommand(new SuppressionListCommand(world)))
                .addSubcommand(new CommandLine(new AccountsCommand(world))
                        .addSubcommand(new AddAccountCommand(world))
                        .addSubcommand(new SetAccountCommand(world)))
                .setExpandAtFiles(false)
                .setUsageHelpWidth(96)
                .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
                .setOut(new PrintWriter(new OutputStreamWriter(world.out(), StandardCharsets.UTF_8), true))
                .setErr(new PrintWriter(new OutputStreamWriter(world.err(), StandardCharsets.UTF_8), true));
        failures.on(commands);
        return commands;
    }

    /** As the jar's manifest has it. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String built = Heed.class.getPackage().getImplementationVersion();
            return new String[] {"heed " + (built == null ? "(not packaged)" : built)};
        }
    }
}
