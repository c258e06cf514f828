package heed.engine.run;

import heed.mail.MailCorrelation;
import heed.mail.NamedAddress;
import heed.mail.unsubscribe.UnsubscribeLinks;
import java.util.Optional;

/**
 * What all messages of an account have in common.
 *
 * @param from the sender of messages that name none; if empty, a run with such a message is refused
 * @param correlation marks messages so that a bounce can be matched to its mail
 * @param unsubscribeLinks creates the links by which recipients unsubscribe; if empty, a run with marketing mail is
 *     refused
 */
public record MessageDefaults(
        Optional<NamedAddress> from, MailCorrelation correlation, Optional<UnsubscribeLinks> unsubscribeLinks) {}
