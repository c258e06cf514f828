package heed.cli.bounces;

import heed.bounces.PersonalMail;
import heed.bounces.classify.BounceClassifier;
import heed.bounces.mailbox.BounceFetch;
import heed.bounces.mailbox.BounceFetch.FetchTally;
import heed.bounces.mailbox.BounceIngest;
import heed.bounces.mailbox.BounceMailbox;
import heed.bounces.mailbox.MailboxException;
import heed.bounces.marking.BounceQuery;
import heed.bounces.marking.BounceRecords;
import heed.bounces.marking.MarkingPause;
import heed.bounces.report.MimeBounceReader;
import heed.cli.internal.account.AccountSession;
import heed.cli.internal.account.Engines;
import heed.cli.internal.console.HeedCommand;
import heed.cli.internal.console.TerminalText;
import heed.cli.internal.settings.BounceMailboxSettings;
import heed.cli.internal.settings.MailOptions;
import heed.cli.internal.settings.MailSettings;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.CommandException;
import heed.cli.process.ExitCode;
import heed.mail.MailCorrelation;
import heed.mail.MailTokens;
import heed.model.store.StoreException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Reads the bounce mailbox. */
@Command(
        name = "fetch",
        description = "Read the bounce mailbox, and mark the addresses that no longer exist as Bounced.")
public final class BouncesFetchCommand extends HeedCommand {
    private static final int MAX_ASIDE = 1_000;

    private static final long POLL_MILLIS = 200;

    @Mixin
    private final MailOptions mail = new MailOptions();

    @Option(
            names = "--follow",
            description =
                    "Continue with messages that arrive later, until Ctrl-C: at once if the server announces them,"
                            + " else at the interval in the mail settings.")
    private boolean follow;

    public BouncesFetchCommand(CommandEnvironment environment) {
        super(environment);
    }

    @Override
    protected ExitCode run() {
        MailSettings settings = mail.require(environment(), console());
        BounceMailboxSettings mailbox = settings.bounceMailbox()
                .orElseThrow(() -> CommandException.refused(
                        "no-bounce-mailbox",
                        "the mail settings have no \"bounceMailbox\"; add one, such as {\"imap\": {\"host\":"
                                + " \"mail.example.com\", \"user\": \"bounces\"}}"));
        try (AccountSession session = AccountSession.open(globalOptions(), environment())) {
            BounceRecords records = session.bounces();
            MailTokens tokens = Engines.mailTokens(session.mail(), settings.linkKeys());
            BounceFetch fetch = new BounceFetch(
                    records,
                    new BounceIngest(records, new MailCorrelation(tokens, settings.bounces())),
                    new MimeBounceReader(BounceClassifier.standard()),
                    mailbox.maxBytes(),
                    environment().clock());
            if (follow) {
                fetchContinuously(session, tokens, fetch, mailbox);
            } else {
                Instant start = environment().clock().instant();
                writeResult(session, start, fetchOnce(fetch, mailbox));
            }
        }
        return ExitCode.DONE;
    }

    private FetchTally fetchOnce(BounceFetch fetch, BounceMailboxSettings settings) {
        try (BounceMailbox mailbox = settings.opener().open()) {
            FetchTally tally = fetch.fetch(mailbox, environment().stopRequested());
            throwIfStopRequested("`" + globalOptions().suggestMailCommand("bounces", "fetch")
                    + "` continues with the messages that are still in the mailbox.");
            return tally;
        } catch (MailboxException e) {
            throw CommandException.failed("mailbox", String.valueOf(e.getMessage()));
        }
    }

    /** Reads at each interval over one connection; opens the mailbox again, after a pause, if it or the store fails. */
    private void fetchContinuously(
            AccountSession session, MailTokens tokens, BounceFetch fetch, BounceMailboxSettings settings) {
        while (!environment().stopRequested().getAsBoolean()) {
            Instant start = environment().clock().instant();
            try (BounceMailbox mailbox = settings.opener().open()) {
                boolean unused = tokens.refresh(); // another process may have added a key
                report(session, start, fetch.fetch(mailbox, environment().stopRequested()));
                mailbox.await(settings.interval(), environment().stopRequested());
            } catch (MailboxException | StoreException e) {
                console().printError(e.getMessage() + "; trying again");
                waitForRetry(settings);
            }
        }
    }

    private void report(AccountSession session, Instant start, FetchTally tally) {
        if (tally.messages() > 0) {
            console().printLine(describe(tally));
            BounceAlerts.printNotices(console(), session, start);
        }
    }

    private void waitForRetry(BounceMailboxSettings settings) {
        long remainingMillis = Math.min(settings.interval().toMillis(), 60_000);
        try {
            while (remainingMillis > 0 && !environment().stopRequested().getAsBoolean()) {
                Thread.sleep(POLL_MILLIS);
                remainingMillis -= POLL_MILLIS;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandException.failed("stopped", "stopped");
        }
    }

    private static String describe(FetchTally tally) {
        StringBuilder words = new StringBuilder(TerminalText.formatCount(tally.messages(), "message"));
        tally.effects()
                .forEach((effect, number) -> words.append(", ")
                        .append(TerminalText.formatNumber(number))
                        .append(' ')
                        .append(effect.label()));
        if (tally.quarantined() > 0) {
            words.append(", ")
                    .append(TerminalText.formatNumber(tally.quarantined()))
                    .append(" set aside for a person");
        }
        return words.toString();
    }

    private record FetchAnswer(
            long messages,
            long known,
            long aside,
            Map<String, Long> effects,
            List<BouncesPausesCommand.PauseAnswer> pauses,
            List<String> alerts) {}

    private static Map<String, Long> effectsByLabel(FetchTally tally) {
        Map<String, Long> effects = new LinkedHashMap<>();
        tally.effects().forEach((effect, number) -> effects.put(effect.label(), number));
        return effects;
    }

    private void writeResult(AccountSession session, Instant start, FetchTally tally) {
        if (globalOptions().json()) {
            List<MarkingPause> pauses = session.bounces().read(reading -> reading.listPauses()).stream()
                    .filter(pause -> pause.end().isEmpty())
                    .toList();
            List<BounceAlerts.BounceAlert> alerts = BounceAlerts.alerts(session, BounceQuery.ALL.withSince(start));
            console()
                    .writeJson(new FetchAnswer(
                            tally.messages(),
                            tally.duplicates(),
                            tally.quarantined(),
                            effectsByLabel(tally),
                            pauses.stream()
                                    .map(BouncesPausesCommand.PauseAnswer::of)
                                    .toList(),
                            alerts.stream().map(BounceAlerts.BounceAlert::text).toList()));
            return;
        }
        console().printLine(describe(tally) + ".");
        if (tally.quarantined() > 0) {
            long asking = session.bounces().read(reading -> reading.listQuarantined(MAX_ASIDE)).stream()
                    .filter(message ->
                            message.personal().filter(PersonalMail::asksOptOut).isPresent())
                    .count();
            console()
                    .printNote((asking == 0
                                    ? "to see who wrote: "
                                    : TerminalText.formatCount(asking, "message")
                                            + (asking == 1 ? " asks" : " ask")
                                            + " for no more mail; nothing is done by itself. To see who wrote: ")
                            + globalOptions().suggest("bounces", "list", "--aside"));
        }
        BounceAlerts.printNotices(console(), session, start);
    }
}
