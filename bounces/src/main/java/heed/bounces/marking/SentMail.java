package heed.bounces.marking;

import heed.mail.MailId;
import heed.model.prospect.EmailAddress;
import heed.model.run.RunId;
import java.time.Instant;
import java.util.Optional;

/**
 * A mail of ours that something came back about.
 *
 * @param sentAt when a relay took it or refused it, or it came to stand where it stands
 */
public record SentMail(MailId id, EmailAddress address, Optional<RunId> run, Instant sentAt) {
    public Bounce.BouncedMail toBouncedMail() {
        return new Bounce.BouncedMail(Optional.of(address), Optional.of(id), run, Optional.of(sentAt));
    }

    @Override
    public String toString() {
        return "mail " + id;
    }
}
