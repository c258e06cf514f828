package heed.cli.automations;

import heed.cli.accounts.OpenAccount;
import heed.cli.console.Exit;
import heed.cli.console.Failure;
import heed.cli.console.HeedCommand;
import heed.cli.console.World;
import heed.cli.mail.MailOptions;
import heed.cli.mail.MailSettings;
import heed.cli.mail.TestMail;
import heed.cli.mail.Working;
import heed.cli.prospects.ProspectChoice;
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

    public SendTestCommand(World world) {
        super(world);
    }

    @Override
    protected Exit run() {
        EmailAddress address = EmailAddress.parse(to)
                .orElseThrow(() -> Failure.invalid("to", QuotedText.of(to) + " is no email address"));
        MailSettings settings = mail.need(world(), console());
        try (OpenAccount open = OpenAccount.existing(common(), world())) {
            AutomationSource source = Definitions.automation(file, open, console());
            Prospect filledIn = open.account().read(this::prospect);
            List<RenderedMessage> letters =
                    Working.on(open, world(), Optional.of(settings)).renderMessages(source.automation(), filledIn);
            if (letters.isEmpty()) {
                throw Failure.invalid("no-message", file + " sends no email");
            }
            TestMail test = new TestMail(world(), open, settings);
            Map<String, SmtpReply> replies = new LinkedHashMap<>();
            for (RenderedMessage letter : letters) {
                replies.put(
                        letter.mail().action(), test.send(source.automation().id(), letter, address));
            }
            answer(replies, filledIn);
        }
        return Exit.DONE;
    }

    private Prospect prospect(StoreReading reading) {
        String named = prospect;
        return named != null
                ? ProspectChoice.one(reading, named)
                : reading.listProspects(Prefilter.EVERYONE, ProspectId.START, 1).stream()
                        .findFirst()
                        .orElseThrow(() -> Failure.invalid("no-prospect", "the account has no prospects yet"));
    }

    private void answer(Map<String, SmtpReply> replies, Prospect filledIn) {
        if (common().json()) {
            console().json(json -> {
                json.writeStartObject();
                json.writeStringProperty("prospect", filledIn.id());
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
            replies.forEach((action, reply) ->
                    console().line("Sent " + action + " as prospect " + filledIn.id() + " gets it: " + reply.format()));
        }
    }
}
