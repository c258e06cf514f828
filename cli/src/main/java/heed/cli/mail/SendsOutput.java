package heed.cli.mail;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import heed.cli.internal.account.SendCountWords;
import heed.cli.internal.account.TimeZones;
import heed.cli.internal.console.CommandConsole;
import heed.cli.internal.console.CommandOutput;
import heed.cli.internal.console.JsonRows;
import heed.cli.internal.console.SuggestedCommand;
import heed.cli.internal.console.TextTable;
import heed.mail.SendState;
import heed.mail.SkipReason;
import heed.mail.SmtpReply;
import heed.mail.delivery.RetrySchedule;
import heed.mail.outbox.SendCount;
import heed.mail.outbox.SendRecord;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectId;
import heed.model.run.RunId;
import heed.model.suppression.SuppressionReason;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The output of {@code heed sends}: mails and their state.
 *
 * @param zone the time zone of the account, in which times are shown
 * @param retries the schedule of retries; empty if the mail settings cannot be read
 * @param counts the number of mails by state; empty if the list is filtered by prospect or state
 * @param ids the Id field by prospect
 * @param limit the maximum number of mails listed
 * @param sameList the command that lists these mails, which continues the list with another {@code --after}
 */
record SendsOutput(
        ZoneId zone,
        Optional<RetrySchedule> retries,
        List<SendCount> counts,
        List<SendRecord> sends,
        Map<ProspectId, String> ids,
        int limit,
        SuggestedCommand sameList)
        implements CommandOutput {

    private String idOf(ProspectId prospect) {
        return Optional.ofNullable(ids.get(prospect)).orElseGet(prospect::toString);
    }

    /** Returns why a mail is in its state; empty for a cancelled mail, whose state is the reason. */
    private String reasonText(SendRecord send) {
        if (send.state() == SendState.CANCELLED) {
            return "";
        }
        return send.skipReason()
                .map(reason -> reason.describe(this::idOf, zone))
                .or(() -> send.reply().map(SmtpReply::format))
                .orElse(send.detail());
    }

    /** Describes the state of a mail: "sent 2026-01-31 09:30:00: 250 OK". */
    private String describeState(SendRecord send) {
        String reason = reasonText(send);
        String time = send.due()
                .map(due -> lastRetry(send)
                                .map(end -> " until " + TimeZones.format(end, zone) + ", next at ")
                                .orElse(", due ")
                        + TimeZones.format(due, zone))
                .or(() -> Optional.of(" " + TimeZones.format(send.changedAt(), zone))
                        .filter(at -> send.state().settled()))
                .orElse("");
        return send.state().id() + time + (reason.isEmpty() ? "" : ": " + reason);
    }

    /** Returns the time of the last attempt at a mail that was refused temporarily. */
    private Optional<Instant> lastRetry(SendRecord send) {
        return send.firstDeferredAt()
                .filter(first -> send.state() == SendState.RETRYING)
                .flatMap(first -> retries.map(schedule -> schedule.lastAttempt(first)));
    }

    private record SendsAnswer(
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<SendCountWords.SendCountAnswer> mail,
            JsonRows<SendAnswer> sends) {}

    private record SendAnswer(
            long mail,
            String automation,
            String action,
            int entry,
            @JsonProperty("class") String messageClass,
            Optional<String> prospect,
            Optional<String> address,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Long> run,
            String state,
            String why,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<RefusalAnswer> refusal,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> reply,
            int attempts,
            Optional<Instant> claimed,
            Optional<Instant> due,
            Optional<Instant> until,
            Instant changed) {}

    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    private record RefusalAnswer(
            String reason, Optional<String> suppression, Optional<Instant> at, Optional<String> other) {}

    @Override
    public Object toJson() {
        return new SendsAnswer(SendCountWords.toAnswers(counts), JsonRows.of(sends, this::toAnswer));
    }

    private SendAnswer toAnswer(SendRecord send) {
        return new SendAnswer(
                send.id().value(),
                send.key().automation(),
                send.key().action(),
                send.key().mailing(),
                send.messageClass().id(),
                send.prospect().map(this::idOf),
                send.address().map(EmailAddress::value),
                send.run().map(RunId::value),
                send.state().id(),
                reasonText(send),
                send.skipReason().map(this::toAnswer),
                send.reply().map(SmtpReply::format),
                send.attempts(),
                send.claimedAt(),
                send.due(),
                lastRetry(send),
                send.changedAt());
    }

    private RefusalAnswer toAnswer(SkipReason reason) {
        return new RefusalAnswer(
                reason.code().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                reason.suppression().map(SuppressionReason::label),
                reason.at(),
                reason.duplicateOf().map(this::idOf));
    }

    @Override
    public void printText(CommandConsole console) {
        SendCountWords.print(console, counts);
        if (sends.isEmpty()) {
            console.printNote("no mail found.");
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
                            message -> TextTable.of(">Mail", "Prospect", "Address", "Permitted", "What became of it")
                                    .keepLastColumnUncut())
                    .addRow(
                            send.id().toString(),
                            send.prospect().map(this::idOf).orElse(""),
                            send.address().map(EmailAddress::value).orElse(""),
                            send.claimedAt()
                                    .map(at -> TimeZones.format(at, zone))
                                    .orElse(""),
                            describeState(send));
        }
        byMessage.forEach((message, table) -> {
            console.printLine(message);
            console.printTable(table);
        });
        if (sends.size() == limit) {
            console.printSeparator();
            console.printNote("there may be more. To list them: "
                    + sameList.withOption("--after", sends.get(limit - 1).id()));
        }
    }
}
