package heed.cli.automations;

import heed.cli.accounts.OpenAccount;
import heed.cli.console.Exit;
import heed.cli.console.Failure;
import heed.cli.console.HeedCommand;
import heed.cli.console.Plain;
import heed.cli.console.World;
import heed.cli.mail.Working;
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

    public RetentionCommand(World world) {
        super(world);
    }

    @Override
    protected Exit run() {
        try (OpenAccount open = OpenAccount.existing(common(), world())) {
            Instant before = day().atStartOfDay(open.account().account().zone()).toInstant();
            if (before.isAfter(world().clock().instant())) {
                throw Failure.invalid("date", "--facts-before is a day that has come, and " + date + " has not");
            }
            Engine engine = Working.on(open, world());
            long facts = engine.countDroppableFacts(before);
            if (facts > 0 && (confirm == null || confirm != facts)) {
                throw Failure.refused(
                        "confirm",
                        Plain.count(facts, "fact") + " would be dropped for good. If that is meant: heed retention"
                                + " --facts-before " + date + " --confirm " + facts);
            }
            long dropped;
            try (RunProgress progress = new RunProgress(world(), console())) {
                dropped = engine.dropFacts(before, progress);
            }
            long hours = open.bounces().deleteHourlyCounts(world().clock().instant());
            if (common().json()) {
                console().json(json -> {
                    json.writeStartObject();
                    json.writeNumberProperty("dropped", dropped);
                    json.writeNumberProperty("hours", hours);
                    json.writeEndObject();
                });
            } else {
                console().line("Dropped " + Plain.count(dropped, "fact") + ".");
                if (hours > 0) {
                    console().line("Dropped " + Plain.count(hours, "count") + " of an hour's mail.");
                }
            }
        }
        return Exit.DONE;
    }

    private LocalDate day() {
        try {
            return LocalDate.parse(date);
        } catch (DateTimeParseException e) {
            throw Failure.invalid("date", "--facts-before is a day as 2026-01-31, not " + date);
        }
    }
}
