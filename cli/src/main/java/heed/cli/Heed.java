package heed.cli;

import heed.cli.accounts.AccountsAddCommand;
import heed.cli.accounts.AccountsCommand;
import heed.cli.accounts.AccountsRemoveCommand;
import heed.cli.accounts.AccountsRotateKeyCommand;
import heed.cli.accounts.AccountsSetCommand;
import heed.cli.automations.ExplainCommand;
import heed.cli.automations.PreviewCommand;
import heed.cli.automations.ResumeCommand;
import heed.cli.automations.RunCommand;
import heed.cli.automations.RunsCommand;
import heed.cli.automations.SchemaCommand;
import heed.cli.automations.SendTestCommand;
import heed.cli.automations.ShowCommand;
import heed.cli.automations.UndoCommand;
import heed.cli.automations.ValidateCommand;
import heed.cli.bounces.BouncesCommand;
import heed.cli.bounces.BouncesConfirmCommand;
import heed.cli.bounces.BouncesDiscardCommand;
import heed.cli.bounces.BouncesFetchCommand;
import heed.cli.bounces.BouncesFileCommand;
import heed.cli.bounces.BouncesListCommand;
import heed.cli.bounces.BouncesOptOutCommand;
import heed.cli.bounces.BouncesPausesCommand;
import heed.cli.bounces.BouncesPolicyCommand;
import heed.cli.bounces.BouncesReadCommand;
import heed.cli.bounces.BouncesReclassifyCommand;
import heed.cli.bounces.BouncesReverseCommand;
import heed.cli.bounces.BouncesShowCommand;
import heed.cli.bounces.BouncesStatsCommand;
import heed.cli.bounces.BouncesTestCommand;
import heed.cli.fields.FieldsAddCommand;
import heed.cli.fields.FieldsCommand;
import heed.cli.internal.console.ErrorReporter;
import heed.cli.internal.console.GlobalOptions;
import heed.cli.mail.CancelCommand;
import heed.cli.mail.DeliverCommand;
import heed.cli.mail.ListenCommand;
import heed.cli.mail.PauseCommand;
import heed.cli.mail.SendsCommand;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.CommandException;
import heed.cli.process.ShutdownSignal;
import heed.cli.process.StandardStreams;
import heed.cli.prospects.ExportCommand;
import heed.cli.prospects.ForgetCommand;
import heed.cli.prospects.HistoryCommand;
import heed.cli.prospects.ImportCommand;
import heed.cli.prospects.SetCommand;
import heed.cli.store.BackupCommand;
import heed.cli.store.DoctorCommand;
import heed.cli.store.RestoreCommand;
import heed.cli.store.RetentionCommand;
import heed.cli.suppression.SuppressionAddCommand;
import heed.cli.suppression.SuppressionCommand;
import heed.cli.suppression.SuppressionExportCommand;
import heed.cli.suppression.SuppressionHistoryCommand;
import heed.cli.suppression.SuppressionImportCommand;
import heed.cli.suppression.SuppressionListCommand;
import heed.cli.suppression.SuppressionRemoveCommand;
import heed.model.system.SystemUser;
import heed.store.DatabaseStore;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The {@code heed} command. */
@Command(
        name = "heed",
        description = "Automations for email marketing that heed what people asked for.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = Heed.VersionProvider.class,
        footer = {
            "",
            "`heed COMMAND --help` shows the arguments and options of a command.",
            "",
            "Exit codes: 0 done; 1 failed; 2 the input or a definition is invalid; 3 refused by a guard."
        })
public final class Heed {
    private static final int MIN_COLUMNS = 60;
    private static final int MAX_COLUMNS = 400;
    /** Longer lines of help are hard to read. */
    private static final int MAX_HELP_COLUMNS = 110;
    /** The commands by name, in the order of the help. Each is created only when it is needed. */
    private static final Map<String, Function<CommandEnvironment, CommandLine>> COMMANDS = new LinkedHashMap<>();

