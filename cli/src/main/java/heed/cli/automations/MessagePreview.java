package heed.cli.automations;

import com.fasterxml.jackson.annotation.JsonProperty;
import heed.cli.internal.console.CommandConsole;
import heed.engine.preview.RenderedMessage;
import heed.mail.NamedAddress;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.Prospect;
import java.util.Optional;

/** A message as one prospect would receive it, in words and as JSON. */
record MessagePreview(Prospect prospect, RenderedMessage message) {

    /** A rendered message, as JSON. */
    record RenderedMessageAnswer(
            String prospect,
            String action,
            @JsonProperty("class") String messageClass,
            Optional<String> to,
            Optional<String> skipped,
            Optional<String> from,
            Optional<String> replyTo,
            String subject,
            Optional<String> text,
            Optional<String> html) {}

    void print(CommandConsole console) {
        console.printLine("");
        console.printLine("--- " + message.mail().action() + " for prospect " + prospect.id() + ": "
                + ChangeWords.describe(message.mail()));
        message.from().ifPresent(from -> console.printLine("From: " + from.text()));
        message.replyTo().ifPresent(to -> console.printLine("Reply-To: " + to.text()));
        console.printLine("Subject: " + message.content().subject());
        message.content().text().ifPresent(text -> {
            console.printLine("");
            text.lines().forEach(console::printLine);
        });
        message.content().html().ifPresent(html -> {
            console.printLine("");
            html.lines().forEach(console::printLine);
        });
    }

    RenderedMessageAnswer toAnswer() {
        return new RenderedMessageAnswer(
                prospect.id(),
                message.mail().action(),
                message.messageClass().id(),
                message.mail().to().map(EmailAddress::value),
                message.mail().skipReason(),
                message.from().map(NamedAddress::text),
                message.replyTo().map(NamedAddress::text),
                message.content().subject(),
                message.content().text(),
                message.content().html());
    }
}
