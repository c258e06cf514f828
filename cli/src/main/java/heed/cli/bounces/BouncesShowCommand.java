package heed.cli.bounces;

import heed.bounces.Diagnosis;
import heed.bounces.EnhancedStatusCode;
import heed.bounces.marking.AddressHistory;
import heed.bounces.marking.Bounce;
import heed.bounces.marking.BounceId;
import heed.bounces.marking.BouncePolicy;
import heed.bounces.marking.ReportTarget;
import heed.cli.internal.account.AccountSession;
import heed.cli.internal.account.AddressArguments;
import heed.cli.internal.account.TimeZones;
import heed.cli.internal.console.HeedCommand;
import heed.cli.internal.console.TerminalText;
import heed.cli.internal.console.TextTable;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.CommandException;
import heed.cli.process.ExitCode;
import heed.model.prospect.EmailAddress;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows one bounce, or the bounces of an address. */
@Command(
        name = "show",
        description = {
            "Show a bounce, or the bounces of an address.",
            "A bounce is shown with its evidence and advice; an address with its mark, its count of soft bounces and"
                    + " its bounces."
        })
public final class BouncesShowCommand extends HeedCommand {
    @Parameters(
            paramLabel = "BOUNCE|EMAIL",
            description = "The number of a bounce, as `heed bounces list` shows it, or an email address.")
    private String bounceOrAddress = "";

    public BouncesShowCommand(CommandEnvironment environment) {
        super(environment);
    }

    @Override
    protected ExitCode run() {
        try (AccountSession session = AccountSession.open(globalOptions(), environment())) {
            ZoneId zone = session.account().account().zone();
            if (bounceOrAddress.matches("\\d{1,18}")) {
                BounceId id = new BounceId(Long.parseLong(bounceOrAddress));
                Optional<Bounce> bounce = session.bounces().read(reading -> reading.findBounce(id));
                show(
                        bounce.orElseThrow(() -> CommandException.invalid(
                                "unknown-bounce",
                                "there is no bounce " + id + "; `"
                                        + globalOptions().suggest("bounces", "list") + "` lists the bounces")),
                        zone);
            } else {
                show(session, AddressArguments.parse(bounceOrAddress), zone);
            }
        }
        return ExitCode.DONE;
    }

    private void show(Bounce bounce, ZoneId zone) {
        if (globalOptions().json()) {
            console().writeJson(BounceWords.BounceAnswer.of(bounce));
            return;
        }
        TextTable table = TextTable.of("", "");
        addRow(
                table,
                "Bounce",
                bounce.id() + ", " + bounce.kind().label() + ", "
                        + bounce.status().id());
        addRow(table, "Recorded", TimeZones.format(bounce.recordedAt(), zone));
        bounce.bouncedMail().address().ifPresent(address -> addRow(table, "Address", address.value()));
        bounce.bouncedMail()
                .mail()
                .ifPresent(mail -> addRow(
                        table,
                        "Mail",
                        mail
                                + bounce.bouncedMail()
                                        .run()
                                        .map(run -> " of run " + run)
                                        .orElse("")
                                + bounce.bouncedMail()
                                        .sentAt()
                                        .map(at -> ", sent " + TimeZones.format(at, zone))
                                        .orElse("")));
        addRow(table, "About", describe(bounce.target()));
        bounce.diagnosis()
                .ifPresent(diagnosis -> addRow(
                        table,
                        "Reason",
                        BounceWords.describe(bounce) + " ("
                                + diagnosis.reason().group().label() + ")"));
        bounce.diagnosis()
                .ifPresent(diagnosis ->
                        addRow(table, "Decided by", diagnosis.evidence().label() + ": " + diagnosis.ruleId()));
        addRow(
                table,
                "Status",
                bounce.report().status().map(EnhancedStatusCode::toString).orElse(""));
        addRow(table, "Reply", bounce.report().replyCode().map(String::valueOf).orElse(""));
        addRow(table, "Reported by", bounce.report().reportingMta().orElse(""));
        addRow(table, "Refused by", bounce.report().remoteMta().orElse(""));
        addRow(table, "Message", bounce.messageHash().orElse("the reply to an attempt of Heed"));
        addRow(table, "Classifier", bounce.classifier());
        console().printTable(table);
        console().printLine(bounce.report().text());
        BounceWords.printUnbelievedComplaint(console(), globalOptions(), List.of(bounce));
        bounce.diagnosis().map(Diagnosis::reason).ifPresent(reason -> {
            console().printLine("");
            console().printLine(reason.advice());
        });
    }

    private static String describe(ReportTarget target) {
        return switch (target) {
            case RECIPIENT -> "";
            case FORWARD -> "another address than the mail's; counts as soft";
            case MISSING_MAIL -> "a mail that the store does not have; counts as soft";
        };
    }

    private static void addRow(TextTable table, String name, String value) {
        if (!value.isEmpty()) {
            table.addRow(name, value);
        }
    }

    private record AddressHistoryAnswer(
            String address,
            Optional<Instant> bouncedSince,
            int softBounces,
            int softBouncesThatMark,
            List<BounceWords.BounceAnswer> bounces) {}

    private void show(AccountSession session, EmailAddress address, ZoneId zone) {
        BouncePolicy policy = session.bounces().read(reading -> reading.policy());
        AddressHistory history = session.bounces().read(reading -> reading.history(address));
        Optional<Instant> marked = session.bounces().read(reading -> reading.findMarkedSince(address));
        int softBounces = policy.countMails(history, environment().clock().instant());
        if (globalOptions().json()) {
            console()
                    .writeJson(new AddressHistoryAnswer(
                            address.value(),
                            marked,
                            softBounces,
                            policy.softBounces(),
                            history.bounces().stream()
                                    .map(BounceWords.BounceAnswer::of)
                                    .toList()));
            return;
        }
        console()
                .printLine(marked.map(since -> "Bounced since " + TimeZones.format(since, zone) + ".")
                                .orElse("Not marked by bounces.")
                        + " " + TerminalText.formatCount(softBounces, "soft-bounced message")
                        + " since the last delivery; "
                        + policy.softBounces() + " mark an address.");
        TextTable table = BounceWords.createTable();
        history.bounces().forEach(bounce -> BounceWords.addRow(table, bounce, zone));
        console().printTable(table);
    }
}
