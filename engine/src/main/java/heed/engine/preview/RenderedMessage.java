package heed.engine.preview;

import heed.engine.preview.RunPreview.PlannedMail;
import heed.mail.MessageClass;
import heed.mail.NamedAddress;
import heed.mail.template.MessageTemplate;
import java.util.Optional;

/**
 * A message as it would be written for one prospect now.
 *
 * @param mail the recipient, and why the message would not be sent to it
 * @param messageClass whether it is marketing or transactional mail
 * @param from the sender; empty if neither the message nor the account names one
 * @param replyTo the address for replies; empty if replies go to the sender
 * @param content the subject and bodies; the unsubscribe link in them is an example that unsubscribes nobody
 */
public record RenderedMessage(
        PlannedMail mail,
        MessageClass messageClass,
        Optional<NamedAddress> from,
        Optional<NamedAddress> replyTo,
        MessageTemplate.MessageContent content) {

    /** Returns the action's id only, because personal data does not belong in a log. */
    @Override
    public String toString() {
        return "message of " + mail.action();
    }
}
