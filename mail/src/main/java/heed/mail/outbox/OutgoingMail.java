package heed.mail.outbox;

import heed.mail.MessageClass;
import heed.mail.MessageKey;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectId;
import heed.model.run.RunId;
import java.util.Optional;

/**
 * A mail to enqueue. Immutable.
 *
 * @param address empty if the prospect has no address: the mail is recorded as skipped for that reason
 * @param run the run that sends the mail; pausing, resuming or cancelling the run affects the mail
 */
public record OutgoingMail(
        MessageKey key,
        ProspectId prospect,
        Optional<EmailAddress> address,
        MessageClass messageClass,
        Optional<RunId> run) {

    /** Returns the ids only: an address does not belong in a log. */
    @Override
    public String toString() {
        return "mail to prospect " + prospect + " of " + key;
    }
}
