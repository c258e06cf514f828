package heed.engine.internal.mail;

import heed.actions.MessageAction;
import heed.engine.definition.ActionStep;
import heed.engine.definition.Automation;
import heed.engine.run.MessageDefaults;
import heed.engine.run.RunRefusal;
import heed.engine.run.RunRefusedException;
import heed.mail.MessageClass;
import heed.mail.outbox.Outbox;
import heed.mail.outbox.SendCount;
import heed.model.run.RunId;
import java.util.Optional;

/**
 * What the engine needs to send the messages of an automation.
 *
 * @param outbox where messages are queued; required by every message
 * @param messageDefaults what messages carry; required by every message
 */
public record SendRequirements(Optional<Outbox> outbox, Optional<MessageDefaults> messageDefaults) {

    /** Returns how many mails of a run still wait or are in flight. */
    public long countUnsent(RunId run) {
        return outbox.map(accountOutbox -> accountOutbox.countSends(Optional.of(run)).stream()
                        .filter(count -> !count.state().settled())
                        .mapToLong(SendCount::count)
                        .sum())
                .orElse(0L);
    }

    /**
     * Checks that every message of the automation can be sent, before any is queued.
     *
     * @throws RunRefusedException if email is not set up, a message has no sender, or marketing mail has no unsubscribe
     *     links
     */
    public void check(Automation automation) {
        for (ActionStep step : automation.steps()) {
            if (step.action() instanceof MessageAction messageAction) {
                MessageDefaults defaults = messageDefaults
                        .filter(present -> outbox.isPresent())
                        .orElseThrow(() -> new RunRefusedException(new RunRefusal.MailNotSetUp(automation.id())));
                if (messageAction.from().or(defaults::from).isEmpty()) {
                    throw new RunRefusedException(new RunRefusal.NoSender(automation.id(), step.id()));
                }
                if (messageAction.messageClass() == MessageClass.MARKETING
                        && defaults.unsubscribeLinks().isEmpty()) {
                    throw new RunRefusedException(new RunRefusal.NoPublicUrl(automation.id(), step.id()));
                }
            }
        }
    }
}
