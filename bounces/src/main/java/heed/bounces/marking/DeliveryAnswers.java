package heed.bounces.marking;

import heed.bounces.classify.BounceDiagnoser;
import heed.bounces.marking.BounceMarker.BounceEffect;
import heed.mail.SendState;
import heed.mail.gate.AttemptOutcome;
import heed.mail.gate.Mail;
import heed.model.prospect.EmailAddress;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The rules for the final replies of a relay to our own attempts, for the mails whose outcomes one call has recorded.
 *
 * <ul>
 *   <li>A mail that the relay accepted or refused for good, or deferred for the last time, counts among the mails of
 *       the hour. A failed, unknown or waiting one does not.
 *   <li>A refused or expired mail is recorded as a bounce, of which {@link BounceMarker} decides what it does to the
 *       address. An expired one is a soft bounce, whatever the relay replied.
 * </ul>
 */
public final class DeliveryAnswers {
    /** The actor of the marks, in the history of a prospect. */
    private static final String ACTOR = "delivery";

    private final List<Mail> answered;
    private final List<Mail> refused;

    private DeliveryAnswers(List<Mail> answered, List<Mail> refused) {
        this.answered = answered;
        this.refused = refused;
    }

    /** Selects the mails with a final reply among those that the outcome of an attempt has just changed. */
    public static DeliveryAnswers of(Collection<Mail> changed) {
        return new DeliveryAnswers(
                changed.stream().filter(DeliveryAnswers::isAnswered).toList(),
                changed.stream().filter(DeliveryAnswers::isRefused).toList());
    }

    /**
     * Returns whether an outcome can mark the address of its mail, which a store therefore locks before it records the
     * outcome.
     */
    public static boolean canMark(AttemptOutcome outcome) {
        return isRefusal(outcome.kind().state());
    }

    private static boolean isAnswered(Mail mail) {
        return mail.state() == SendState.SENT || isRefused(mail);
    }

    private static boolean isRefused(Mail mail) {
        return isRefusal(mail.state());
    }

    private static boolean isRefusal(SendState state) {
        return state == SendState.REJECTED || state == SendState.EXPIRED;
    }

    /** Returns the addresses of the mails that count among the mails of the hour, one for each mail. */
    public List<EmailAddress> recipients() {
        return answered.stream()
                .flatMap(mail -> mail.identity().address().stream())
                .toList();
    }

    /** Returns whether {@link #record} has anything to record. */
    public boolean hasRefusals() {
        return !refused.isEmpty();
    }

    /**
     * Records the refusals as bounces and does what they do to their addresses.
     *
     * @return what each bounce did
     */
    public List<BounceEffect> record(BounceWork work, BounceDiagnoser diagnoser, Instant now) {
        BounceMarker marker = new BounceMarker(work, ACTOR, now);
        return marker.record(refused.stream()
                .flatMap(mail -> toBounce(marker, diagnoser, mail).stream())
                .toList());
    }

    private static Optional<Bounce> toBounce(BounceMarker marker, BounceDiagnoser diagnoser, Mail mail) {
        boolean permanent = mail.state() == SendState.REJECTED;
        return SentMail.of(mail)
                .flatMap(sent ->
                        mail.progress().reply().map(reply -> marker.toBounce(sent, reply, permanent, diagnoser)));
    }
}
