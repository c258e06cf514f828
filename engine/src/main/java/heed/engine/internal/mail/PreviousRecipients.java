package heed.engine.internal.mail;

import heed.engine.definition.ActionStep;
import heed.engine.definition.Automation;
import heed.engine.internal.core.LatestRun;
import heed.mail.MessageKey;
import heed.mail.outbox.ExistingRecipients;
import heed.mail.outbox.Outbox;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectId;
import heed.model.store.StoreReading;
import java.util.List;
import java.util.Optional;

/**
 * The recipients that one message of an automation already has from earlier runs; a repeated run does not send it to
 * them.
 */
record PreviousRecipients(Outbox outbox, MessageKey key) {

    /** Returns the previous recipients of the step's message; empty if the automation has never run. */
    static Optional<PreviousRecipients> find(
            Outbox outbox, StoreReading reading, Automation automation, ActionStep step) {
        return LatestRun.find(reading, automation)
                .map(run -> new PreviousRecipients(
                        outbox, new MessageKey(outbox.account(), automation.id(), step.id(), run.mailing())));
    }

    /** Returns which of the prospects and addresses have the message. */
    ExistingRecipients find(List<ProspectId> prospects, List<EmailAddress> addresses) {
        return outbox.findExistingRecipients(key, prospects, addresses);
    }
}
