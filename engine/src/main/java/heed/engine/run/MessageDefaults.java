package heed.engine.run;

import heed.mail.MailCorrelation;
import heed.mail.NamedAddress;
import heed.mail.unsubscribe.UnsubscribeLinks;
import java.util.Optional;

/**
 * What an account's messages carry besides what their authors wrote.
 *
 * @param from who a message is from that does not say it; a message that does not is refused where this is empty
 * @param correlation by which a bounce finds its way back
 * @param unsubscribeLinks by which people unsubscribe; marketing mail is refused where this is empty
 */
public record MessageDefaults(
        Optional<NamedAddress> from, MailCorrelation correlation, Optional<UnsubscribeLinks> unsubscribeLinks) {}
