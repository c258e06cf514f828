package heed.mail.gate;

import heed.model.run.RunId;
import java.util.Optional;
import java.util.Set;

/** The runs whose mails may not be sent, as far as a transaction has read them. */
public record RunSendingStates(Set<RunId> paused, Set<RunId> cancelled) {
    public RunSendingStates {
        paused = Set.copyOf(paused);
        cancelled = Set.copyOf(cancelled);
    }

    /** Returns whether the run of a mail is paused. */
    public boolean isPaused(Mail mail) {
        return contains(paused, mail);
    }

    /** Returns whether the run of a mail is cancelled. */
    public boolean isCancelled(Mail mail) {
        return contains(cancelled, mail);
    }

    private static boolean contains(Set<RunId> runs, Mail mail) {
        Optional<RunId> run = mail.identity().run();
        return run.isPresent() && runs.contains(run.get());
    }
}
