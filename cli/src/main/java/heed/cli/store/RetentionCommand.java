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
import heed.filters.json.QuotedText;
import heed.model.store.Account;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Deletes facts that are older than a day, and counts of hourly mail that nothing needs any more. */
@Command(
        name = "retention",
        description = {
            "Delete for good the facts about fields that were recorded before a day.",
            "The facts about Email Opt Out and Bounced, the suppression list, and when each prospect was created are"
                    + " always kept. A run that loses facts can no longer be undone.",
            "Also deletes the hashes of erased people's addresses that the account keeps no longer (`heed accounts set"
                    + " --erased-noes`): these addresses can be mailed again.",
            "Also deletes, whatever the day, the counts of hourly mail that are more than 90 days old, and the keys of links"
                    + " that are honoured no more."
        })
public final class RetentionCommand extends HeedCommand {
    @Option(
            names = "--facts-before",
            paramLabel = "DATE",
            required = true,
            description = "The first day whose facts are kept, such as 2026-01-31, in the account's time zone.")
    private String date = "";

    @Option(
            names = "--confirm",
            paramLabel = "N",
            description =
                    "The number of facts and hashes to delete. Without this option the command deletes neither and shows"
                            + " the number.")
    private @Nullable Long confirm;

    public RetentionCommand(CommandEnvironment environment) {
        super(environment);
    }

    private record RetentionAnswer(long dropped, long hours, long erasures, long keys) {}

    @Override
    protected ExitCode run() {
        try (AccountSession session = AccountSession.open(globalOptions(), environment())) {
            Instant before =
                    parseDate().atStartOfDay(session.account().account().zone()).toInstant();
            if (before.isAfter(environment().clock().instant())) {
                throw CommandException.invalid("date", "--facts-before must not be in the future, and " + date + " is");
            }
            Engine engine = Engines.create(session, environment());
            long facts = engine.countDeletableFacts(before);
            Account account = session.account().account();
            Optional<Instant> erasedBefore =
                    account.erasedNoPolicy().expiry(environment().clock().instant(), account.zone());
            long erasures = erasedBefore
                    .map(end -> session.account().read(reading -> reading.countErasures(end)))
                    .orElse(0L);
            long all = facts + erasures;
            if (all > 0 && (confirm == null || confirm != all)) {
                throw CommandException.refused(
                        "confirm",
                        TerminalText.formatCount(facts, "fact")
                                + (erasures > 0
                                        ? " and " + TerminalText.formatCount(erasures, "hashed address")
                                                + " of erased people, which can then be mailed again,"
                                        : "")
                                + " would be deleted for good. To delete them: "
                                + globalOptions().suggestSame().withOption("--confirm", all));
            }
            long deleted;
            try (EngineProgressDisplay progress = new EngineProgressDisplay(environment(), console())) {
                deleted = engine.deleteFacts(before, progress);
            }
            long deletedErasures = erasedBefore
                    .map(end -> session.account().write(work -> work.deleteErasures(end)))
                    .orElse(0L);
            long hourlyCounts =
                    session.bounces().deleteHourlyCounts(environment().clock().instant());
            int keys =
                    session.mail().deleteExpiredLinkKeys(environment().clock().instant());
            if (globalOptions().json()) {
                console().writeJson(new RetentionAnswer(deleted, hourlyCounts, deletedErasures, keys));
            } else {
                console().printLine("Deleted " + TerminalText.formatCount(deleted, "fact") + ".");
                if (deletedErasures > 0) {
                    console()
                            .printLine("Deleted " + TerminalText.formatCount(deletedErasures, "hashed address")
                                    + " of erased people. The erasure suppresses them no longer.");
                }
                if (hourlyCounts > 0) {
                    console()
                            .printLine(
                                    "Deleted " + TerminalText.formatCount(hourlyCounts, "count") + " of hourly mail.");
                }
                if (keys > 0) {
                    console()
                            .printLine("Deleted " + TerminalText.formatCount(keys, "key")
                                    + " of links that "
                                    + (keys == 1 ? "was" : "were")
                                    + " honoured no more.");
                }
            }
        }
        return ExitCode.DONE;
    }

    private LocalDate parseDate() {
        try {
            return LocalDate.parse(date);
        } catch (DateTimeParseException e) {
            throw CommandException.invalid(
                    "date", "--facts-before must be a day such as 2026-01-31, not " + QuotedText.of(date));
        }
    }
}
