package heed.mail.outbox;

import heed.mail.MailId;
import heed.mail.MessageClass;
import heed.mail.MessageKey;
import heed.mail.gate.Claim;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectId;
import heed.model.run.RunId;
import java.time.Instant;
import java.util.Optional;

/**
 * A mail that is waiting to be sent, as it was taken from the outbox.
 *
 * @param prospect empty for a one-off mail to an address
 * @param deferrals how many attempts a relay has answered with "not now"
 * @param firstDeferredAt when it did so first: where the retry schedule starts
 */
public record QueuedMail(
        MailId id,
        MessageKey key,
        Optional<ProspectId> prospect,
        EmailAddress address,
        MessageClass messageClass,
        Optional<RunId> run,
        int deferrals,
        Optional<Instant> firstDeferredAt) {

    /** Who is asked for at the gate. */
    public Claim toClaim() {
        return new Claim(key, address, prospect, messageClass, run);
    }

    /** Names the mail only: an address does not belong in a log. */
    @Override
    public String toString() {
        return "mail " + id;
    }
}
