package heed.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import heed.mail.EmailMessage;
import heed.mail.NamedAddress;
import heed.mail.gate.SendReceipt;
import heed.mail.server.ConnectionSecurity;
import heed.model.testing.Promise;
import heed.model.testing.SettableClock;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.james.jdkim.DKIMVerifier;
import org.apache.james.jdkim.api.SignatureRecord;
import org.apache.james.jdkim.exceptions.FailException;
import org.junit.jupiter.api.Test;

class MessageOnTheWireTest {
    private final SettableClock clock = new SettableClock(PermittedMails.START);
    private final PermittedMails mails = new PermittedMails(clock);

    private MimeMessage received(EmailMessage message) {
        GreenMail greenMail = SmtpTransportTest.greenMail();
        try (SmtpTransport transport =
                SmtpTransportTest.transport(greenMail.getSmtp().getPort(), clock)) {
            assertThat(transport.send(mails.permit(), message)).isInstanceOf(SendReceipt.Accepted.class);
            return greenMail.getReceivedMessages()[0];
        } finally {
            greenMail.stop();
        }
    }

    private String wire(EmailMessage message, Optional<DkimSigning> dkim) {
        try (ScriptedRelay relay = new ScriptedRelay(Optional.empty(), false);
                SmtpTransport transport = new SmtpTransport(
                        SmtpSettings.of("localhost", relay.port(), ConnectionSecurity.NONE, Optional.empty()),
                        dkim,
                        clock)) {
            assertThat(transport.send(mails.permit(), message)).isInstanceOf(SendReceipt.Accepted.class);
            return relay.messages().get(0);
        }
    }

    @Test
    void a_message_arrives_as_it_was_written() throws Exception {
        String html = "<p>Grüße, 你好, " + "long ".repeat(500) + "</p>";
        MimeMessage mime =
                received(PermittedMails.message("Grüße für Ann ☀", Optional.of("Grüße\n.\nend"), Optional.of(html)));
        assertThat(mime.getSubject()).isEqualTo("Grüße für Ann ☀");
        assertThat(((InternetAddress) mime.getFrom()[0]).getPersonal()).isEqualTo("Søren, \"us\"");
        assertThat(((InternetAddress) mime.getFrom()[0]).getAddress()).isEqualTo("us@example.com");
        assertThat(mime.getReplyTo()[0].toString()).isEqualTo("reply@example.com");
        assertThat(mime.getAllRecipients()).extracting(Object::toString).containsExactly("ann@example.com");
        assertThat(mime.getMessageID()).isEqualTo("<tag@mail.example.com>");
        assertThat(mime.getSentDate()).isEqualTo(Date.from(PermittedMails.START));
        MimeMultipart parts = (MimeMultipart) mime.getContent();
        assertThat(mime.getContentType()).startsWith("multipart/alternative");
        assertThat(parts.getBodyPart(0).getContent()).isEqualTo("Grüße\r\n.\r\nend");
        assertThat(parts.getBodyPart(1).getContent()).isEqualTo(html);
        assertThat(parts.getBodyPart(1).getContentType()).isEqualTo("text/html; charset=UTF-8");
    }

    @Test
    void marketing_mail_has_the_headers_for_one_click_unsubscription() throws Exception {
        MimeMessage mime = received(PermittedMails.message());
        assertThat(mime.getHeader("List-Unsubscribe")).containsExactly("<https://example.com/unsubscribe/abc>");
        assertThat(mime.getHeader("List-Unsubscribe-Post")).containsExactly("List-Unsubscribe=One-Click");
    }

    @Test
    @Promise(10)
    void no_value_adds_a_header() {
        String wire = wire(
                PermittedMails.message(
                        "=?utf-8?q?x=0D=0ABcc:_b@example.com?= " + "ü".repeat(500), Optional.of("x"), Optional.empty()),
                Optional.empty());
        String headers = wire.substring(0, wire.indexOf("\r\n\r\n"));
        assertThat(headers.replaceAll("\r\n[ \t]", " ").split("\r\n"))
                .extracting(line -> line.substring(0, line.indexOf(':')))
                .containsExactlyInAnyOrder(
                        "Date",
                        "From",
                        "Reply-To",
                        "To",
                        "Message-ID",
                        "Subject",
                        "MIME-Version",
                        "Content-Type",
                        "Content-Transfer-Encoding",
                        "List-Unsubscribe",
                        "List-Unsubscribe-Post");
        assertThat(wire).isASCII();
        assertThat(wire.split("\r\n"))
                .allSatisfy(line -> assertThat(line.length()).isLessThan(998));
    }

