package heed.mail.gate;

import heed.mail.MailId;
import heed.mail.MailMark;
import heed.mail.MailNonce;
import heed.mail.MessageClass;
import heed.mail.MessageKey;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectId;
import heed.model.run.RunId;
import java.util.Optional;

/**
 * The part of a mail that never changes.
 *
 * @param nonce empty if the mail was queued before mails had a nonce
 * @param prospect empty for a one-off mail to an address
 * @param address empty if the prospect had none when the mail was queued
 * @param run the run that sends the mail; empty for a one-off mail
 */
public record MailIdentity(
        MailId id,
        Optional<MailNonce> nonce,
        MessageKey key,
        MessageClass messageClass,
        Optional<ProspectId> prospect,
        Optional<EmailAddress> address,
        Optional<RunId> run) {

    /**
     * Returns whether a mark is of this mail. A mark of another mail with the same id was issued by a store that was restored
     * from a backup since.
     */
    public boolean isNamedBy(MailMark mark) {
        boolean sameAddress =
                mark.address().isEmpty() || address.isEmpty() || mark.address().equals(address);
        return id.equals(mark.mail()) && nonce.equals(mark.nonce()) && sameAddress;
    }

    /** Returns the id only: an address does not belong in a log. */
    @Override
    public String toString() {
        return "mail " + id;
    }
}
