package heed.mail;

import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectId;
import heed.model.run.RunId;
import java.time.Instant;
import java.util.Optional;

/**
 * A mail that is waiting to be sent, as it was taken from the outbox.
 *
 * @param prospect empty for a one-off mail to an address
 * @param answered how many attempts a relay has answered with "not now"
 * @param firstAnswered when it did so first: where the retry schedule starts
 */
public record QueuedMail(
        MailId id,
        MessageKey key,
        Optional<ProspectId> prospect,
        EmailAddress address,
        MessageClass kind,
        Optional<RunId> run,
        int answered,
        Optional<Instant> firstAnswered) {

    /** Who is asked for at the gate. */
    public Claim claim() {
        return new Claim(key, address, prospect, kind, run);
    }

    /** Names the mail only: an address does not belong in a log. */
    @Override
    public String toString() {
        return "mail " + id;
    }
}
