package heed.mail.outbox;

import heed.mail.SendState;
import heed.model.prospect.ProspectId;
import heed.model.run.RunId;
import java.util.Optional;

/** Which mails to list: those that fit all that is given. */
public record SendQuery(Optional<ProspectId> prospect, Optional<RunId> run, Optional<SendState> state) {
    public static final SendQuery ALL = new SendQuery(Optional.empty(), Optional.empty(), Optional.empty());
}
