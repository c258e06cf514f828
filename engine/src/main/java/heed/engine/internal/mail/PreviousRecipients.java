package heed.engine.internal.mail;

import heed.engine.definition.ActionStep;
import heed.engine.definition.Automation;
import heed.engine.internal.core.EngineSettings;
import heed.engine.internal.run.RunStarter;
import heed.mail.MessageKey;
import heed.mail.outbox.ExistingRecipients;
import heed.mail.outbox.Outbox;
import heed.model.prospect.EmailAddress;
import heed.model.prospect.ProspectId;
import heed.model.store.StoreReading;
import java.util.List;
import java.util.Optional;

/** One message of an automation that ran before, as running it again would send it: not to those who have it. */
record PreviousRecipients(Outbox outbox, MessageKey key) {

    /** Empty if the automation never ran. */
    static Optional<PreviousRecipients> find(
            EngineSettings settings, StoreReading reading, Automation automation, ActionStep step) {
        return settings.outbox()
                .flatMap(outbox -> RunStarter.findLatest(reading, automation)
                        .map(run -> new PreviousRecipients(
                                outbox, new MessageKey(outbox.account(), automation.id(), step.id(), run.mailing()))));
    }

    ExistingRecipients find(List<ProspectId> prospects, List<EmailAddress> addresses) {
        return outbox.findExistingRecipients(key, prospects, addresses);
    }
}
