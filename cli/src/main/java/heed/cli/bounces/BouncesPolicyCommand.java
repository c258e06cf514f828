package heed.cli.bounces;

import heed.bounces.marking.BouncePolicy;
import heed.cli.internal.account.AccountSession;
import heed.cli.internal.console.HeedCommand;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.CommandException;
import heed.cli.process.ExitCode;
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

    public BouncesPolicyCommand(CommandEnvironment environment) {
        super(environment);
    }

    private record PolicyAnswer(
            int softBounces, long days, double pauseShare, int pauseLeast, double alertShare, int alertLeast) {}

    @Override
    protected ExitCode run() {
        try (AccountSession session = AccountSession.open(globalOptions(), environment())) {
            BouncePolicy policy = session.bounces().read(reading -> reading.policy());
            BouncePolicy updated = updatedPolicy(policy);
            if (!updated.equals(policy)) {
                session.bounces().write(work -> {
                    work.setPolicy(updated);
                    return true;
                });
            }
            if (globalOptions().json()) {
                console()
                        .writeJson(new PolicyAnswer(
                                updated.softBounces(),
                                updated.minSpan().toDays(),
                                updated.pauseShare(),
                                updated.pauseMinimum(),
                                updated.alertShare(),
                                updated.alertMinimum()));
            } else {
                console()
                        .printLine("A hard bounce of the recipient or the domain marks the address at once; so do "
                                + updated.softBounces() + " messages that soft bounce over at least "
                                + updated.minSpan().toDays() + " days without a delivery between.");
                console()
                        .printLine("Marking pauses when one reason takes more than " + percent(updated.pauseShare())
                                + " of an hour's mail, to a domain or in all, and at least " + updated.pauseMinimum()
                                + " mails.");
                console()
                        .printLine("A run gets an alert when a reason of the sender or of servers takes more than "
                                + percent(updated.alertShare()) + " of its mail, and at least " + updated.alertMinimum()
                                + " mails.");
            }
        }
        return ExitCode.DONE;
    }

    private BouncePolicy updatedPolicy(BouncePolicy current) {
        try {
            return new BouncePolicy(
                    softBounces == null ? current.softBounces() : softBounces,
                    days == null ? current.minSpan() : Duration.ofDays(days),
                    pauseShare == null ? current.pauseShare() : pauseShare / 100,
                    pauseLeast == null ? current.pauseMinimum() : pauseLeast,
                    alertShare == null ? current.alertShare() : alertShare / 100,
                    alertLeast == null ? current.alertMinimum() : alertLeast);
        } catch (IllegalArgumentException wrong) {
            throw CommandException.invalid("policy", String.valueOf(wrong.getMessage()));
        }
    }

    private static String percent(double share) {
        return Math.round(share * 1_000) / 10.0 + " %";
    }
}
