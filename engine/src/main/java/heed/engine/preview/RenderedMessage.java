package heed.engine.preview;

import heed.actions.MessageAction;
import heed.engine.internal.evaluation.PlannedStep;
import heed.engine.preview.RunPreview.PlannedMail;
import heed.engine.run.MessageDefaults;
import heed.mail.MessageClass;
import heed.mail.NamedAddress;
import heed.mail.template.MessageTemplate;
import heed.mail.unsubscribe.UnsubscribeLinks;
import java.util.Optional;

/**
 * A message as it would be written for one prospect now.
 *
 * @param mail to whom, and why it would not be sent
 * @param from empty where neither the message nor the account says it
 * @param content its words; the unsubscribe link leads nowhere
 */
public record RenderedMessage(
        PlannedMail mail,
        MessageClass messageClass,
        Optional<NamedAddress> from,
        Optional<NamedAddress> replyTo,
        MessageTemplate.MessageContent content) {

    public static RenderedMessage of(
            PlannedMail mail, PlannedStep plannedStep, Optional<MessageDefaults> messageDefaults) {
        MessageAction messageAction = (MessageAction) plannedStep.step().action();
        return new RenderedMessage(
                mail,
                messageAction.messageClass(),
                messageAction.from().or(() -> messageDefaults.flatMap(MessageDefaults::from)),
                messageAction.replyTo(),
                messageAction
                        .template()
                        .fill(
                                plannedStep.current(),
                                messageDefaults
                                        .flatMap(MessageDefaults::unsubscribeLinks)
                                        .map(UnsubscribeLinks::example)));
    }

    /** A message is a person's: nothing of it belongs in a log. */
    @Override
    public String toString() {
        return "letter of " + mail.action();
    }
}
