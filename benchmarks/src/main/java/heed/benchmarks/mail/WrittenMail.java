package heed.benchmarks.mail;

import heed.mail.EmailMessage;
import heed.model.prospect.EmailAddress;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A composed mail in a file, ready to be sent by a sender without a store. */
public record WrittenMail(
        String envelopeSender,
        String from,
        String to,
        String messageId,
        String subject,
        String text,
        String html,
        String unsubscribe) {

    public static WrittenMail of(EmailMessage message, EmailAddress to) {
        return new WrittenMail(
                message.envelopeSender().value(),
                message.from().text(),
                to.value(),
                message.messageId(),
                message.subject(),
                message.text().orElseThrow(),
                message.html().orElseThrow(),
                message.unsubscribe().orElseThrow().toString());
    }

    /** Appends the mail to a file that {@link WrittenMailReader} reads. */
    public void write(DataOutputStream out) throws IOException {
        for (String part : List.of(envelopeSender, from, to, messageId, subject, text, html, unsubscribe)) {
            out.writeUTF(part);
        }
    }

    /** Reads the mails of a file one after another. Thread-safe. */
    public static final class WrittenMailReader implements AutoCloseable {
        private final DataInputStream in;

        public WrittenMailReader(Path file) throws IOException {
            in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16));
        }

        /** Returns the next mail, or nothing at the end of the file. */
        synchronized Optional<WrittenMail> next() throws IOException {
            try {
                return Optional.of(new WrittenMail(
                        in.readUTF(),
                        in.readUTF(),
                        in.readUTF(),
                        in.readUTF(),
                        in.readUTF(),
                        in.readUTF(),
                        in.readUTF(),
                        in.readUTF()));
            } catch (EOFException end) {
                return Optional.empty();
            }
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
