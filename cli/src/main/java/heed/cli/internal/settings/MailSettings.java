package heed.cli.internal.settings;

import heed.mail.NamedAddress;
import heed.mail.delivery.DeliverySettings;
import heed.model.prospect.EmailAddress;
import heed.smtp.DkimSigning;
import heed.smtp.SmtpSettings;
import java.net.URI;
import java.util.Optional;

/**
 * The mail settings of an account.
 *
 * @param from the sender of messages that name none
 * @param bounces the mailbox to which mail comes back
 * @param bounceMailbox how that mailbox is read; empty if it is not configured
 * @param publicUrl the URL at which {@code heed listen} is reached from outside; empty if there is none
 * @param linkKeys the keys of links that are not in the store; empty if a key of the store signs
 * @param dkim the DKIM signing; empty if mail is not signed
 */
public record MailSettings(
        SmtpSettings smtp,
        Optional<NamedAddress> from,
        EmailAddress bounces,
        Optional<BounceMailboxSettings> bounceMailbox,
        Optional<URI> publicUrl,
        Optional<OutsideLinkKeys> linkKeys,
        Optional<DkimSigning> dkim,
        DeliverySettings delivery) {}
