package heed.cli.bounces;

import heed.bounces.marking.BouncePolicy;
import heed.cli.accounts.OpenAccount;
import heed.cli.console.Exit;
import heed.cli.console.Failure;
import heed.cli.console.HeedCommand;
import heed.cli.console.World;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows and sets the policy of bounces. */
@Command(
        name = "policy",
        description =
                "Show when bounces mark an address, when marking pauses and when a run gets an alert, or set it for this"
                        + " account.")
public final class BouncesPolicyCommand extends HeedCommand {
    @Option(
            names = "--soft-bounces",
            paramLabel = "N",
            description = "So many messages that soft bounce mark an address.")
    private @Nullable Integer softBounces;

    @Option(names = "--days", paramLabel = "N", description = "… over at least so many days.")
    private @Nullable Integer days;

    @Option(names = "--pause-share", paramLabel = "PERCENT", description = "Marking pauses above this share.")
    private @Nullable Double pauseShare;

    @Option(names = "--pause-least", paramLabel = "N", description = "… but not before so many mails bounced.")
    private @Nullable Integer pauseLeast;

    @Option(names = "--alert-share", paramLabel = "PERCENT", description = "A run gets an alert above this share.")
    private @Nullable Double alertShare;

    @Option(names = "--alert-least", paramLabel = "N", description = "… but not before so many mails bounced.")
    private @Nullable Integer alertLeast;

    public BouncesPolicyCommand(World world) {
        super(world);
    }

    @Override
    protected Exit run() {
        try (OpenAccount open = OpenAccount.existing(common(), world())) {
            BouncePolicy policy = open.bounces().read(reading -> reading.policy());
            BouncePolicy wanted = wanted(policy);
            if (!wanted.equals(policy)) {
                open.bounces().write(work -> {
                    work.setPolicy(wanted);
                    return true;
                });
            }
            if (common().json()) {
                console().json(json -> {
                    json.writeStartObject();
                    json.writeNumberProperty("softBounces", wanted.softBounces());
                    json.writeNumberProperty("days", wanted.minSpan().toDays());
                    json.writeNumberProperty("pauseShare", wanted.pauseShare());
                    json.writeNumberProperty("pauseLeast", wanted.pauseMinimum());
                    json.writeNumberProperty("alertShare", wanted.alertShare());
                    json.writeNumberProperty("alertLeast", wanted.alertMinimum());
                    json.writeEndObject();
                });
            } else {
                console()
                        .line("A hard bounce of the recipient or the domain marks the address at once; so do "
                                + wanted.softBounces() + " messages that soft bounce over at least "
                                + wanted.minSpan().toDays() + " days without a delivery between.");
                console()
                        .line("Marking pauses when one reason takes more than " + percent(wanted.pauseShare())
                                + " of an hour's mail, to a domain or in all, and at least " + wanted.pauseMinimum()
                                + " mails.");
                console()
                        .line("A run gets an alert when a reason of the sender or of servers takes more than "
                                + percent(wanted.alertShare()) + " of its mail, and at least " + wanted.alertMinimum()
                                + " mails.");
            }
        }
        return Exit.DONE;
    }

    private BouncePolicy wanted(BouncePolicy now) {
        try {
            return new BouncePolicy(
                    softBounces == null ? now.softBounces() : softBounces,
                    days == null ? now.minSpan() : Duration.ofDays(days),
                    pauseShare == null ? now.pauseShare() : pauseShare / 100,
                    pauseLeast == null ? now.pauseMinimum() : pauseLeast,
                    alertShare == null ? now.alertShare() : alertShare / 100,
                    alertLeast == null ? now.alertMinimum() : alertLeast);
        } catch (IllegalArgumentException wrong) {
            throw Failure.invalid("policy", String.valueOf(wrong.getMessage()));
        }
    }

    private static String percent(double share) {
        return Math.round(share * 1_000) / 10.0 + " %";
    }
}
