package heed.engine.internal.mail;

import heed.actions.MessageAction;
import heed.engine.definition.ActionStep;
import heed.engine.definition.Automation;
import heed.mail.outbox.Outbox;
import heed.model.run.EvaluationTime;
import heed.model.store.AccountStore;
import heed.model.store.StoreReading;
import java.util.Optional;

/**
 * Creates the previews of messages.
 *
 * @param outbox the source of previous recipients; if empty, a preview assumes that there are none
 */
public record MailPreviewFactory(AccountStore store, Optional<Outbox> outbox) {

    /**
     * Returns a builder for the message of one step, as a run started now would send it, whether or not the automation
     * has run before; empty if the step sends no message.
     */
    public Optional<MailPreviewBuilder> create(
            StoreReading reading, Automation automation, ActionStep step, EvaluationTime evaluationTime) {
        return step.action() instanceof MessageAction messageAction
                ? Optional.of(new MailPreviewBuilder(
                        step.id(),
                        messageAction.template(),
                        evaluationTime,
                        outbox.flatMap(
                                accountOutbox -> PreviousRecipients.find(accountOutbox, reading, automation, step)),
                        store.account().addressMatching()))
                : Optional.empty();
    }
}
