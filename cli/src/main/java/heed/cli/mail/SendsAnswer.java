package heed.cli.mail;

import heed.cli.accounts.Zones;
import heed.cli.console.Answer;
import heed.cli.console.Console;
import heed.cli.console.Json;
import heed.cli.console.Table;
import heed.mail.SendState;
import heed.mail.SkipReason;
import heed.mail.SmtpReply;
import heed.mail.delivery.RetrySchedule;
import heed.mail.outbox.SendCount;
import heed.mail.outbox.SendRecord;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectId;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/**
 * Tells what became of mails.
 *
 * @param retries how long a mail is tried again; empty if that is not known
 * @param counts of all of them, where they are asked for
 * @param ids what people call their prospects by
 * @param limit how many are listed at most
 */
record SendsAnswer(
        ZoneId zone,
        Optional<RetrySchedule> retries,
        List<SendCount> counts,
        List<SendRecord> sends,
        Map<ProspectId, String> ids,
        int limit)
        implements Answer {

    private String id(ProspectId prospect) {
        return Optional.ofNullable(ids.get(prospect)).orElseGet(prospect::toString);
    }

    /** Empty for a mail that was withdrawn: its state says it. */
    private String why(SendRecord send) {
        if (send.state() == SendState.CANCELLED) {
            return "";
        }
        return send.skipReason()
                .map(refusal -> refusal.describe(this::id, zone))
                .or(() -> send.reply().map(SmtpReply::format))
                .orElse(send.detail());
    }

    /** sent 2026-01-31 09:30:00: 250 OK */
    private String became(SendRecord send) {
        String why = why(send);
        String when = send.due()
                .map(due -> until(send)
                                .map(end -> " until " + Zones.time(end, zone) + ", next at ")
                                .orElse(", due ")
                        + Zones.time(due, zone))
                .or(() -> Optional.of(" " + Zones.time(send.changedAt(), zone))
                        .filter(at -> send.state().settled()))
                .orElse("");
        return send.state().id() + when + (why.isEmpty() ? "" : ": " + why);
    }

    /** When a mail that was refused for now is tried for the last time. */
    private Optional<Instant> until(SendRecord send) {
        return send.firstDeferredAt()
                .filter(first -> send.state() == SendState.RETRYING)
                .flatMap(first -> retries.map(schedule -> schedule.lastAttempt(first)));
    }

    @Override
    public void write(JsonGenerator json) {
        json.writeStartObject();
        if (!counts.isEmpty()) {
            SendCounts.write(json, counts);
        }
        json.writeArrayPropertyStart("sends");
        for (SendRecord send : sends) {
            json.writeStartObject();
            json.writeNumberProperty("mail", send.id().value());
            json.writeStringProperty("automation", send.key().automation());
            json.writeStringProperty("action", send.key().action());
            json.writeNumberProperty("entry", send.key().mailing());
            json.writeStringProperty("class", send.messageClass().id());
            Json.text(json, "prospect", send.prospect().map(this::id));
            Json.text(json, "address", send.address().map(EmailAddress::value));
            send.run().ifPresent(of -> json.writeNumberProperty("run", of.value()));
            json.writeStringProperty("state", send.state().id());
            json.writeStringProperty("why", why(send));
            send.skipReason().ifPresent(refusal -> write(json, refusal));
            send.reply().ifPresent(reply -> json.writeStringProperty("reply", reply.format()));
            json.writeNumberProperty("attempts", send.attempts());
            Json.text(json, "due", send.due().map(Instant::toString));
            Json.text(json, "until", until(send).map(Instant::toString));
            Json.instant(json, "changed", send.changedAt());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void write(JsonGenerator json, SkipReason refusal) {
        json.writeName("refusal");
        json.writeStartObject();
        json.writeStringProperty(
                "reason", refusal.code().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        refusal.suppression().ifPresent(by -> json.writeStringProperty("suppression", by.label()));
        refusal.at().ifPresent(at -> Json.instant(json, "at", at));
        refusal.duplicateOf().ifPresent(other -> json.writeStringProperty("other", id(other)));
        json.writeEndObject();
    }

    @Override
    public void print(Console console) {
        SendCounts.print(console, counts);
        if (sends.isEmpty()) {
            console.note("There is no such mail.");
            return;
        }
        if (!counts.isEmpty()) {
            console.line("");
        }
        Map<String, Table> byMessage = new LinkedHashMap<>();
        for (SendRecord send : sends) {
            byMessage
                    .computeIfAbsent(
                            send.key().automation() + ", " + send.key().action(),
                            message -> Table.of(">Mail", "Prospect", "Address", "What became of it")
                                    .whole())
                    .row(
                            send.id().toString(),
                            send.prospect().map(this::id).orElse(""),
                            send.address().map(EmailAddress::value).orElse(""),
                            became(send));
        }
        byMessage.forEach((message, table) -> {
            console.line(message);
            console.lines(table.lines());
        });
        if (sends.size() == limit) {
            console.note("");
            console.note("There may be more: --after " + sends.get(limit - 1).id());
        }
    }
}