    @Test
    @Promise(10)
    void text_that_looks_like_an_encoded_word_arrives_as_it_is() throws Exception {
        String hostile = "=?utf-8?Q?=0D=0ABcc:_b@example.com?= and =?utf-8?B?DQpCY2M6IGJAZXhhbXBsZS5jb20=?=";
        EmailMessage plain = PermittedMails.message(hostile, Optional.of("x"), Optional.empty());
        EmailMessage message = new EmailMessage(
                plain.messageClass(),
                NamedAddress.of(hostile, plain.from().address()),
                Optional.of(NamedAddress.of(hostile, plain.from().address())),
                plain.envelopeSender(),
                plain.messageId(),
                plain.date(),
                plain.subject(),
                plain.text(),
                plain.html(),
                plain.unsubscribe());
        String headers = wire(message, Optional.empty()).split("\r\n\r\n")[0];
        assertThat(headers).doesNotContain("=0D=0ABcc").doesNotContain("DQpCY2M6");
        MimeMessage mime = received(message);
        assertThat(mime.getSubject()).isEqualTo(hostile);
        assertThat(((InternetAddress) mime.getFrom()[0]).getPersonal()).isEqualTo(hostile);
        assertThat(((InternetAddress) mime.getReplyTo()[0]).getPersonal()).isEqualTo(hostile);
    }

    @Test
    void every_text_is_decoded_to_itself_and_no_word_is_too_long() throws Exception {
        Random random = new Random(20261201);
        String[] pieces = {"=?", "?=", "utf-8", "?Q?", "?B?", "=0D=0A", " ", "ü", "☀", "😀", "word", "_", "=", "?"};
        for (int i = 0; i < 2_000; i++) {
            StringBuilder text = new StringBuilder("x");
            random.ints(random.nextInt(60), 0, pieces.length).forEach(piece -> text.append(pieces[piece]));
            text.append('x');
            String encoded = HeaderEncoder.encode(text.toString());
            assertThat(MimeUtility.decodeText(encoded)).isEqualTo(text.toString());
            assertThat(encoded).isASCII();
            assertThat(encoded.split(" "))
                    .filteredOn(word -> word.startsWith("=?UTF-8?B?"))
                    .allSatisfy(word -> assertThat(word.length()).isLessThanOrEqualTo(75));
        }
    }

    @Test
    void a_signature_covers_the_message_and_both_unsubscribe_headers() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair keys = generator.generateKeyPair();
        String pem = "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(keys.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
        DkimSigning dkim = new DkimSigning("example.com", "s1", DkimSigning.parseKey(pem));
        String dns = "v=DKIM1; k=rsa; p="
                + Base64.getEncoder().encodeToString(keys.getPublic().getEncoded());
        String wire = wire(
                PermittedMails.message("Grüße", Optional.of("Hello\nü  \n\n"), Optional.of("<p>Hello</p>")),
                Optional.of(dkim));
        assertThat(wire).startsWith("DKIM-Signature: ");

        List<SignatureRecord> signatures = verify(wire, dns);
        assertThat(signatures).hasSize(1);
        assertThat(signatures.get(0).getHeaders().stream().map(CharSequence::toString))
                .contains("From", "To", "Subject", "Message-ID", "List-Unsubscribe", "List-Unsubscribe-Post");
        for (String[] tampering : List.of(
                new String[] {"unsubscribe/abc", "unsubscribe/abd"},
                new String[] {"=One-Click", "=Two-Clicks"},
                new String[] {"us@example.com", "them@example.com"},
                new String[] {"<p>Hello", "<p>Goodbye"})) {
            assertThat(wire).contains(tampering[0]);
            String tampered = wire.replace(tampering[0], tampering[1]);
            assertThatThrownBy(() -> verify(tampered, dns)).isInstanceOf(FailException.class);
        }
    }

    private static List<SignatureRecord> verify(String wire, String dns) throws Exception {
        return new DKIMVerifier((methods, selector, domain) -> {
                    assertThat(selector + "._domainkey." + domain).isEqualTo("s1._domainkey.example.com");
                    return List.of(dns);
                })
                .verify(new ByteArrayInputStream(wire.getBytes(StandardCharsets.ISO_8859_1)));
    }

    @Test
    void an_invalid_key_or_name_is_refused_and_no_key_is_shown() throws Exception {
        assertThatThrownBy(() -> DkimSigning.parseKey("-----BEGIN PRIVATE KEY-----\nxyz\n-----END PRIVATE KEY-----"))
                .hasMessageContaining("PKCS #8")
                .hasMessageNotContaining("xyz");
        KeyPair keys = KeyPairGenerator.getInstance("RSA").generateKeyPair();
        assertThatThrownBy(() -> new DkimSigning("example.com; x=y", "s1", keys.getPrivate()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(new DkimSigning("example.com", "s1", keys.getPrivate())).hasToString("DKIM signing");
    }
}
