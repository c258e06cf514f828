package heed.mail;

/**
 * What a delivery works with: an account's outbox, its attempts and who else delivers it, who writes the messages, and who
 * transmits them.
 */
public record DeliveryPorts(
        Outbox outbox, Attempts attempts, Deliverers deliverers, Composer composer, MailTransport transport) {

    public static DeliveryPorts of(AccountMail mail, Composer composer, MailTransport transport) {
        return new DeliveryPorts(mail.outbox(), mail.attempts(), mail.deliverers(), composer, transport);
    }
}
