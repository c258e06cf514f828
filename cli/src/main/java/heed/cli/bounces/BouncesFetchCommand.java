package heed.cli.bounces;

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
import heed.cli.accounts.OpenAccount;
import heed.cli.console.Exit;
import heed.cli.console.Failure;
import heed.cli.console.HeedCommand;
import heed.cli.console.Json;
import heed.cli.console.Plain;
import heed.cli.console.World;
import heed.cli.mail.BounceMailboxSettings;
import heed.cli.mail.BounceNotes;
import heed.cli.mail.MailOptions;
import heed.cli.mail.MailSettings;
import heed.cli.mail.Working;
import heed.mail.MailCorrelation;
import heed.model.store.StoreException;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Takes what waits in the bounce mailbox. */
@Command(
        name = "fetch",
        description = "Take what has come back out of the bounce mailbox, and mark the addresses that are gone.")
public final class BouncesFetchCommand extends HeedCommand {
    private static final long LOOK_AGAIN = 200; // ms

    @Mixin
    private final MailOptions mail = new MailOptions();

    @Option(
            names = "--follow",
            description = "Go on with what arrives, until Ctrl-C: at once where the server tells of it, and as often as"
                    + " the settings say.")
    private boolean follow;

    public BouncesFetchCommand(World world) {
        super(world);
    }

    @Override
    protected Exit run() {
        MailSettings settings = mail.need(world(), console());
        BounceMailboxSettings mailbox = settings.bounceMailbox()
                .orElseThrow(() -> Failure.refused(
                        "no-bounce-mailbox",
                        "the mail settings have no \"bounceMailbox\", such as {\"imap\": {\"host\": \"mail.example.com\","
                                + " \"user\": \"bounces\"}}"));
        try (OpenAccount open = OpenAccount.existing(common(), world())) {
            BounceRecords records = open.bounces();
            BounceFetch fetch = new BounceFetch(
                    records,
                    new BounceIngest(records, new MailCorrelation(Working.tokens(open.mail()), settings.bounces())),
                    new MimeBounceReader(BounceClassifier.standard()),
                    mailbox.most(),
                    world().clock());
            if (follow) {
                follow(open, fetch, mailbox);
            } else {
                Instant start = world().clock().instant();
                answer(open, start, once(fetch, mailbox));
            }
        }
        return Exit.DONE;
    }

    private FetchTally once(BounceFetch fetch, BounceMailboxSettings settings) {
        try (BounceMailbox mailbox = settings.opening().open()) {
            FetchTally tally = fetch.fetch(mailbox, world().stopping());
            stopIfAsked("`heed bounces fetch` goes on with what is still in the mailbox.");
            return tally;
        } catch (MailboxException e) {
            throw Failure.failed("mailbox", String.valueOf(e.getMessage()));
        }
    }

    /** A connection lasts until the next look; a mailbox or store that cannot be used is tried again then. */
    private void follow(OpenAccount open, BounceFetch fetch, BounceMailboxSettings settings) {
        while (!world().stopping().getAsBoolean()) {
            Instant start = world().clock().instant();
            try (BounceMailbox mailbox = settings.opening().open()) {
                told(open, start, fetch.fetch(mailbox, world().stopping()));
                mailbox.await(settings.every(), world().stopping());
            } catch (MailboxException | StoreException e) {
                console().note(String.valueOf(e.getMessage()));
                pause(settings);
            }
        }
    }

    private void told(OpenAccount open, Instant start, FetchTally tally) {
        if (tally.messages() > 0) {
            console().line(words(tally));
            BounceNotes.told(console(), open, start);
        }
    }

    private void pause(BounceMailboxSettings settings) {
        long left = Math.min(settings.every().toMillis(), 60_000);
        try {
            while (left > 0 && !world().stopping().getAsBoolean()) {
                Thread.sleep(LOOK_AGAIN);
                left -= LOOK_AGAIN;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failure.failed("stopped", "stopped");
        }
    }

    private static String words(FetchTally tally) {
        StringBuilder words = new StringBuilder(Plain.count(tally.messages(), "message"));
        tally.effects()
                .forEach((effect, number) -> words.append(", ")
                        .append(Plain.number(number))
                        .append(' ')
                        .append(effect.label()));
        if (tally.quarantined() > 0) {
            words.append(", ").append(Plain.number(tally.quarantined())).append(" kept aside for a person");
        }
        return words.toString();
    }

    private void answer(OpenAccount open, Instant start, FetchTally tally) {
        if (common().json()) {
            List<MarkingPause> pauses = open.bounces().read(reading -> reading.listPauses()).stream()
                    .filter(pause -> pause.end().isEmpty())
                    .toList();
            List<BounceNotes.Alert> alerts = BounceNotes.alerts(open, BounceQuery.ALL.withSince(start));
            console().json(json -> {
                json.writeStartObject();
                json.writeNumberProperty("messages", tally.messages());
                json.writeNumberProperty("known", tally.duplicates());
                json.writeNumberProperty("aside", tally.quarantined());
                json.writeObjectPropertyStart("effects");
                tally.effects().forEach((effect, number) -> json.writeNumberProperty(effect.label(), number));
                json.writeEndObject();
                json.writeArrayPropertyStart("pauses");
                pauses.forEach(pause -> BouncesPausesCommand.write(json, pause));
                json.writeEndArray();
                Json.texts(
                        json,
                        "alerts",
                        alerts.stream().map(BounceNotes.Alert::words).toList());
                json.writeEndObject();
            });
            return;
        }
        console().line(words(tally) + ".");
        BounceNotes.told(console(), open, start);
    }
}
