package heed.mail.delivery;

import heed.mail.gate.AttemptJournals;
import heed.mail.gate.Attempts;
import heed.mail.gate.MailTransport;
import heed.mail.limits.DeliveryInstances;
import heed.mail.outbox.Outbox;

/**
 * The ports of a delivery.
 *
 * @param outbox the account's outbox
 * @param attempts the account's attempts
 * @param instances the deliveries of the account in all processes
 * @param journals the journals of the senders on this machine
 * @param composer composes the messages
 * @param transport transmits the messages
 */
public record DeliveryPorts(
        Outbox outbox,
        Attempts attempts,
        DeliveryInstances instances,
        AttemptJournals journals,
        MessageComposer composer,
        MailTransport transport) {

    /** Returns the ports of an account whose mail a store provides. */
    public static DeliveryPorts of(AccountMail mail, MessageComposer composer, MailTransport transport) {
        return new DeliveryPorts(
                mail.outbox(), mail.attempts(), mail.deliveryInstances(), mail.journals(), composer, transport);
    }
}
