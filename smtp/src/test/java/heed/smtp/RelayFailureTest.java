package heed.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import heed.mail.gate.SendReceipt;
import heed.mail.server.ConnectionSecurity;
import heed.mail.server.MailServerCredentials;
import heed.model.testing.SettableClock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever set a relay up reads what is wrong with it, and no mail and no recipient pays for it. */
class RelayFailureTest {
    private static final SmtpSettings.Timeouts SHORT =
            new SmtpSettings.Timeouts(Duration.ofSeconds(5), Duration.ofMillis(300), Duration.ofSeconds(5));

    private final SettableClock clock = new SettableClock(PermittedMails.START);
    private final PermittedMails mails = new PermittedMails(clock);
    private ScriptedRelay relay = new ScriptedRelay(Optional.empty(), false);

    @AfterEach
    void close() {
        relay.close();
    }

    private SmtpSettings settings(ConnectionSecurity security) {
        return SmtpSettings.of("localhost", relay.port(), security, Optional.empty());
    }

    /** Why the relay cannot be used, after its name. */
    private String why(SmtpSettings settings) {
        try (SmtpTransport transport = new SmtpTransport(settings.withTimeouts(SHORT), Optional.empty(), clock)) {
            SendReceipt receipt = transport.send(mails.permit(), PermittedMails.message());
            assertThat(receipt).isInstanceOf(SendReceipt.RelayUnreachable.class);
            String why = ((SendReceipt.RelayUnreachable) receipt).reason();
            String name = "the relay " + settings.host() + ":" + settings.port() + " cannot be used: ";
            return why.startsWith(name) ? why.substring(name.length()) : why;
        }
    }

    @Test
    void a_relay_that_is_not_there_is_told_by_what_is_missing() throws IOException {
        assertThat(why(SmtpSettings.of("no-such-host.invalid", 587, ConnectionSecurity.NONE, Optional.empty())))
                .isEqualTo("there is no host of that name");
        SmtpSettings settings = settings(ConnectionSecurity.NONE);
        relay.answering("GREETING", ScriptedRelay.SILENCE);
        assertThat(why(settings)).isEqualTo("it did not answer in time");
        relay.answering("GREETING", "554 5.3.2 not here");
        assertThat(why(settings)).isEqualTo("it did not greet as a mail server does");
        int nobody;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = free.getLocalPort();
        }
        assertThat(why(SmtpSettings.of("localhost", nobody, ConnectionSecurity.NONE, Optional.empty())))
                .isEqualTo("the connection was refused");
    }

    @Test
    void a_login_that_is_refused_or_missing_is_told_with_the_codes_and_without_the_relays_words() {
        MailServerCredentials login = new MailServerCredentials("ann", "sesame");
        relay.answering("AUTH", "535 5.7.8 ann@example.com is not welcome");
        assertThat(why(SmtpSettings.of("localhost", relay.port(), ConnectionSecurity.NONE, Optional.of(login))))
                .isEqualTo("it refused the login, 535 5.7.8");
        relay.answering("MAIL", "530 5.7.0 Authentication required");
        assertThat(why(settings(ConnectionSecurity.NONE)))
                .isEqualTo("the relay wants a login, or an encrypted connection, first");
    }

    @Test
    void a_connection_that_cannot_be_encrypted_as_asked_is_told() {
        assertThat(why(settings(ConnectionSecurity.STARTTLS))).isEqualTo("it does not offer STARTTLS");
        assertThat(why(settings(ConnectionSecurity.TLS)))
                .isEqualTo("no encrypted connection came about; \"security\" says how it is encrypted");
    }

    @Test
    void a_certificate_that_is_not_trusted_is_told_from_one_of_another_host(@TempDir Path folder) throws Exception {
        TestCertificates own = TestCertificates.of("localhost", folder);
        TestCertificates others = TestCertificates.of("other.test", folder);
        for (ConnectionSecurity security :
                new ConnectionSecurity[] {ConnectionSecurity.STARTTLS, ConnectionSecurity.TLS}) {
            encrypted(own, security);
            assertThat(why(settings(security)))
                    .isEqualTo("its certificate is not from an authority that this Java trusts");
            encrypted(others, security);
            assertThat(why(settings(security).withTrust(others.trusting())))
                    .isEqualTo("its certificate is not for this host, or not valid");
        }
    }

    private void encrypted(TestCertificates certificates, ConnectionSecurity security) {
        relay.close();
        relay = new ScriptedRelay(Optional.of(certificates.server()), security == ConnectionSecurity.TLS);
        relay.answering("EHLO", "250-relay.test\r\n250 STARTTLS");
    }
}
