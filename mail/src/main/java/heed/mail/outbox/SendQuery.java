package heed.mail.outbox;

import heed.mail.SendState;
import heed.model.prospect.ProspectId;
import heed.model.run.RunId;
import java.util.Optional;

/** A query of the outbox. A mail matches if it matches every condition that is present. */
public record SendQuery(Optional<ProspectId> prospect, Optional<RunId> run, Optional<SendState> state) {
    /** Matches every mail. */
    public static final SendQuery ALL = new SendQuery(Optional.empty(), Optional.empty(), Optional.empty());
}
