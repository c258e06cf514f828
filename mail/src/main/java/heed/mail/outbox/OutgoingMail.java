package heed.mail.outbox;

import heed.mail.MessageClass;
import heed.mail.MessageKey;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectId;
import heed.model.run.RunId;
import java.util.Optional;

/**
 * A mail to enqueue.
 *
 * @param address empty if the prospect has none: the mail is skipped, and says so
 * @param run the run that sends it, by which it is paused, resumed and cancelled
 */
public record OutgoingMail(
        MessageKey key,
        ProspectId prospect,
        Optional<EmailAddress> address,
        MessageClass messageClass,
        Optional<RunId> run) {

    /** The mail's details are a person's: ids only. */
    @Override
    public String toString() {
        return "mail to prospect " + prospect + " of " + key;
    }
}
