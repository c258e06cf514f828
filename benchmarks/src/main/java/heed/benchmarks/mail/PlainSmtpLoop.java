package heed.benchmarks.mail;

import heed.smtp.SmtpSettings;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.eclipse.angus.mail.smtp.SMTPMessage;

/**
 * The alternative to delivery: a loop over the mail library. Each of as many threads as connections sends the next mail of a file
 * until none is left. The loop checks nothing and stores nothing.
 */
public final class PlainSmtpLoop {
    private static final String UTF_8 = StandardCharsets.UTF_8.name();

    private final Session session;
    private final WrittenMail.WrittenMailReader mails;
    private final Clock clock;

    /** @param timeOuts the time-outs of the delivery that it is compared with */
    public PlainSmtpLoop(int port, SmtpSettings.Timeouts timeOuts, WrittenMail.WrittenMailReader mails, Clock clock) {
        Properties properties = new Properties();
        properties.setProperty("mail.smtp.host", "127.0.0.1");
        properties.setProperty("mail.smtp.port", Integer.toString(port));
        properties.setProperty(
                "mail.smtp.connectiontimeout", Long.toString(timeOuts.connect().toMillis()));
        properties.setProperty(
                "mail.smtp.timeout", Long.toString(timeOuts.reply().toMillis()));
        properties.setProperty(
                "mail.smtp.writetimeout", Long.toString(timeOuts.write().toMillis()));
        properties.setProperty("mail.smtp.quitwait", "false");
        this.session = Session.getInstance(properties);
        this.mails = mails;
        this.clock = clock;
    }

    /** Sends all mails. Returns how many were sent. */
    public long send(int connections) throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        try {
            List<Future<Long>> loops = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                loops.add(threads.submit(this::sendLoop));
            }
            long sent = 0;
            for (Future<Long> loop : loops) {
                sent += loop.get();
            }
            return sent;
        } finally {
            threads.shutdown();
        }
    }

    private long sendLoop() throws MessagingException, IOException {
        try (Transport transport = session.getTransport("smtp")) {
            transport.connect();
            long sent = 0;
            for (Optional<WrittenMail> mail = mails.next(); mail.isPresent(); mail = mails.next()) {
                Message message = compose(mail.get());
                transport.sendMessage(message, message.getAllRecipients());
                sent++;
            }
            return sent;
        }
    }

    private Message compose(WrittenMail mail) throws MessagingException {
        SMTPMessage message = new FixedIdMessage(session, mail.messageId());
        message.setEnvelopeFrom(mail.envelopeSender());
        message.setFrom(new InternetAddress(mail.from()));
        message.setRecipient(Message.RecipientType.TO, new InternetAddress(mail.to()));
        message.setSubject(mail.subject(), UTF_8);
        message.setSentDate(Date.from(clock.instant()));
        message.setHeader("List-Unsubscribe", "<" + mail.unsubscribe() + ">");
        message.setHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        MimeMultipart alternatives = new MimeMultipart("alternative");
        alternatives.addBodyPart(bodyPart(mail.text(), "plain"));
        alternatives.addBodyPart(bodyPart(mail.html(), "html"));
        message.setContent(alternatives);
        message.saveChanges();
        return message;
    }

    private static MimeBodyPart bodyPart(String text, String subtype) throws MessagingException {
        MimeBodyPart part = new MimeBodyPart();
        part.setText(text, UTF_8, subtype);
        return part;
    }

    /** A message with a given Message-ID, which the mail library would otherwise generate. */
    private static final class FixedIdMessage extends SMTPMessage {
        private final String id;

        FixedIdMessage(Session session, String id) {
            super(session);
            this.id = id;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", id);
        }
    }
}
