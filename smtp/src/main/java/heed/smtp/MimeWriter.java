package heed.smtp;

import heed.mail.EmailMessage;
import heed.mail.NamedAddress;
import heed.model.prospect.EmailAddress;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Writes messages in the form in which they are transmitted (MIME). Jakarta Mail writes the headers. This class
 * assembles the body, because Jakarta Mail searches the class path at each part of a message, which takes longer than
 * all the rest. Thread-safe.
 */
final class MimeWriter {
    private static final String UTF_8 = StandardCharsets.UTF_8.name();
    private static final int INITIAL_SIZE = 1 << 13;
    private static final int MAX_BOUNDARY_ID = 60; // a boundary has at most 70 characters

    private final Session session;
    private final Optional<DkimSigning> dkim;

    MimeWriter(Session session, Optional<DkimSigning> dkim) {
        this.session = session;
        this.dkim = dkim;
    }

    /** Returns the whole message: lines end with CRLF, and the message is signed if there is a key. */
    byte[] write(EmailMessage message, EmailAddress recipient) {
        try {
            MimeMessage mime = new MimeMessage(session);
            mime.setHeader("From", mailbox("From", message.from()));
            if (message.replyTo().isPresent()) {
                mime.setHeader("Reply-To", mailbox("Reply-To", message.replyTo().get()));
            }
            mime.setHeader("To", mailbox("To", NamedAddress.of(recipient)));
            mime.setHeader("Subject", MimeUtility.fold("Subject: ".length(), HeaderEncoder.encode(message.subject())));
            mime.setSentDate(Date.from(message.date()));
            mime.setHeader("Message-ID", message.messageId());
            mime.setHeader("MIME-Version", "1.0");
            if (message.unsubscribe().isPresent()) {
                mime.setHeader("List-Unsubscribe", "<" + message.unsubscribe().get() + ">");
                mime.setHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
            }
            return sign(assemble(mime, message));
        } catch (IOException | MessagingException impossible) {
            throw new IllegalStateException("a message in memory can be written", impossible);
        }
    }

    /** Writes the headers and the body: one part alone, or text and HTML as alternatives. */
    private byte[] assemble(MimeMessage mime, EmailMessage message) throws IOException, MessagingException {
        List<TextPart> parts = Stream.concat(
                        message.text().map(text -> TextPart.of("plain", text)).stream(),
                        message.html().map(html -> TextPart.of("html", html)).stream())
                .toList();
        ByteArrayOutputStream out = new ByteArrayOutputStream(INITIAL_SIZE);
        if (parts.size() == 1) {
            mime.setHeader("Content-Type", parts.get(0).type());
            mime.setHeader("Content-Transfer-Encoding", parts.get(0).encoding());
            writeHeaders(mime, out);
            write(out, parts.get(0).content());
        } else {
            String boundary = boundary(message);
            mime.setHeader("Content-Type", "multipart/alternative;\r\n\tboundary=\"" + boundary + '"');
            writeHeaders(mime, out);
            for (TextPart part : parts) {
                write(
                        out,
                        "--" + boundary + "\r\nContent-Type: " + part.type() + "\r\nContent-Transfer-Encoding: "
                                + part.encoding() + "\r\n\r\n");
                write(out, part.content());
                write(out, "\r\n");
            }
            write(out, "--" + boundary + "--\r\n");
        }
        return out.toByteArray();
    }

    /**
     * Returns a boundary that no part contains (RFC 2046, section 5.1.1). It starts with the signed Message-ID, so that
     * the author of a value in the message cannot know it in advance.
     */
    private static String boundary(EmailMessage message) {
        String id = message.messageId();
        StringBuilder boundary = new StringBuilder("=_").append(id, 1, Math.min(id.indexOf('@'), MAX_BOUNDARY_ID));
        while (message.text().filter(text -> text.contains(boundary)).isPresent()
                || message.html().filter(html -> html.contains(boundary)).isPresent()) {
            boundary.append('_');
        }
        return boundary.toString();
    }

    private static void writeHeaders(MimeMessage mime, ByteArrayOutputStream out) throws MessagingException {
        Enumeration<String> lines = mime.getAllHeaderLines();
        while (lines.hasMoreElements()) {
            write(out, lines.nextElement());
            write(out, "\r\n");
        }
        write(out, "\r\n");
    }

    private static void write(ByteArrayOutputStream out, String text) {
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    private byte[] sign(byte[] message) {
        if (dkim.isEmpty()) {
            return message;
        }
        byte[] header = dkim.get().signatureHeader(message);
        ByteArrayOutputStream signed = new ByteArrayOutputStream(header.length + message.length);
        signed.writeBytes(header);
        signed.writeBytes(message);
        return signed.toByteArray();
    }

    private static String mailbox(String header, NamedAddress mailbox) throws UnsupportedEncodingException {
        String address = mailbox.address().value();
        String name = mailbox.name().orElse(null);
        String value = name != null && HeaderEncoder.looksEncoded(name)
                ? HeaderEncoder.encode(name) + " <" + address + ">"
                : new InternetAddress(address, name, UTF_8).toString();
        return MimeUtility.fold(header.length() + 2, value);
    }
}
