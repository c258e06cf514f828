package heed.cli.mail;

import heed.cli.accounts.OpenAccount;
import heed.cli.console.Exit;
import heed.cli.console.Failure;
import heed.cli.console.HeedCommand;
import heed.cli.console.Plain;
import heed.cli.console.World;
import heed.cli.prospects.ProspectChoice;
import heed.mail.MailId;
import heed.mail.SendState;
import heed.mail.SkipReason;
import heed.mail.delivery.DeliverySettings;
import heed.mail.delivery.RetrySchedule;
import heed.mail.outbox.SendCount;
import heed.mail.outbox.SendQuery;
import heed.mail.outbox.SendRecord;
import heed.model.prospect.Prospect;
import heed.model.prospect.ProspectId;
import heed.model.run.RunId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists mails, and what became of each. */
@Command(
        name = "sends",
        description = "List mails with what became of each: sent, skipped and exactly why, retrying until when.")
public final class SendsCommand extends HeedCommand {
    private static final int MOST = 10_000;

    @Option(names = "--prospect", paramLabel = "ID|EMAIL", description = "Only mail to this prospect.")
    private @Nullable String prospect;

    @Option(names = "--run", paramLabel = "RUN", description = "Only mail of this run.")
    private @Nullable Long run;

    @Option(names = "--state", paramLabel = "STATE", description = "Only mail that stands there: sent, skipped, …")
    private @Nullable String state;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "100",
            description = "How many are listed (default: ${DEFAULT-VALUE}).")
    private int limit;

    @Option(
            names = "--after",
            paramLabel = "MAIL",
            defaultValue = "0",
            description = "Only mail after the one with this number.")
    private long after;

    @Mixin
    private final MailOptions mail = new MailOptions();

    public SendsCommand(World world) {
        super(world);
    }

    @Override
    protected Exit run() {
        if (limit < 1 || limit > MOST) {
            throw Failure.invalid("limit", "--limit is from 1 to " + Plain.number(MOST));
        }
        try (OpenAccount open = OpenAccount.existing(common(), world())) {
            Optional<RunId> ofRun = Optional.ofNullable(run).map(number -> Runs.known(open, number));
            SendQuery query = new SendQuery(
                    Optional.ofNullable(prospect)
                            .map(one -> open.account()
                                    .read(reading -> ProspectChoice.one(reading, one))
                                    .key()),
                    ofRun,
                    Optional.ofNullable(state).map(SendsCommand::state));
            List<SendRecord> sends = open.mail().outbox().listSends(query, new MailId(after), limit);
            List<SendCount> counts =
                    prospect == null && state == null ? open.mail().outbox().countSends(ofRun) : List.of();
            new SendsAnswer(open.account().account().zone(), retries(), counts, sends, ids(open, sends), limit)
                    .answer(console(), common().json());
        }
        return Exit.DONE;
    }

    /** Empty if the settings are wrong: a listing has no need of them but for this. */
    private Optional<RetrySchedule> retries() {
        try {
            return Optional.of(mail.find(world(), console())
                    .map(MailSettings::delivery)
                    .orElse(DeliverySettings.STANDARD)
                    .retrySchedule());
        } catch (Failure wrong) {
            return Optional.empty();
        }
    }

    private static SendState state(String id) {
        return Arrays.stream(SendState.values())
                .filter(one -> one.id().equals(id.replace('-', ' ')))
                .findFirst()
                .orElseThrow(() -> Failure.invalid(
                        "state",
                        "a mail is "
                                + Arrays.stream(SendState.values())
                                        .map(one -> one.id().replace(' ', '-'))
                                        .collect(Collectors.joining(", "))));
    }

    private static Map<ProspectId, String> ids(OpenAccount open, List<SendRecord> sends) {
        List<ProspectId> keys = sends.stream()
                .flatMap(send -> Stream.concat(
                        send.prospect().stream(), send.skipReason().flatMap(SkipReason::duplicateOf).stream()))
                .distinct()
                .toList();
        return open.account().read(reading -> reading.listProspects(keys)).stream()
                .collect(Collectors.toMap(Prospect::key, Prospect::id));
    }
}
