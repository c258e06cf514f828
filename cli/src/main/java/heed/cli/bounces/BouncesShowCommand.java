package heed.cli.bounces;

import heed.bounces.Diagnosis;
import heed.bounces.EnhancedStatusCode;
import heed.bounces.marking.AddressHistory;
import heed.bounces.marking.Bounce;
import heed.bounces.marking.BounceId;
import heed.bounces.marking.BouncePolicy;
import heed.cli.accounts.OpenAccount;
import heed.cli.accounts.Zones;
import heed.cli.console.Exit;
import heed.cli.console.Failure;
import heed.cli.console.HeedCommand;
import heed.cli.console.Json;
import heed.cli.console.Plain;
import heed.cli.console.Table;
import heed.cli.console.World;
import heed.model.prospect.EmailAddress;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows a bounce, or how an address stands. */
@Command(
        name = "show",
        description = "Show a bounce with what it rests on and what can be done, or how an address stands.")
public final class BouncesShowCommand extends HeedCommand {
    @Parameters(
            paramLabel = "BOUNCE|EMAIL",
            description = "Its number, as `heed bounces list` shows it, or an address.")
    private String which = "";

    public BouncesShowCommand(World world) {
        super(world);
    }

    @Override
    protected Exit run() {
        try (OpenAccount open = OpenAccount.existing(common(), world())) {
            ZoneId zone = open.account().account().zone();
            if (which.matches("\\d{1,18}")) {
                BounceId id = new BounceId(Long.parseLong(which));
                Optional<Bounce> bounce = open.bounces().read(reading -> reading.findBounce(id));
                show(
                        bounce.orElseThrow(() -> Failure.invalid(
                                "unknown-bounce", "there is no bounce " + id + "; `heed bounces list` lists them")),
                        zone);
            } else {
                show(open, BounceFilter.address(which), zone);
            }
        }
        return Exit.DONE;
    }

    private void show(Bounce bounce, ZoneId zone) {
        if (common().json()) {
            console().json(json -> BounceWords.write(json, bounce));
            return;
        }
        Table table = Table.of("", "");
        line(
                table,
                "Bounce",
                bounce.id() + ", " + bounce.kind().label() + ", "
                        + bounce.status().id());
        line(table, "Kept", Zones.time(bounce.recordedAt(), zone));
        bounce.bouncedMail().address().ifPresent(address -> line(table, "Address", address.value()));
        bounce.bouncedMail()
                .mail()
                .ifPresent(mail -> line(
                        table,
                        "Mail",
                        mail
                                + bounce.bouncedMail()
                                        .run()
                                        .map(run -> " of run " + run)
                                        .orElse("")
                                + bounce.bouncedMail()
                                        .sentAt()
                                        .map(at -> ", sent " + Zones.time(at, zone))
                                        .orElse("")));
        bounce.diagnosis()
                .ifPresent(why -> line(
                        table,
                        "Reason",
                        BounceWords.why(bounce) + " (" + why.reason().group().label() + ")"));
        bounce.diagnosis()
                .ifPresent(why -> line(table, "Decided by", why.evidence().label() + ": " + why.ruleId()));
        line(
                table,
                "Status",
                bounce.report().status().map(EnhancedStatusCode::toString).orElse(""));
        line(table, "Reply", bounce.report().replyCode().map(String::valueOf).orElse(""));
        line(table, "Reported by", bounce.report().reportingMta().orElse(""));
        line(table, "Refused by", bounce.report().remoteMta().orElse(""));
        line(table, "Message", bounce.messageHash().orElse("the answer to our own attempt"));
        line(table, "Classifier", bounce.classifier());
        console().lines(table.lines());
        console().line(bounce.report().text());
        bounce.diagnosis().map(Diagnosis::reason).ifPresent(reason -> {
            console().line("");
            console().line(reason.advice());
        });
    }

    private static void line(Table table, String name, String value) {
        if (!value.isEmpty()) {
            table.row(name, value);
        }
    }

    private void show(OpenAccount open, EmailAddress address, ZoneId zone) {
        BouncePolicy policy = open.bounces().read(reading -> reading.policy());
        AddressHistory history = open.bounces().read(reading -> reading.history(address));
        Optional<Instant> marked = open.bounces().read(reading -> reading.findMarkedSince(address));
        int counted = policy.countMails(history, world().clock().instant());
        if (common().json()) {
            console().json(json -> {
                json.writeStartObject();
                json.writeStringProperty("address", address.value());
                Json.text(json, "bouncedSince", marked.map(Instant::toString));
                json.writeNumberProperty("softBounces", counted);
                json.writeNumberProperty("softBouncesThatMark", policy.softBounces());
                json.writeArrayPropertyStart("bounces");
                history.bounces().forEach(bounce -> BounceWords.write(json, bounce));
                json.writeEndArray();
                json.writeEndObject();
            });
            return;
        }
        console()
                .line(marked.map(since -> "Bounced since " + Zones.time(since, zone) + ".")
                                .orElse("Not marked by bounces.")
                        + " " + Plain.count(counted, "message") + " soft bounced since the last delivery, of "
                        + policy.softBounces() + " that mark an address.");
        Table table = BounceWords.table();
        history.bounces().forEach(bounce -> BounceWords.row(table, bounce, zone));
        console().lines(table.lines());
    }
}
