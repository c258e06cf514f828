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

/** Sends the messages of an automation to one address, to look at them. */
@Command(
        name = "send-test",
        description =
                "Send the messages of an automation to one address for a look at them, as one prospect would get"
                        + " them. They are marked as tests; a suppressed address gets none. Their unsubscribe link leads nowhere.")
public final class SendTestCommand extends HeedCommand {
    @Parameters(paramLabel = "FILE", description = "The definition of an automation.")
    private Path file = Path.of("");

    @Option(names = "--to", required = true, paramLabel = "ADDRESS", description = "Who gets them.")
    private String to = "";

    @Option(
            names = "--prospect",
            paramLabel = "ID|EMAIL",
            description = "With whose fields they are filled in (default: the account's first prospect).")
    private @Nullable String prospect;

    @Mixin
    private final MailOptions mail = new MailOptions();

    public SendTestCommand(CommandEnvironment environment) {
        super(environment);
    }

    @Override
    protected ExitCode run() {
        EmailAddress address = EmailAddress.parse(to)
                .orElseThrow(() -> CommandException.invalid("to", QuotedText.of(to) + " is no email address"));
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
            console().writeJson(json -> {
                json.writeStartObject();
                json.writeStringProperty("prospect", sampleProspect.id());
                json.writeArrayPropertyStart("sent");
                replies.forEach((action, reply) -> {
                    json.writeStartObject();
                    json.writeStringProperty("action", action);
                    json.writeStringProperty("reply", reply.format());
                    json.writeEndObject();
                });
                json.writeEndArray();
                json.writeEndObject();
            });
        } else {
            replies.forEach((action, reply) -> console()
                    .printLine(
                            "Sent " + action + " as prospect " + sampleProspect.id() + " gets it: " + reply.format()));
        }
    }
}