    static {
        COMMANDS.put("import", environment -> new CommandLine(new ImportCommand(environment)));
        COMMANDS.put("export", environment -> new CommandLine(new ExportCommand(environment)));
        COMMANDS.put(
                "fields",
                environment -> new CommandLine(new FieldsCommand(environment))
                        .addSubcommand(new FieldsAddCommand(environment)));
        COMMANDS.put("validate", environment -> new CommandLine(new ValidateCommand(environment)));
        COMMANDS.put("preview", environment -> new CommandLine(new PreviewCommand(environment)));
        COMMANDS.put("run", environment -> new CommandLine(new RunCommand(environment)));
        COMMANDS.put("resume", environment -> new CommandLine(new ResumeCommand(environment)));
        COMMANDS.put("send-test", environment -> new CommandLine(new SendTestCommand(environment)));
        COMMANDS.put("deliver", environment -> new CommandLine(new DeliverCommand(environment)));
        COMMANDS.put("sends", environment -> new CommandLine(new SendsCommand(environment)));
        COMMANDS.put("pause", environment -> new CommandLine(new PauseCommand(environment)));
        COMMANDS.put("cancel", environment -> new CommandLine(new CancelCommand(environment)));
        COMMANDS.put("listen", environment -> new CommandLine(new ListenCommand(environment)));
        COMMANDS.put(
                "bounces",
                environment -> new CommandLine(new BouncesCommand(environment))
                        .addSubcommand(new BouncesFetchCommand(environment))
                        .addSubcommand(new BouncesListCommand(environment))
                        .addSubcommand(new BouncesShowCommand(environment))
                        .addSubcommand(new BouncesOptOutCommand(environment))
                        .addSubcommand(new BouncesFileCommand(environment))
                        .addSubcommand(new BouncesStatsCommand(environment))
                        .addSubcommand(new BouncesPausesCommand(environment))
                        .addSubcommand(new BouncesConfirmCommand(environment))
                        .addSubcommand(new BouncesDiscardCommand(environment))
                        .addSubcommand(new BouncesReverseCommand(environment))
                        .addSubcommand(new BouncesReclassifyCommand(environment))
                        .addSubcommand(new BouncesPolicyCommand(environment))
                        .addSubcommand(new BouncesReadCommand(environment))
                        .addSubcommand(new BouncesTestCommand(environment)));
        COMMANDS.put("runs", environment -> new CommandLine(new RunsCommand(environment)));
        COMMANDS.put("show", environment -> new CommandLine(new ShowCommand(environment)));
        COMMANDS.put("undo", environment -> new CommandLine(new UndoCommand(environment)));
        COMMANDS.put("explain", environment -> new CommandLine(new ExplainCommand(environment)));
        COMMANDS.put("history", environment -> new CommandLine(new HistoryCommand(environment)));
        COMMANDS.put("set", environment -> new CommandLine(new SetCommand(environment)));
        COMMANDS.put("forget", environment -> new CommandLine(new ForgetCommand(environment)));
        COMMANDS.put(
                "suppression",
                environment -> new CommandLine(new SuppressionCommand(environment))
                        .addSubcommand(new SuppressionListCommand(environment))
                        .addSubcommand(new SuppressionAddCommand(environment))
                        .addSubcommand(new SuppressionRemoveCommand(environment))
                        .addSubcommand(new SuppressionImportCommand(environment))
                        .addSubcommand(new SuppressionExportCommand(environment))
                        .addSubcommand(new SuppressionHistoryCommand(environment)));
        COMMANDS.put(
                "accounts",
                environment -> new CommandLine(new AccountsCommand(environment))
                        .addSubcommand(new AccountsAddCommand(environment))
                        .addSubcommand(new AccountsSetCommand(environment))
                        .addSubcommand(new AccountsRemoveCommand(environment))
                        .addSubcommand(new AccountsRotateKeyCommand(environment)));
        COMMANDS.put("retention", environment -> new CommandLine(new RetentionCommand(environment)));
        COMMANDS.put("backup", environment -> new CommandLine(new BackupCommand(environment)));
        COMMANDS.put("restore", environment -> new CommandLine(new RestoreCommand(environment)));
        COMMANDS.put("doctor", environment -> new CommandLine(new DoctorCommand(environment)));
        COMMANDS.put("schema", environment -> new CommandLine(new SchemaCommand(environment)));
    }

    /**
     * The logger of the mail library, which would repeat on the terminal what commands report themselves. It is kept in a
     * field, because a logger that is collected loses its level.
     */
    private static final Logger MAIL_LIBRARY_LOGGER = Logger.getLogger("org.eclipse.angus.mail");

    private Heed() {}

    public static void main(String[] arguments) {
        MAIL_LIBRARY_LOGGER.setLevel(Level.OFF);
        ShutdownSignal shutdown = ShutdownSignal.install();
        int code = run(
                new CommandEnvironment(
                        System.in,
                        StandardStreams.out(),
                        StandardStreams.err(),
                        new CommandEnvironment.Terminals(isTerminal("out"), isTerminal("err"), terminalColumns()),
                        Clock.tickMillis(ZoneOffset.UTC),
                        ZoneId.systemDefault(),
                        SystemUser.name(),
                        System.getenv(),
                        DatabaseStore.DEFAULT_LOCK_TIMEOUT,
                        shutdown),
                arguments);
        shutdown.complete(code);
        System.exit(code);
    }

