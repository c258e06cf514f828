package heed.mail.gate;

import heed.mail.MailId;
import heed.mail.MessageClass;
import heed.mail.MessageKey;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectId;
import heed.model.run.RunId;
import java.util.Optional;

/**
 * The part of a mail that never changes.
 *
 * @param prospect empty for a one-off mail to an address
 * @param address empty if the prospect had none when the mail was queued
 * @param run the run that sends the mail; empty for a one-off mail
 */
public record MailIdentity(
        MailId id,
        MessageKey key,
        MessageClass messageClass,
        Optional<ProspectId> prospect,
        Optional<EmailAddress> address,
        Optional<RunId> run) {

    /** Returns the id only: an address does not belong in a log. */
    @Override
    public String toString() {
        return "mail " + id;
    }
}
