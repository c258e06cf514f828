package heed.smtp;

import heed.mail.EmailMessage;
import heed.mail.Mailbox;
import heed.model.EmailAddress;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimePart;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.Optional;

/** Writes messages as they go over the wire. Thread-safe. */
final class MimeWriter {
    private static final String UTF_8 = StandardCharsets.UTF_8.name();

    private final Session session;
    private final Optional<DkimSigning> dkim;

    MimeWriter(Session session, Optional<DkimSigning> dkim) {
        this.session = session;
        this.dkim = dkim;
    }

    /** The whole message, lines ended with CRLF, signed if there is a key. */
    byte[] write(EmailMessage message, EmailAddress recipient) {
        try {
            MimeMessage mime = new WithMessageId(session, message.messageId());
            mime.setFrom(address(message.from()));
            if (message.replyTo().isPresent()) {
                mime.setReplyTo(new InternetAddress[] {address(message.replyTo().get())});
            }
            mime.setRecipient(Message.RecipientType.TO, address(Mailbox.of(recipient)));
            mime.setSubject(message.subject(), UTF_8);
            mime.setSentDate(Date.from(message.date()));
            if (message.unsubscribe().isPresent()) {
                mime.setHeader("List-Unsubscribe", "<" + message.unsubscribe().get() + ">");
                mime.setHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
            }
            write(message, mime);
            mime.saveChanges();
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            mime.writeTo(bytes);
            return signed(bytes.toByteArray());
        } catch (IOException | MessagingException wrong) {
            throw new IllegalStateException("a message in memory can be written", wrong);
        }
    }

    private byte[] signed(byte[] message) {
        if (dkim.isEmpty()) {
            return message;
        }
        byte[] header = dkim.get().header(message);
        ByteArrayOutputStream signed = new ByteArrayOutputStream(header.length + message.length);
        signed.writeBytes(header);
        signed.writeBytes(message);
        return signed.toByteArray();
    }

    private static InternetAddress address(Mailbox mailbox) throws UnsupportedEncodingException {
        return new InternetAddress(mailbox.address().value(), mailbox.name().orElse(null), UTF_8);
    }

    private static void write(EmailMessage message, MimePart mime) throws MessagingException {
        if (message.text().isPresent() && message.html().isPresent()) {
            MimeMultipart alternatives = new MimeMultipart("alternative");
            alternatives.addBodyPart(part(message.text().get(), "plain"));
            alternatives.addBodyPart(part(message.html().get(), "html"));
            mime.setContent(alternatives);
        } else if (message.html().isPresent()) {
            mime.setText(lines(message.html().get()), UTF_8, "html");
        } else {
            mime.setText(lines(message.text().orElse("")), UTF_8, "plain");
        }
    }

    private static MimeBodyPart part(String text, String subtype) throws MessagingException {
        MimeBodyPart part = new MimeBodyPart();
        part.setText(lines(text), UTF_8, subtype);
        return part;
    }

    /** A signature is of lines as they are sent. */
    private static String lines(String text) {
        return text.replaceAll("\\R", "\r\n");
    }

    private static final class WithMessageId extends MimeMessage {
        private final String id;

        WithMessageId(Session session, String id) {
            super(session);
            this.id = id;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", id);
        }
    }
}
