package heed.mail.gate;

import heed.model.run.RunId;
import java.util.Set;

/** The runs whose mails may not be sent, as far as a transaction has read them. */
public record RunSendingStates(Set<RunId> paused, Set<RunId> cancelled) {
    public RunSendingStates {
        paused = Set.copyOf(paused);
        cancelled = Set.copyOf(cancelled);
    }

    /** Returns whether the run of a mail is paused. */
    public boolean isPaused(Mail mail) {
        return mail.identity().run().filter(paused::contains).isPresent();
    }

    /** Returns whether the run of a mail is cancelled. */
    public boolean isCancelled(Mail mail) {
        return mail.identity().run().filter(cancelled::contains).isPresent();
    }
}
