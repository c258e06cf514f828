package heed.examples.embedding;

import heed.mail.EmailMessage;
import heed.mail.MailCorrelation;
import heed.mail.MailMark;
import heed.mail.MessageClass;
import heed.mail.MessageKey;
import heed.mail.NamedAddress;
import heed.mail.SmtpReply;
import heed.mail.delivery.AccountMail;
import heed.mail.delivery.OneOffSender;
import heed.mail.gate.AttemptJournal;
import heed.model.prospect.EmailAddress;
import heed.smtp.SmtpSettings;
import heed.smtp.SmtpTransport;
import heed.store.SqliteStore;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/** A platform that sends one-off mails, here receipts, through the same gate as the mails of its automations. */
public final class ReceiptMailer {
    private static final EmailAddress SHOP = new EmailAddress("shop@example.com");

    private ReceiptMailer() {}

    /**
     * Sends the receipt of an order. Sends it once, even if it is called several times for the same order.
     *
     * @return the answer of the mail server, or the reason why nothing was sent
     */
    public static String send(Path storeFile, SmtpSettings relay, String order, EmailAddress buyer) {
        Clock clock = Clock.systemUTC();
        try (SqliteStore store = SqliteStore.openExisting(storeFile, clock)) {
            return send(store.mail("default").orElseThrow(), relay, order, buyer, clock);
        }
    }

    private static String send(AccountMail mail, SmtpSettings relay, String order, EmailAddress buyer, Clock clock) {
        try (AttemptJournal journal = mail.journals().open();
                SmtpTransport transport = new SmtpTransport(relay, Optional.empty(), clock)) {
            String account = mail.outbox().account();
            MailCorrelation correlation = new MailCorrelation(mail.tokens(), SHOP);
            OneOffSender receipts = new OneOffSender(mail.attempts(), journal, transport, clock);
            MessageKey key = new MessageKey(account, "shop", "receipt-" + order, 1);
            return receipts.send(
                            key, buyer, MessageClass.TRANSACTIONAL, mark -> receipt(order, correlation, mark, clock))
                    .either(
                            outcome -> outcome.reply().map(SmtpReply::format).orElse(outcome.detail()),
                            reason -> "not sent: " + reason.describe());
        }
    }

    private static EmailMessage receipt(String order, MailCorrelation correlation, MailMark mark, Clock clock) {
        return new EmailMessage(
                MessageClass.TRANSACTIONAL,
                NamedAddress.of("The Shop", SHOP),
                Optional.empty(),
                correlation.envelopeSender(mark),
                correlation.messageId(mark),
                clock.instant(),
                "Your order " + order,
                Optional.of("Thank you. This is the receipt of your order " + order + ".\n"),
                Optional.empty(),
                Optional.empty());
    }
}
