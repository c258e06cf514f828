package heed.cli.automations;

import heed.cli.internal.account.AccountSession;
import heed.cli.internal.account.Engines;
import heed.cli.internal.account.ProspectLookup;
import heed.cli.internal.console.HeedCommand;
import heed.cli.internal.settings.MailOptions;
import heed.cli.internal.settings.MailSettings;
import heed.cli.mail.TestMailSender;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.CommandException;
import heed.cli.process.ExitCode;
import heed.engine.definition.AutomationSource;
import heed.engine.preview.RenderedMessage;
import heed.filters.json.QuotedText;
import heed.mail.SmtpReply;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.Prospect;
import heed.model.prospect.ProspectId;
import heed.model.store.Prefilter;
import heed.model.store.StoreReading;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code heed send-test}: sends the messages of an automation to one address as a test. */
@Command(
        name = "send-test",
        description = {
            "Send the messages of an automation to one address as a test.",
            "They are filled in as one prospect would receive them, and marked as tests. Their unsubscribe link leads"
                    + " nowhere. A suppressed address receives none."
        })
public final class SendTestCommand extends HeedCommand {
    @Parameters(paramLabel = "FILE", description = "The definition of the automation.")
    private Path file = Path.of("");

    @Option(
            names = "--to",
            required = true,
            paramLabel = "ADDRESS",
            description = "The email address to send the messages to. Required.")
    private String to = "";

    @Option(
            names = "--prospect",
            paramLabel = "ID|EMAIL",
            description = "The prospect whose fields fill them in, by Id or email address (default: the account's first"
                    + " prospect).")
    private @Nullable String prospect;

    @Mixin
    private final MailOptions mail = new MailOptions();

    public SendTestCommand(CommandEnvironment environment) {
        super(environment);
    }

    private record SentTestsAnswer(String prospect, List<SentTestAnswer> sent) {}

    private record SentTestAnswer(String action, String reply) {}

    @Override
    protected ExitCode run() {
        EmailAddress address = EmailAddress.parse(to)
                .orElseThrow(() -> CommandException.invalid("to", QuotedText.of(to) + " is not an email address"));
        MailSettings settings = mail.require(environment(), console());
        try (AccountSession session = AccountSession.open(globalOptions(), environment())) {
            AutomationSource source = DefinitionFile.readAutomation(file, session, console());
            Prospect sampleProspect = session.account().read(this::findProspect);
            List<RenderedMessage> messages = Engines.create(session, environment(), Optional.of(settings))
                    .renderMessages(source.automation(), sampleProspect);
            if (messages.isEmpty()) {
                throw CommandException.invalid("no-message", file + " sends no email");
            }
            TestMailSender test = new TestMailSender(environment(), session, settings);
            Map<String, SmtpReply> replies = new LinkedHashMap<>();
            for (RenderedMessage message : messages) {
                replies.put(
                        message.mail().action(), test.send(source.automation().id(), message, address));
            }
            writeResult(replies, sampleProspect);
        }
        return ExitCode.DONE;
    }

    private Prospect findProspect(StoreReading reading) {
        String idOrEmail = prospect;
        return idOrEmail != null
                ? ProspectLookup.get(reading, idOrEmail)
                : reading.listProspects(Prefilter.EVERYONE, ProspectId.START, 1).stream()
                        .findFirst()
                        .orElseThrow(() -> CommandException.invalid("no-prospect", "the account has no prospects yet"));
    }

    private void writeResult(Map<String, SmtpReply> replies, Prospect sampleProspect) {
        if (globalOptions().json()) {
            console()
                    .writeJson(new SentTestsAnswer(
                            sampleProspect.id(),
                            replies.entrySet().stream()
                                    .map(entry -> new SentTestAnswer(
                                            entry.getKey(), entry.getValue().format()))
                                    .toList()));
        } else {
            replies.forEach((action, reply) -> console()
                    .printLine("Sent " + action + " as prospect " + sampleProspect.id() + " would receive it: "
                            + reply.format()));
        }
    }
}
