package heed.cli.bounces;

import heed.bounces.marking.BouncePolicy;
import heed.cli.internal.account.AccountSession;
import heed.cli.internal.console.HeedCommand;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.CommandException;
import heed.cli.process.ExitCode;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows the bounce policy of the account, and changes it if options are given. */
@Command(
        name = "policy",
        description = {
            "Show the bounce policy of the account, or change it.",
            "The policy decides when bounces mark an address, when marking pauses, and when a run has an alert."
        })
public final class BouncesPolicyCommand extends HeedCommand {
    @Option(
            names = "--soft-bounces",
            paramLabel = "N",
            description = "The number of soft-bounced messages that mark an address (initially 5).")
    private @Nullable Integer softBounces;

    @Option(
            names = "--days",
            paramLabel = "N",
            description = "The least number of days over which these messages must be spread (initially 7).")
    private @Nullable Integer days;

    @Option(
            names = "--pause-share",
            paramLabel = "PERCENT",
            description =
                    "The share of the mail of an hour above which bounces with one reason pause marking (initially"
                            + " 30).")
    private @Nullable Double pauseShare;

    @Option(
            names = "--pause-least",
            paramLabel = "N",
            description = "The least number of bounced mails that pause marking (initially 20).")
    private @Nullable Integer pauseLeast;

    @Option(
            names = "--alert-share",
            paramLabel = "PERCENT",
            description =
                    "The share of the mail of a run above which bounces with one reason raise an alert (initially 5).")
    private @Nullable Double alertShare;

    @Option(
            names = "--alert-least",
            paramLabel = "N",
            description = "The least number of bounced mails that raise an alert (initially 10).")
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
            writeResult(updated);
        }
        return ExitCode.DONE;
    }

    private BouncePolicy updatedPolicy(BouncePolicy current) {
        return new BouncePolicy(
                requireCount("--soft-bounces", softBounces, 1).orElse(current.softBounces()),
                requireCount("--days", days, 0).map(Duration::ofDays).orElse(current.minSpan()),
                requireShare("--pause-share", pauseShare).orElse(current.pauseShare()),
                requireCount("--pause-least", pauseLeast, 1).orElse(current.pauseMinimum()),
                requireShare("--alert-share", alertShare).orElse(current.alertShare()),
                requireCount("--alert-least", alertLeast, 1).orElse(current.alertMinimum()));
    }

    private static Optional<Integer> requireCount(String option, @Nullable Integer value, int min) {
        if (value != null && value < min) {
            throw CommandException.invalid("policy", option + " must be at least " + min + ", not " + value);
        }
        return Optional.ofNullable(value);
    }

    /** Returns the percentage as a share from 0 to 1. */
    private static Optional<Double> requireShare(String option, @Nullable Double percent) {
        if (percent != null && !(percent > 0 && percent <= 100)) {
            throw CommandException.invalid(
                    "policy", option + " must be more than 0 and at most 100 percent, not " + percent);
        }
        return Optional.ofNullable(percent).map(value -> value / 100);
    }

    private void writeResult(BouncePolicy policy) {
        if (globalOptions().json()) {
            console()
                    .writeJson(new PolicyAnswer(
                            policy.softBounces(),
                            policy.minSpan().toDays(),
                            policy.pauseShare(),
                            policy.pauseMinimum(),
                            policy.alertShare(),
                            policy.alertMinimum()));
            return;
        }
        console()
                .printLine("A hard bounce about the recipient or the domain marks the address at once; so do "
                        + policy.softBounces() + " soft-bounced messages over at least "
                        + policy.minSpan().toDays() + " days without a delivery in between.");
        console()
                .printLine("Marking pauses when bounces with one reason are more than " + percent(policy.pauseShare())
                        + " of the mail of an hour, to one domain or in total, and at least " + policy.pauseMinimum()
                        + " mails.");
        console()
                .printLine("A run has an alert when bounces with one reason about the sender or a server are more than "
                        + percent(policy.alertShare()) + " of its mail, and at least " + policy.alertMinimum()
                        + " mails.");
    }

    private static String percent(double share) {
        return Math.round(share * 1_000) / 10.0 + " %";
    }
}
