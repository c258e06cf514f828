package heed.mail.bounce;

import heed.mail.MailId;
import heed.model.prospect.EmailAddress;
import heed.model.run.RunId;
import java.time.Instant;
import java.util.Optional;

/**
 * A mail of ours that something came back about.
 *
 * @param sent when a relay took it or refused it, or it came to stand where it stands
 */
public record SentMail(MailId id, EmailAddress address, Optional<RunId> run, Instant sent) {
    Bounce.Subject subject() {
        return new Bounce.Subject(Optional.of(address), Optional.of(id), run, Optional.of(sent));
    }

    @Override
    public String toString() {
        return "mail " + id;
    }
}
