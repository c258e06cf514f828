package heed.cli.mail;

import heed.cli.internal.account.AccountSession;
import heed.cli.internal.account.ProspectLookup;
import heed.cli.internal.account.RunLookup;
import heed.cli.internal.console.HeedCommand;
import heed.cli.internal.console.LimitOption;
import heed.cli.internal.settings.MailOptions;
import heed.cli.internal.settings.MailSettings;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.CommandException;
import heed.cli.process.ExitCode;
import heed.filters.json.QuotedText;
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

/** Lists mails and what became of each. */
@Command(
        name = "sends",
        description = "List mails and what became of each: sent, skipped and why, or retrying until when.")
public final class SendsCommand extends HeedCommand {
    @Option(
            names = "--prospect",
            paramLabel = "ID|EMAIL",
            description =
                    "Only mail to this prospect: its Id, or its email address if it is the only one with that address.")
    private @Nullable String prospect;

    @Option(names = "--run", paramLabel = "RUN", description = "Only mail of this run.")
    private @Nullable Long run;

    @Option(
            names = "--state",
            paramLabel = "STATE",
            description =
                    "Only mail in this state: queued, retrying, in-flight, sent, skipped, rejected, expired, unknown,"
                            + " cancelled or failed.")
    private @Nullable String state;

    @Mixin
    private final LimitOption limit = new LimitOption();

    @Option(
            names = "--after",
            paramLabel = "MAIL",
            defaultValue = "0",
            description = "Only mails with a greater number than this, to continue a list (default: ${DEFAULT-VALUE}).")
    private long after;

    @Mixin
    private final MailOptions mail = new MailOptions();

    public SendsCommand(CommandEnvironment environment) {
        super(environment);
    }

    @Override
    protected ExitCode run() {
        int maxRows = limit.require();
        try (AccountSession session = AccountSession.open(globalOptions(), environment())) {
            Optional<RunId> ofRun = Optional.ofNullable(run).map(number -> RunLookup.requireRun(session, number));
            SendQuery query = new SendQuery(
                    Optional.ofNullable(prospect)
                            .map(idOrEmail -> session.account()
                                    .read(reading -> ProspectLookup.get(reading, idOrEmail))
                                    .key()),
                    ofRun,
                    Optional.ofNullable(state).map(SendsCommand::parseState));
            List<SendRecord> sends = session.mail().outbox().listSends(query, new MailId(after), maxRows);
            List<SendCount> counts =
                    prospect == null && state == null ? session.mail().outbox().countSends(ofRun) : List.of();
            new SendsOutput(
                            session.account().account().zone(),
                            findRetries(),
                            counts,
                            sends,
                            prospectIds(session, sends),
                            maxRows,
                            globalOptions().suggestSame())
                    .writeTo(console(), globalOptions().json());
        }
        return ExitCode.DONE;
    }

    /**
     * Returns the retry schedule of the mail settings, which tells until when a mail is retried; empty if the settings
     * are invalid. The list needs nothing else of them.
     *
     * @throws CommandException if the settings are named and there is no such file
     */
    private Optional<RetrySchedule> findRetries() {
        mail.requireNamedFile(environment());
        try {
            return Optional.of(mail.find(environment(), console())
                    .map(MailSettings::delivery)
                    .orElse(DeliverySettings.STANDARD)
                    .retrySchedule());
        } catch (CommandException invalidSettings) {
            return Optional.empty();
        }
    }

    private static SendState parseState(String id) {
        return Arrays.stream(SendState.values())
                .filter(sendState -> sendState.id().equals(id.replace('-', ' ')))
                .findFirst()
                .orElseThrow(() -> CommandException.invalid(
                        "state",
                        "--state must be one of "
                                + Arrays.stream(SendState.values())
                                        .map(sendState -> sendState.id().replace(' ', '-'))
                                        .collect(Collectors.joining(", "))
                                + "; not " + QuotedText.of(id)));
    }

    private static Map<ProspectId, String> prospectIds(AccountSession session, List<SendRecord> sends) {
        List<ProspectId> keys = sends.stream()
                .flatMap(send -> Stream.concat(
                        send.prospect().stream(), send.skipReason().flatMap(SkipReason::duplicateOf).stream()))
                .distinct()
                .toList();
        return session.account().read(reading -> reading.listProspects(keys)).stream()
                .collect(Collectors.toMap(Prospect::key, Prospect::id));
    }
}
