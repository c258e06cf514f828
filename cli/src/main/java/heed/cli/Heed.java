package heed.cli;

import heed.cli.accounts.AccountsAddCommand;
import heed.cli.accounts.AccountsCommand;
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
import heed.cli.bounces.BouncesListCommand;
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
import heed.cli.prospects.HistoryCommand;
import heed.cli.prospects.ImportCommand;
import heed.cli.prospects.SetCommand;
import heed.cli.store.DoctorCommand;
import heed.cli.store.RetentionCommand;
import heed.cli.suppression.SuppressionAddCommand;
import heed.cli.suppression.SuppressionCommand;
import heed.cli.suppression.SuppressionExportCommand;
import heed.cli.suppression.SuppressionHistoryCommand;
import heed.cli.suppression.SuppressionImportCommand;
import heed.cli.suppression.SuppressionListCommand;
import heed.cli.suppression.SuppressionRemoveCommand;
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
        versionProvider = Heed.VersionProvider.class,
        footer = {
            "",
            "`heed COMMAND --help` shows what a command takes.",
            "",
            "Exit codes: 0 done; 1 failed; 2 the input or a definition is invalid; 3 refused by a guard."
        })
public final class Heed {
    /** By name, in the order of the help. */
    private static final Map<String, Function<CommandEnvironment, CommandLine>> COMMANDS = new LinkedHashMap<>();

    static {
        COMMANDS.put("import", world -> new CommandLine(new ImportCommand(world)));
        COMMANDS.put("export", world -> new CommandLine(new ExportCommand(world)));
        COMMANDS.put(
                "fields",
                world -> new CommandLine(new FieldsCommand(world)).addSubcommand(new FieldsAddCommand(world)));
        COMMANDS.put("validate", world -> new CommandLine(new ValidateCommand(world)));
        COMMANDS.put("preview", world -> new CommandLine(new PreviewCommand(world)));
        COMMANDS.put("run", world -> new CommandLine(new RunCommand(world)));
        COMMANDS.put("resume", world -> new CommandLine(new ResumeCommand(world)));
        COMMANDS.put("send-test", world -> new CommandLine(new SendTestCommand(world)));
        COMMANDS.put("deliver", world -> new CommandLine(new DeliverCommand(world)));
        COMMANDS.put("sends", world -> new CommandLine(new SendsCommand(world)));
        COMMANDS.put("pause", world -> new CommandLine(new PauseCommand(world)));
        COMMANDS.put("cancel", world -> new CommandLine(new CancelCommand(world)));
        COMMANDS.put("listen", world -> new CommandLine(new ListenCommand(world)));
        COMMANDS.put(
                "bounces",
                world -> new CommandLine(new BouncesCommand(world))
                        .addSubcommand(new BouncesFetchCommand(world))
                        .addSubcommand(new BouncesListCommand(world))
                        .addSubcommand(new BouncesShowCommand(world))
                        .addSubcommand(new BouncesStatsCommand(world))
                        .addSubcommand(new BouncesPausesCommand(world))
                        .addSubcommand(new BouncesConfirmCommand(world))
                        .addSubcommand(new BouncesDiscardCommand(world))
                        .addSubcommand(new BouncesReverseCommand(world))
                        .addSubcommand(new BouncesReclassifyCommand(world))
                        .addSubcommand(new BouncesPolicyCommand(world))
                        .addSubcommand(new BouncesReadCommand(world))
                        .addSubcommand(new BouncesTestCommand(world)));
        COMMANDS.put("runs", world -> new CommandLine(new RunsCommand(world)));
        COMMANDS.put("show", world -> new CommandLine(new ShowCommand(world)));
        COMMANDS.put("undo", world -> new CommandLine(new UndoCommand(world)));
        COMMANDS.put("explain", world -> new CommandLine(new ExplainCommand(world)));
        COMMANDS.put("history", world -> new CommandLine(new HistoryCommand(world)));
        COMMANDS.put("set", world -> new CommandLine(new SetCommand(world)));
        COMMANDS.put(
                "suppression",
                world -> new CommandLine(new SuppressionCommand(world))
                        .addSubcommand(new SuppressionListCommand(world))
                        .addSubcommand(new SuppressionAddCommand(world))
                        .addSubcommand(new SuppressionRemoveCommand(world))
                        .addSubcommand(new SuppressionImportCommand(world))
                        .addSubcommand(new SuppressionExportCommand(world))
                        .addSubcommand(new SuppressionHistoryCommand(world)));
        COMMANDS.put(
                "accounts",
                world -> new CommandLine(new AccountsCommand(world))
                        .addSubcommand(new AccountsAddCommand(world))
                        .addSubcommand(new AccountsSetCommand(world)));
        COMMANDS.put("retention", world -> new CommandLine(new RetentionCommand(world)));
        COMMANDS.put("doctor", world -> new CommandLine(new DoctorCommand(world)));
        COMMANDS.put("schema", world -> new CommandLine(new SchemaCommand(world)));
    }

    /** Of the mail library, which tells a terminal what the answer tells in our words. Held, or its level is forgotten. */
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
                        new CommandEnvironment.Terminals(isTerminal("out"), isTerminal("err")),
                        Clock.tickMillis(ZoneOffset.UTC),
                        ZoneId.systemDefault(),
                        System.getProperty("user.name", "unknown"),
                        System.getenv(),
                        DatabaseStore.DEFAULT_LOCK_TIMEOUT,
                        shutdown),
                arguments);
        shutdown.complete(code);
        System.exit(code);
    }

    /** As the start script found: Java does not know it of single streams. */
    private static boolean isTerminal(String stream) {
        return Arrays.asList(System.getProperty("heed.terminals", "").split(",", -1))
                .contains(stream);
    }

    /** Runs a command as the process would, and gives its exit code. */
    public static int run(CommandEnvironment environment, String... arguments) {
        ErrorReporter failures = new ErrorReporter(environment);
        try {
            for (String argument : arguments) {
                if (argument.indexOf('\uFFFD') >= 0) {
                    throw CommandException.invalid(
                            "encoding",
                            "an argument is not text in the encoding of this terminal; set LC_ALL=C.UTF-8, or another"
                                    + " UTF-8 locale");
                }
            }
            return commandLine(environment, failures, arguments).execute(arguments);
        } catch (Throwable thrown) { // an Error too is told in a sentence
            return failures.report(thrown, arguments);
        }
    }

    /** The named command alone: describing all of them to picocli takes longer than most of them. */
    private static CommandLine commandLine(
            CommandEnvironment environment, ErrorReporter failures, String... arguments) {
        Function<CommandEnvironment, CommandLine> named = arguments.length == 0 ? null : COMMANDS.get(arguments[0]);
        CommandLine commands = new CommandLine(new Heed());
        (named == null ? COMMANDS.values() : List.of(named))
                .forEach(command -> commands.addSubcommand(command.apply(environment)));
        commands.setExpandAtFiles(false)
                .setUsageHelpWidth(96)
                .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
                .setOut(new PrintWriter(new OutputStreamWriter(environment.out(), StandardCharsets.UTF_8), true))
                .setErr(new PrintWriter(new OutputStreamWriter(environment.err(), StandardCharsets.UTF_8), true));
        failures.installOn(commands);
        return commands;
    }

    /** As the jar's manifest has it. */
    static final class VersionProvider implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String built = Heed.class.getPackage().getImplementationVersion();
            return new String[] {"heed " + (built == null ? "(not packaged)" : built)};
        }
    }
}
