package heed.bounces.marking;

import heed.model.fact.Provenance;
import heed.model.prospect.EmailAddress;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What a person decides about messages that were set aside in the bounce mailbox. */
public final class QuarantineReview {
    private final BounceRecords records;
    private final String actor;

    /** @param actor the person who decides, as the history shows it */
    public QuarantineReview(BounceRecords records, String actor) {
        this.records = records;
        this.actor = actor;
    }

    /**
     * The result for one message.
     *
     * @param optedOut the addresses that are opted out: the sender's, and that of the mail to which the message replies
     */
    public record ReviewedMessage(Quarantined message, Set<EmailAddress> optedOut) {}

    /**
     * Opts out the sender of a message, and the recipient of the mail to which it replies, and files the message.
     *
     * @return empty if there is no such message, or if neither address is known; then nothing has changed
     */
    public Optional<ReviewedMessage> optOut(long number, Instant now) {
        return records.write(work -> work.findQuarantined(number).flatMap(message -> optOut(work, message, now)));
    }

    private Optional<ReviewedMessage> optOut(BounceWork work, Quarantined message, Instant now) {
        Optional<EmailAddress> sender = message.personal().flatMap(personal -> personal.sender());
        Optional<SentMail> mail = message.replied().mail().flatMap(work::findMail);
        Provenance provenance = new Provenance(
                now,
                actor,
                Provenance.Origin.REPLY,
                "asked by a mail to the bounce mailbox",
                Optional.of("message " + message.number()),
                Optional.empty());
        Set<EmailAddress> optedOut = new LinkedHashSet<>();
        Stream.concat(sender.stream(), message.replied().missing().stream()).forEach(address -> {
            work.optOut(
                    new Bounce.BouncedMail(Optional.of(address), Optional.empty(), Optional.empty(), Optional.empty()),
                    provenance);
            optedOut.add(address);
        });
        mail.ifPresent(sent -> {
            work.optOut(sent.toBouncedMail(), provenance);
            sent.toBouncedMail().address().ifPresent(optedOut::add);
        });
        if (optedOut.isEmpty()) {
            return Optional.empty();
        }
        work.fileQuarantined(message.number(), "opted out", now);
        return Optional.of(new ReviewedMessage(message, optedOut));
    }

    /**
     * Files a message without any other change.
     *
     * @return whether there was such a message
     */
    public boolean file(long number, Instant now) {
        return records.write(work -> {
            boolean found = work.findQuarantined(number).isPresent();
            if (found) {
                work.fileQuarantined(number, "filed", now);
            }
            return found;
        });
    }
}
