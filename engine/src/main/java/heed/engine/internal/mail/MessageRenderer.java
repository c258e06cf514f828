package heed.engine.internal.mail;

import heed.actions.MessageAction;
import heed.engine.internal.evaluation.PlannedStep;
import heed.engine.preview.RenderedMessage;
import heed.engine.preview.RunPreview.PlannedMail;
import heed.engine.run.MessageDefaults;
import heed.mail.unsubscribe.UnsubscribeLinks;
import java.util.Optional;

/** Renders messages for people to read before anything is sent. */
public final class MessageRenderer {
    private MessageRenderer() {}

    /**
     * Renders the message of a step with the prospect's values after the automation's earlier actions.
     *
     * @param plannedStep a step that sends a message
     * @param messageDefaults the account's defaults; if empty, the sender may be missing and the unsubscribe link is
     *     missing
     */
    public static RenderedMessage render(
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
}
