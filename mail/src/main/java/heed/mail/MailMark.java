package heed.mail;

import heed.model.prospect.EmailAddress;
import java.util.Optional;

/**
 * What a link, a return path or a Message-ID says about the mail that it belongs to. The store may have another mail with
 * this id, or none, if it was restored from a backup: {@link heed.mail.gate.MailIdentity#isNamedBy} says whether a mail is
 * the one. Immutable.
 *
 * @param nonce empty if the mail was queued before mails had a nonce
 * @param address the address that the mail went to; empty in a return path, which has no room for it, and in marks of earlier
 *     versions
 */
public record MailMark(MailId mail, Optional<MailNonce> nonce, Optional<EmailAddress> address) {

    /** Returns the id and the nonce only: an address does not belong in a log. */
    @Override
    public String toString() {
        return "mail " + mail + nonce.map(random -> "-" + random).orElse("");
    }
}
