package heed.bounces.marking;

import heed.mail.MailId;
import heed.mail.gate.Mail;
import heed.model.prospect.EmailAddress;
import heed.model.run.RunId;
import java.time.Instant;
import java.util.Optional;

/**
 * A mail of ours that a bounce may be about.
 *
 * @param sentAt the time of its last change of state: when a relay accepted or refused it, or its outcome became
 *     unknown
 */
public record SentMail(MailId id, EmailAddress address, Optional<RunId> run, Instant sentAt) {

    /** Returns a mail as the store has it; empty if it has no address. */
    public static Optional<SentMail> of(Mail mail) {
        return mail.identity()
                .address()
                .map(address -> new SentMail(
                        mail.id(),
                        address,
                        mail.identity().run(),
                        mail.progress().changedAt()));
    }

    /** Returns this mail as the subject of a bounce. */
    public Bounce.BouncedMail toBouncedMail() {
        return new Bounce.BouncedMail(Optional.of(address), Optional.of(id), run, Optional.of(sentAt));
    }

    /** Returns the id only, so that no address gets into a log. */
    @Override
    public String toString() {
        return "mail " + id;
    }
}
