package heed.cli.internal.settings;

import heed.mail.NamedAddress;
import heed.mail.delivery.DeliverySettings;
import heed.model.prospect.EmailAddress;
import heed.smtp.DkimSigning;
import heed.smtp.SmtpSettings;
import java.net.URI;
import java.util.Optional;

/**
 * How an account's mail is sent.
 *
 * @param from who a message is from that does not say it
 * @param bounces the mailbox to which mail comes back
 * @param bounceMailbox how what comes back is fetched; empty if it is not set up
 * @param publicUrl where {@code heed listen} is reached from outside; empty if nowhere
 */
public record MailSettings(
        SmtpSettings smtp,
        Optional<NamedAddress> from,
        EmailAddress bounces,
        Optional<BounceMailboxSettings> bounceMailbox,
        Optional<URI> publicUrl,
        Optional<DkimSigning> dkim,
        DeliverySettings delivery) {}
