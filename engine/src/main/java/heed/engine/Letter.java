package heed.engine;

import heed.actions.Mailing;
import heed.engine.Preview.Mail;
import heed.mail.MessageClass;
import heed.mail.NamedAddress;
import heed.mail.template.MessageTemplate;
import heed.mail.unsubscribe.UnsubscribeLinks;
import java.util.Optional;

/**
 * A message as it would be written for one prospect now.
 *
 * @param mail to whom, and why it would not be sent
 * @param from empty where neither the message nor the account says it
 * @param content its words; the unsubscribe link leads nowhere
 */
public record Letter(
        Mail mail,
        MessageClass kind,
        Optional<NamedAddress> from,
        Optional<NamedAddress> replyTo,
        MessageTemplate.MessageContent content) {

    static Letter of(Mail mail, Outcome outcome, Optional<Letterhead> letterhead) {
        Mailing mailing = (Mailing) outcome.step().action();
        return new Letter(
                mail,
                mailing.kind(),
                mailing.from().or(() -> letterhead.flatMap(Letterhead::from)),
                mailing.replyTo(),
                mailing.template()
                        .fill(
                                outcome.present(),
                                letterhead.flatMap(Letterhead::unsubscribe).map(UnsubscribeLinks::example)));
    }

    /** A message is a person's: nothing of it belongs in a log. */
    @Override
    public String toString() {
        return "letter of " + mail.action();
    }
}
