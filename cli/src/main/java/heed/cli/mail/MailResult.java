package heed.cli.mail;

import com.fasterxml.jackson.annotation.JsonProperty;
import heed.bounces.marking.MailEvent;
import heed.cli.internal.account.AccountSession;
import heed.cli.internal.console.CommandConsole;
import heed.cli.internal.console.TerminalText;
import heed.cli.internal.console.TextTable;
import heed.mail.SendState;
import heed.mail.outbox.SendCount;
import heed.model.run.RunId;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The result of the mail of a run: how much was sent, and what happened to it since. A mail to which several things happened
 * counts for each of them.
 *
 * @param sends the number of mails by state
 * @param events the number of mails by what happened to them
 */
public record MailResult(List<SendCount> sends, Map<MailEvent.Kind, Long> events) {

    /** The result as JSON. */
    public record MailResultAnswer(
            long sent,
            long bouncedHard,
            long bouncedSoft,
            long complained,
            long unsubscribed,
            long optedOutLater,
            @JsonProperty("bouncedLater") long markedBouncedLater,
            long listedLater,
            long waiting,
            long unknown) {}

    /** Returns the result of the mail of a run; empty if the run has no mail. */
    public static Optional<MailResult> of(AccountSession session, RunId run, List<SendCount> sends) {
        if (sends.isEmpty()) {
            return Optional.empty();
        }
        Map<MailEvent.Kind, Long> events = new EnumMap<>(MailEvent.Kind.class);
        MailEvent.byMail(session.bounces().listMailEvents(run))
                .values()
                .forEach(kinds -> kinds.forEach(kind -> events.merge(kind, 1L, Long::sum)));
        return Optional.of(new MailResult(sends, events));
    }

    public MailResultAnswer toAnswer() {
        return new MailResultAnswer(
                count(SendState.SENT),
                count(MailEvent.Kind.BOUNCED_HARD),
                count(MailEvent.Kind.BOUNCED_SOFT),
                count(MailEvent.Kind.COMPLAINED),
                count(MailEvent.Kind.UNSUBSCRIBED),
                count(MailEvent.Kind.OPTED_OUT_LATER),
                count(MailEvent.Kind.MARKED_BOUNCED_LATER),
                count(MailEvent.Kind.LISTED_LATER),
                count(SendState.QUEUED) + count(SendState.RETRYING) + count(SendState.IN_FLIGHT),
                count(SendState.UNKNOWN));
    }

    private long count(SendState state) {
        return sends.stream()
                .filter(count -> count.state() == state)
                .mapToLong(SendCount::count)
                .sum();
    }

    private long count(MailEvent.Kind kind) {
        return events.getOrDefault(kind, 0L);
    }

    /** Prints a row for each thing that happened; a line if nothing did. The numbers by state are printed elsewhere. */
    public void print(CommandConsole console) {
        if (events.isEmpty()) {
            if (count(SendState.SENT) > 0) {
                console.printLine("");
                console.printLine("Since it was sent: no bounce, no complaint and no opt-out.");
            }
            return;
        }
        TextTable table = TextTable.of("Since it was sent", ">", "").keepLastColumnUncut();
        events.forEach(
                (kind, mails) -> table.addRow(kind.label(), TerminalText.formatNumber(mails), explanation(kind)));
        console.printLine("");
        console.printTable(table);
    }

    private static String explanation(MailEvent.Kind kind) {
        return switch (kind) {
            case BOUNCED_HARD -> "returned, or refused by the server, for good";
            case BOUNCED_SOFT -> "returned, or refused by the server, for now";
            case COMPLAINED -> "reported as spam";
            case UNSUBSCRIBED -> "by the link in the mail";
            case OPTED_OUT_LATER -> "in another way";
            case MARKED_BOUNCED_LATER -> "for another reason than this mail";
            case LISTED_LATER -> "put on the suppression list";
        };
    }
}
