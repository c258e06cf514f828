package heed.mail.delivery;

import heed.mail.gate.Attempts;
import heed.mail.gate.MailTransport;
import heed.mail.limits.DeliveryInstances;
import heed.mail.outbox.Outbox;

/**
 * What a delivery works with: an account's outbox, its attempts and who else delivers it, who writes the messages, and who
 * transmits them.
 */
public record DeliveryPorts(
        Outbox outbox,
        Attempts attempts,
        DeliveryInstances instances,
        MessageComposer composer,
        MailTransport transport) {

    public static DeliveryPorts of(AccountMail mail, MessageComposer composer, MailTransport transport) {
        return new DeliveryPorts(mail.outbox(), mail.attempts(), mail.deliveryInstances(), composer, transport);
    }
}
