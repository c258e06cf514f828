package heed.cli.mail;

import heed.cli.accounts.OpenAccount;
import heed.cli.accounts.Zones;
import heed.cli.console.Exit;
import heed.cli.console.Failure;
import heed.cli.console.HeedCommand;
import heed.cli.console.Json;
import heed.cli.console.World;
import heed.engine.Engine;
import heed.mail.outbox.SendCount;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Delivers the mail that waits. */
@Command(
        name = "deliver",
        description = "Send the mail that is due: whatever runs have queued, and what is tried again. Each address is"
                + " rechecked as its mail goes out.")
public final class DeliverCommand extends HeedCommand {
    @Mixin
    private final MailOptions mail = new MailOptions();

    @Option(names = "--follow", description = "Go on with what comes to be due, until Ctrl-C.")
    private boolean follow;

    public DeliverCommand(World world) {
        super(world);
    }

    @Override
    protected Exit run() {
        MailSettings settings = mail.need(world(), console());
        if (settings.publicUrl().isEmpty()) {
            throw Failure.refused(
                    "no-public-url",
                    "no \"publicUrl\" is set up at which people can unsubscribe, and without it no marketing mail is sent");
        }
        try (OpenAccount open = OpenAccount.existing(common(), world())) {
            Engine engine = Working.on(open, world(), Optional.of(settings));
            Delivering delivering = new Delivering(world(), console(), open, engine, settings);
            Optional<Waiting> waiting = Optional.empty();
            if (follow) {
                delivering.untilAsked();
            } else {
                waiting = delivering.untilNothingIsDue();
            }
            List<SendCount> counts = open.mail().outbox().countSends(Optional.empty());
            Optional<Instant> next = open.mail().outbox().nextDue();
            answer(counts, next, waiting, open.account().account().zone());
            paused(open);
            return waiting.isPresent() ? Exit.FAILED : Exit.DONE;
        }
    }

    /** Tells whose mail waits because somebody wants it to. */
    private void paused(OpenAccount open) {
        open.mail().outbox().pausedRuns().stream()
                .sorted()
                .filter(run -> Runs.waits(open, run))
                .forEach(run ->
                        console().note("Run " + run + " is paused; `heed resume " + run + "` lets its mail go."));
    }

    private void answer(List<SendCount> counts, Optional<Instant> next, Optional<Waiting> waiting, ZoneId zone) {
        if (common().json()) {
            console().json(json -> {
                json.writeStartObject();
                SendCounts.write(json, counts);
                Json.text(json, "nextDue", next.map(Instant::toString));
                Json.text(json, "waitsBecause", waiting.map(Waiting::why));
                json.writeEndObject();
            });
        } else if (counts.isEmpty()) {
            console().note("No mail has been queued yet.");
        } else {
            SendCounts.print(console(), counts);
            next.ifPresent(at -> console().note("The next is due at " + Zones.time(at, zone) + "."));
            waiting.ifPresent(one -> console().note("heed: " + one.sentence()));
        }
    }
}
