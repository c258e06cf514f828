package heed.cli.automations;

import heed.cli.console.Console;
import heed.cli.console.Json;
import heed.engine.preview.RenderedMessage;
import heed.mail.NamedAddress;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.Prospect;
import tools.jackson.core.JsonGenerator;

/** A message as one prospect would get it, told. */
record Rendered(Prospect prospect, RenderedMessage letter) {

    void print(Console console) {
        console.line("");
        console.line("--- " + letter.mail().action() + " for prospect " + prospect.id() + ": "
                + Changes.words(letter.mail()));
        letter.from().ifPresent(from -> console.line("From: " + from.text()));
        letter.replyTo().ifPresent(to -> console.line("Reply-To: " + to.text()));
        console.line("Subject: " + letter.content().subject());
        letter.content().text().ifPresent(text -> {
            console.line("");
            text.lines().forEach(console::line);
        });
        letter.content().html().ifPresent(html -> {
            console.line("");
            html.lines().forEach(console::line);
        });
    }

    void write(JsonGenerator json) {
        json.writeStartObject();
        json.writeStringProperty("prospect", prospect.id());
        json.writeStringProperty("action", letter.mail().action());
        json.writeStringProperty("class", letter.messageClass().id());
        Json.text(json, "to", letter.mail().to().map(EmailAddress::value));
        Json.text(json, "skipped", letter.mail().skipReason());
        Json.text(json, "from", letter.from().map(NamedAddress::text));
        Json.text(json, "replyTo", letter.replyTo().map(NamedAddress::text));
        json.writeStringProperty("subject", letter.content().subject());
        Json.text(json, "text", letter.content().text());
        Json.text(json, "html", letter.content().html());
        json.writeEndObject();
    }
}
