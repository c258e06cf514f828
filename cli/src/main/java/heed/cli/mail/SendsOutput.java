package heed.cli.mail;

import heed.cli.internal.account.SendCountWords;
import heed.cli.internal.account.TimeZones;
import heed.cli.internal.console.CommandConsole;
import heed.cli.internal.console.CommandOutput;
import heed.cli.internal.console.JsonOutput;
import heed.cli.internal.console.TextTable;
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
record SendsOutput(
        ZoneId zone,
        Optional<RetrySchedule> retries,
        List<SendCount> counts,
        List<SendRecord> sends,
        Map<ProspectId, String> ids,
        int limit)
        implements CommandOutput {

    private String idOf(ProspectId prospect) {
        return Optional.ofNullable(ids.get(prospect)).orElseGet(prospect::toString);
    }

    /** Empty for a mail that was withdrawn: its state says it. */
    private String reasonText(SendRecord send) {
        if (send.state() == SendState.CANCELLED) {
            return "";
        }
        return send.skipReason()
                .map(refusal -> refusal.describe(this::idOf, zone))
                .or(() -> send.reply().map(SmtpReply::format))
                .orElse(send.detail());
    }

    /** sent 2026-01-31 09:30:00: 250 OK */
    private String describeState(SendRecord send) {
        String why = reasonText(send);
        String when = send.due()
                .map(due -> lastRetry(send)
                                .map(end -> " until " + TimeZones.format(end, zone) + ", next at ")
                                .orElse(", due ")
                        + TimeZones.format(due, zone))
                .or(() -> Optional.of(" " + TimeZones.format(send.changedAt(), zone))
                        .filter(at -> send.state().settled()))
                .orElse("");
        return send.state().id() + when + (why.isEmpty() ? "" : ": " + why);
    }

    /** When a mail that was refused for now is tried for the last time. */
    private Optional<Instant> lastRetry(SendRecord send) {
        return send.firstDeferredAt()
                .filter(first -> send.state() == SendState.RETRYING)
                .flatMap(first -> retries.map(schedule -> schedule.lastAttempt(first)));
    }

    @Override
    public void writeJson(JsonGenerator json) {
        json.writeStartObject();
        if (!counts.isEmpty()) {
            SendCountWords.write(json, counts);
        }
        json.writeArrayPropertyStart("sends");
        for (SendRecord send : sends) {
            json.writeStartObject();
            json.writeNumberProperty("mail", send.id().value());
            json.writeStringProperty("automation", send.key().automation());
            json.writeStringProperty("action", send.key().action());
            json.writeNumberProperty("entry", send.key().mailing());
            json.writeStringProperty("class", send.messageClass().id());
            JsonOutput.writeText(json, "prospect", send.prospect().map(this::idOf));
            JsonOutput.writeText(json, "address", send.address().map(EmailAddress::value));
            send.run().ifPresent(of -> json.writeNumberProperty("run", of.value()));
            json.writeStringProperty("state", send.state().id());
            json.writeStringProperty("why", reasonText(send));
            send.skipReason().ifPresent(refusal -> writeJson(json, refusal));
            send.reply().ifPresent(reply -> json.writeStringProperty("reply", reply.format()));
            json.writeNumberProperty("attempts", send.attempts());
            JsonOutput.writeText(json, "due", send.due().map(Instant::toString));
            JsonOutput.writeText(json, "until", lastRetry(send).map(Instant::toString));
            JsonOutput.writeInstant(json, "changed", send.changedAt());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void writeJson(JsonGenerator json, SkipReason refusal) {
        json.writeName("refusal");
        json.writeStartObject();
        json.writeStringProperty(
                "reason", refusal.code().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        refusal.suppression().ifPresent(by -> json.writeStringProperty("suppression", by.label()));
        refusal.at().ifPresent(at -> JsonOutput.writeInstant(json, "at", at));
        refusal.duplicateOf().ifPresent(other -> json.writeStringProperty("other", idOf(other)));
        json.writeEndObject();
    }

    @Override
    public void printText(CommandConsole console) {
        SendCountWords.print(console, counts);
        if (sends.isEmpty()) {
            console.printNote("There is no such mail.");
            return;
        }
        if (!counts.isEmpty()) {
            console.printLine("");
        }
        Map<String, TextTable> byMessage = new LinkedHashMap<>();
        for (SendRecord send : sends) {
            byMessage
                    .computeIfAbsent(
                            send.key().automation() + ", " + send.key().action(),
                            message -> TextTable.of(">Mail", "Prospect", "Address", "What became of it")
                                    .keepLastColumnUncut())
                    .addRow(
                            send.id().toString(),
                            send.prospect().map(this::idOf).orElse(""),
                            send.address().map(EmailAddress::value).orElse(""),
                            describeState(send));
        }
        byMessage.forEach((message, table) -> {
            console.printLine(message);
            console.printLines(table.drainLines());
        });
        if (sends.size() == limit) {
            console.printNote("");
            console.printNote(
                    "There may be more: --after " + sends.get(limit - 1).id());
        }
    }
}
