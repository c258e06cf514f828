package heed.cli.automations;

import heed.cli.internal.console.CommandConsole;
import heed.cli.internal.console.JsonOutput;
import heed.engine.preview.RenderedMessage;
import heed.mail.NamedAddress;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.Prospect;
import tools.jackson.core.JsonGenerator;

/** A message as one prospect would get it, told. */
record MessagePreview(Prospect prospect, RenderedMessage message) {

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

    void write(JsonGenerator json) {
        json.writeStartObject();
        json.writeStringProperty("prospect", prospect.id());
        json.writeStringProperty("action", message.mail().action());
        json.writeStringProperty("class", message.messageClass().id());
        JsonOutput.writeText(json, "to", message.mail().to().map(EmailAddress::value));
        JsonOutput.writeText(json, "skipped", message.mail().skipReason());
        JsonOutput.writeText(json, "from", message.from().map(NamedAddress::text));
        JsonOutput.writeText(json, "replyTo", message.replyTo().map(NamedAddress::text));
        json.writeStringProperty("subject", message.content().subject());
        JsonOutput.writeText(json, "text", message.content().text());
        JsonOutput.writeText(json, "html", message.content().html());
        json.writeEndObject();
    }
}
