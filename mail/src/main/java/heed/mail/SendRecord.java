package heed.mail;

import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectId;
import heed.model.run.RunId;
import java.time.Instant;
import java.util.Optional;

/**
 * What is known of one mail: the verdict for a prospect and a message.
 *
 * @param refusal why it was skipped or cancelled
 * @param attempts how often it was claimed
 * @param firstAnswered when a relay first said "not now"
 * @param due when it is tried next; empty unless it waits
 * @param changed when it came to stand where it stands
 * @param reply the relay's last answer
 * @param detail in words, where there was no answer; else empty
 */
public record SendRecord(
        MailId id,
        MessageKey key,
        MessageClass kind,
        Optional<ProspectId> prospect,
        Optional<EmailAddress> address,
        Optional<RunId> run,
        SendState state,
        Optional<Refusal> refusal,
        int attempts,
        Optional<Instant> firstAnswered,
        Optional<Instant> due,
        Instant changed,
        Optional<Reply> reply,
        String detail) {

    /** Names the mail only: an address does not belong in a log. */
    @Override
    public String toString() {
        return "mail " + id + ", " + state.id();
    }
}
