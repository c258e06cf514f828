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

/**
 * A relay that cannot be used is reported to the person who configured it, and counts against no mail and no recipient.
 */
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

    /** Returns the reason why the relay cannot be used, without the relay's name. */
    private String reason(SmtpSettings settings) {
        try (SmtpTransport transport = new SmtpTransport(settings.withTimeouts(SHORT), Optional.empty(), clock)) {
            SendReceipt receipt = transport.send(mails.permit(), PermittedMails.message());
            assertThat(receipt).isInstanceOf(SendReceipt.RelayUnreachable.class);
            String reason = ((SendReceipt.RelayUnreachable) receipt).reason();
            String prefix = "the relay " + settings.host() + ":" + settings.port() + " cannot be used: ";
            return reason.startsWith(prefix) ? reason.substring(prefix.length()) : reason;
        }
    }

    @Test
    void a_relay_that_does_not_reply_is_reported_with_the_cause() throws IOException {
        assertThat(reason(SmtpSettings.of("no-such-host.invalid", 587, ConnectionSecurity.NONE, Optional.empty())))
                .isEqualTo("no host has that name");
        SmtpSettings settings = settings(ConnectionSecurity.NONE);
        relay.script("GREETING", ScriptedRelay.SILENCE);
        assertThat(reason(settings)).isEqualTo("it did not reply in time");
        relay.script("GREETING", "554 5.3.2 not here");
        assertThat(reason(settings)).isEqualTo("it did not greet as a mail server does");
        int unusedPort;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            unusedPort = free.getLocalPort();
        }
        assertThat(reason(SmtpSettings.of("localhost", unusedPort, ConnectionSecurity.NONE, Optional.empty())))
                .isEqualTo("the connection was refused");
    }

    @Test
    void a_refused_or_missing_login_is_reported_with_the_codes_and_without_the_text_of_the_relay() {
        MailServerCredentials login = new MailServerCredentials("ann", "sesame");
        relay.script("AUTH", "535 5.7.8 ann@example.com is not welcome");
        assertThat(reason(SmtpSettings.of("localhost", relay.port(), ConnectionSecurity.NONE, Optional.of(login))))
                .isEqualTo("it refused the login, 535 5.7.8");
        relay.script("MAIL", "530 5.7.0 Authentication required");
        assertThat(reason(settings(ConnectionSecurity.NONE)))
                .isEqualTo("the relay requires a login or an encrypted connection");
    }

    @Test
    void a_connection_that_cannot_be_encrypted_as_configured_is_reported() {
        assertThat(reason(settings(ConnectionSecurity.STARTTLS))).isEqualTo("it does not offer STARTTLS");
        assertThat(reason(settings(ConnectionSecurity.TLS)))
                .isEqualTo("the connection could not be encrypted; check \"security\"");
    }

    @Test
    void an_untrusted_certificate_and_one_for_another_host_have_different_reasons(@TempDir Path folder)
            throws Exception {
        TestCertificates forLocalhost = TestCertificates.of("localhost", folder);
        TestCertificates forOtherHost = TestCertificates.of("other.test", folder);
        for (ConnectionSecurity security :
                new ConnectionSecurity[] {ConnectionSecurity.STARTTLS, ConnectionSecurity.TLS}) {
            restartEncrypted(forLocalhost, security);
            assertThat(reason(settings(security)))
                    .isEqualTo("its certificate is not from an authority that this Java trusts");
            restartEncrypted(forOtherHost, security);
            assertThat(reason(settings(security).withTrust(forOtherHost.trusting())))
                    .isEqualTo("its certificate is not valid, or not for this host");
        }
    }

    private void restartEncrypted(TestCertificates certificates, ConnectionSecurity security) {
        relay.close();
        relay = new ScriptedRelay(Optional.of(certificates.server()), security == ConnectionSecurity.TLS);
        relay.script("EHLO", "250-relay.test\r\n250 STARTTLS");
    }
}