    /** Returns whether a stream is a terminal, as the start script reports it: Java cannot tell for a single stream. */
    private static boolean isTerminal(String stream) {
        return Arrays.asList(System.getProperty("heed.terminals", "").split(",", -1))
                .contains(stream);
    }

    /** Returns the width of the terminal as the start script reports it, within limits in which text can be read. */
    private static int terminalColumns() {
        String columns = System.getProperty("heed.columns", "");
        return columns.matches("[1-9]\\d{0,4}")
                ? Math.max(MIN_COLUMNS, Math.min(Integer.parseInt(columns), MAX_COLUMNS))
                : CommandEnvironment.Terminals.DEFAULT_COLUMNS;
    }

    /**
     * Runs a command and returns the exit code. Failures are reported on the streams of the environment; nothing is
     * thrown.
     */
    public static int run(CommandEnvironment environment, String... arguments) {
        ErrorReporter errors = new ErrorReporter(environment);
        try {
            for (String argument : arguments) {
                if (argument.indexOf('\uFFFD') >= 0) {
                    throw CommandException.invalid(
                            "encoding",
                            "an argument is not valid text in the encoding of this terminal; set LC_ALL=C.UTF-8 or"
                                    + " another UTF-8 locale");
                }
            }
            String[] command = withoutHelpOfUnknown(helpAsOption(arguments));
            return commandLine(environment, errors, command).execute(command);
        } catch (Throwable thrown) { // An Error, too, is reported in a sentence.
            return errors.report(thrown, arguments);
        }
    }

    /**
     * Returns {@code COMMAND --help} for the arguments {@code help COMMAND}, and the command alone if it is unknown, so
     * that this is reported; other arguments unchanged.
     */
    private static String[] helpAsOption(String... arguments) {
        if (arguments.length == 0 || !arguments[0].equals("help")) {
            return arguments;
        }
        if (arguments.length > 1 && !COMMANDS.containsKey(arguments[1])) {
            return Arrays.copyOfRange(arguments, 1, arguments.length);
        }
        String[] command = Arrays.copyOfRange(arguments, 1, arguments.length + 1);
        command[arguments.length - 1] = "--help";
        return command;
    }

    /** Returns the arguments without options if they begin with an unknown command, so that this is reported. */
    private static String[] withoutHelpOfUnknown(String... arguments) {
        boolean unknown = arguments.length > 0 && !arguments[0].startsWith("-") && !COMMANDS.containsKey(arguments[0]);
        return unknown
                ? Arrays.stream(arguments)
                        .filter(argument ->
                                !List.of("--help", "-h", "--version", "-V").contains(argument))
                        .toArray(String[]::new)
                : arguments;
    }

    /** Creates the command line with the named command only, because describing every command to picocli is slow. */
    private static CommandLine commandLine(CommandEnvironment environment, ErrorReporter errors, String... arguments) {
        Function<CommandEnvironment, CommandLine> named = arguments.length == 0 ? null : COMMANDS.get(arguments[0]);
        CommandLine commands = new CommandLine(new Heed());
        (named == null ? COMMANDS.values() : List.of(named))
                .forEach(command -> commands.addSubcommand(command.apply(environment)));
        commands.setExpandAtFiles(false)
                .setDefaultValueProvider(new StoreDefault(environment))
                .setUsageHelpWidth(Math.min(environment.terminals().columns(), MAX_HELP_COLUMNS))
                .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
                .setOut(new PrintWriter(new OutputStreamWriter(environment.out(), StandardCharsets.UTF_8), true))
                .setErr(new PrintWriter(new OutputStreamWriter(environment.err(), StandardCharsets.UTF_8), true));
        errors.installOn(commands);
        return commands;
    }

    /** Takes the store from the environment variable if {@code --store} is absent. */
    private record StoreDefault(CommandEnvironment environment) implements IDefaultValueProvider {
        @Override
        public @Nullable String defaultValue(ArgSpec argument) {
            return argument instanceof OptionSpec option && option.longestName().equals("--store")
                    ? GlobalOptions.defaultStore(environment.variables())
                    : null;
        }
    }

    /** Reports the version in the manifest of the jar. */
    static final class VersionProvider implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Heed.class.getPackage().getImplementationVersion();
            return new String[] {"heed " + (version == null ? "(not packaged)" : version)};
        }
    }
}
