package heed.cli.store;

import heed.cli.internal.account.AccountSession;
import heed.cli.internal.account.EngineProgressDisplay;
import heed.cli.internal.account.Engines;
import heed.cli.internal.console.HeedCommand;
import heed.cli.internal.console.TerminalText;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.CommandException;
import heed.cli.process.ExitCode;
import heed.engine.Engine;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Drops old facts. */
@Command(
        name = "retention",
        description =
                "Drop for good what was said of fields before a day. What was said of Email Opt Out and Bounced, the"
                        + " suppression list and who was created when are always kept. A run that loses facts cannot be undone any"
                        + " more. How many mails went out in an hour is dropped after 90 days, whatever the day.")
public final class RetentionCommand extends HeedCommand {
    @Option(
            names = "--facts-before",
            paramLabel = "DATE",
            required = true,
            description = "The first day that is kept whole, as 2026-01-31, in the account's time zone.")
    private String date = "";

    @Option(
            names = "--confirm",
            paramLabel = "N",
            description = "How many facts are dropped, as the command says without it.")
    private @Nullable Long confirm;

    public RetentionCommand(CommandEnvironment environment) {
        super(environment);
    }

    private record RetentionAnswer(long dropped, long hours) {}

    @Override
    protected ExitCode run() {
        try (AccountSession session = AccountSession.open(globalOptions(), environment())) {
            Instant before =
                    parseDate().atStartOfDay(session.account().account().zone()).toInstant();
            if (before.isAfter(environment().clock().instant())) {
                throw CommandException.invalid(
                        "date", "--facts-before is a day that has come, and " + date + " has not");
            }
            Engine engine = Engines.create(session, environment());
            long facts = engine.countDroppableFacts(before);
            if (facts > 0 && (confirm == null || confirm != facts)) {
                throw CommandException.refused(
                        "confirm",
                        TerminalText.formatCount(facts, "fact")
                                + " would be dropped for good. If that is meant: heed retention" + " --facts-before "
                                + date + " --confirm " + facts);
            }
            long dropped;
            try (EngineProgressDisplay progress = new EngineProgressDisplay(environment(), console())) {
                dropped = engine.dropFacts(before, progress);
            }
            long hours =
                    session.bounces().deleteHourlyCounts(environment().clock().instant());
            if (globalOptions().json()) {
                console().writeJson(new RetentionAnswer(dropped, hours));
            } else {
                console().printLine("Dropped " + TerminalText.formatCount(dropped, "fact") + ".");
                if (hours > 0) {
                    console().printLine("Dropped " + TerminalText.formatCount(hours, "count") + " of an hour's mail.");
                }
            }
        }
        return ExitCode.DONE;
    }

    private LocalDate parseDate() {
        try {
            return LocalDate.parse(date);
        } catch (DateTimeParseException e) {
            throw CommandException.invalid("date", "--facts-before is a day as 2026-01-31, not " + date);
        }
    }
}
