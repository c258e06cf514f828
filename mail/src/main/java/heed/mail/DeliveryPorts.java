package heed.mail;

/** What a delivery works with: an account's outbox and attempts, who writes the messages, and who transmits them. */
public record DeliveryPorts(Outbox outbox, Attempts attempts, Composer composer, MailTransport transport) {}
