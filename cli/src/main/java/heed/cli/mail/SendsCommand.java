package heed.cli.mail;

import heed.cli.internal.account.AccountSession;
import heed.cli.internal.account.ProspectLookup;
import heed.cli.internal.account.RunLookup;
import heed.cli.internal.console.HeedCommand;
import heed.cli.internal.console.TerminalText;
import heed.cli.internal.settings.MailOptions;
import heed.cli.internal.settings.MailSettings;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.CommandException;
import heed.cli.process.ExitCode;
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
    private static final int MAX_LIMIT = 10_000;

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

    public SendsCommand(CommandEnvironment environment) {
        super(environment);
    }

    @Override
    protected ExitCode run() {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw CommandException.invalid("limit", "--limit is from 1 to " + TerminalText.formatNumber(MAX_LIMIT));
        }
        try (AccountSession session = AccountSession.open(globalOptions(), environment())) {
            Optional<RunId> ofRun = Optional.ofNullable(run).map(number -> RunLookup.requireRun(session, number));
            SendQuery query = new SendQuery(
                    Optional.ofNullable(prospect)
                            .map(idOrEmail -> session.account()
                                    .read(reading -> ProspectLookup.get(reading, idOrEmail))
                                    .key()),
                    ofRun,
                    Optional.ofNullable(state).map(SendsCommand::parseState));
            List<SendRecord> sends = session.mail().outbox().listSends(query, new MailId(after), limit);
            List<SendCount> counts =
                    prospect == null && state == null ? session.mail().outbox().countSends(ofRun) : List.of();
            new SendsOutput(
                            session.account().account().zone(),
                            findRetries(),
                            counts,
                            sends,
                            prospectIds(session, sends),
                            limit)
                    .writeTo(console(), globalOptions().json());
        }
        return ExitCode.DONE;
    }

    /** Empty if the settings are wrong: a listing has no need of them but for this. */
    private Optional<RetrySchedule> findRetries() {
        try {
            return Optional.of(mail.find(environment(), console())
                    .map(MailSettings::delivery)
                    .orElse(DeliverySettings.STANDARD)
                    .retrySchedule());
        } catch (CommandException wrong) {
            return Optional.empty();
        }
    }

    private static SendState parseState(String id) {
        return Arrays.stream(SendState.values())
                .filter(sendState -> sendState.id().equals(id.replace('-', ' ')))
                .findFirst()
                .orElseThrow(() -> CommandException.invalid(
                        "state",
                        "a mail is "
                                + Arrays.stream(SendState.values())
                                        .map(sendState -> sendState.id().replace(' ', '-'))
                                        .collect(Collectors.joining(", "))));
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
