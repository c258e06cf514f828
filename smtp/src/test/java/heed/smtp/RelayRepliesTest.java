package heed.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import heed.mail.SmtpReply;
import heed.mail.gate.SendPermit;
import heed.mail.gate.SendReceipt;
import heed.mail.server.ConnectionSecurity;
import heed.mail.server.MailServerCredentials;
import heed.model.prospect.EmailAddress;
import heed.model.testing.Promise;
import heed.model.testing.SettableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RelayRepliesTest {
    private static final SmtpSettings.Timeouts SHORT =
            new SmtpSettings.Timeouts(Duration.ofSeconds(5), Duration.ofMillis(300), Duration.ofSeconds(5));

    private final SettableClock clock = new SettableClock(PermittedMails.START);
    private final PermittedMails mails = new PermittedMails(clock);
    private ScriptedRelay relay = new ScriptedRelay(Optional.empty(), false);

    @AfterEach
    void close() {
        relay.close();
    }

    private SmtpSettings settings(ConnectionSecurity security, Optional<MailServerCredentials> login) {
        return SmtpSettings.of("localhost", relay.port(), security, login);
    }

    private SmtpTransport transport(SmtpSettings settings) {
        return new SmtpTransport(settings, Optional.empty(), clock);
    }

    private SmtpTransport transport() {
        return transport(settings(ConnectionSecurity.NONE, Optional.empty()));
    }

    private SendReceipt send(SmtpTransport transport) {
        return transport.send(mails.permit(), PermittedMails.message());
    }

    @Test
    @Promise(1)
    void a_message_whose_address_is_opted_out_while_it_is_transmitted_is_dropped_without_its_end() {
        relay.before("DATA", () -> {
            mails.optOut();
            clock.advance(Duration.ofMillis(1_001));
        });
        assertThat(send(transport())).isInstanceOf(SendReceipt.Withdrawn.class);
        assertThat(relay.awaitDropped()).isTrue();
        assertThat(relay.messages()).isEmpty();
        assertThat(relay.commands()).last().isEqualTo("DATA");
    }

    @Test
    void a_transaction_has_its_own_envelope_sender_and_one_recipient() {
        SendReceipt receipt = send(transport());
        assertThat(receipt)
                .isEqualTo(new SendReceipt.Accepted(
                        new SmtpReply(SmtpReply.Stage.END_OF_DATA, 250, Optional.of("2.0.0"), "accepted")));
        assertThat(relay.commands().subList(1, 4))
                .containsExactly("MAIL FROM:<bounces+tag@mail.example.com>", "RCPT TO:<ann@example.com>", "DATA");
    }

    @ParameterizedTest
    @CsvSource({
        "MAIL, 550 5.7.1 sender blocked, MAIL_FROM",
        "RCPT, 550 5.1.1 no such user, RCPT_TO",
        "DATA, 554 5.5.1 no valid recipients, DATA",
        "., 554 5.7.1 content blocked, END_OF_DATA"
    })
    void a_5xx_reply_is_a_rejection_with_its_stage(String command, String reply, SmtpReply.Stage stage) {
        relay.script(command, reply);
        assertThat(send(transport()))
                .isEqualTo(
                        new SendReceipt.Rejected(SmtpReply.of(stage, Integer.parseInt(reply.substring(0, 3)), reply)));
    }

    @ParameterizedTest
    @CsvSource({
        "MAIL, 451 4.3.0 try later, MAIL_FROM",
        "RCPT, 450 4.2.0 greylisted, RCPT_TO",
        "DATA, 451 4.3.0 try later, DATA",
        "., 452 4.2.2 over quota, END_OF_DATA",
        "., 421 4.3.2 shutting down, END_OF_DATA"
    })
    void a_4xx_reply_is_a_deferral_with_its_stage(String command, String reply, SmtpReply.Stage stage) {
        relay.script(command, reply);
        assertThat(send(transport()))
                .isEqualTo(
                        new SendReceipt.Deferred(SmtpReply.of(stage, Integer.parseInt(reply.substring(0, 3)), reply)));
    }

    @ParameterizedTest
    @CsvSource({
        "GREETING, 554 go away",
        "GREETING, CUT",
        "GREETING, SILENCE",
        "EHLO, CUT",
        "MAIL, CUT",
        "MAIL, 421 4.3.2 shutting down",
        "MAIL, 530 5.7.0 authentication required",
        "MAIL, SILENCE",
        "MAIL, 250-",
        "RCPT, CUT",
        "RCPT, 421 4.3.2 shutting down",
        "RCPT, 530 5.7.0 authentication required",
        "RCPT, SILENCE",
        "RCPT, nonsense",
        "DATA, CUT",
        "DATA, SILENCE",
        "GREETING, TRICKLE",
        "EHLO, TRICKLE",
        "MAIL, TRICKLE",
        "RCPT, TRICKLE",
        "DATA, TRICKLE"
    })
    void a_failure_before_the_message_is_complete_means_an_unreachable_relay_and_no_delivery(
            String command, String reply) {
        relay.script(command, reply);
        SmtpTransport transport =
                transport(settings(ConnectionSecurity.NONE, Optional.empty()).withTimeouts(SHORT));
        assertThat(send(transport)).isInstanceOf(SendReceipt.RelayUnreachable.class);
        assertThat(relay.messages()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {ScriptedRelay.CUT, ScriptedRelay.SILENCE, "nonsense"})
    @Promise(2)
    void a_message_without_a_valid_reply_is_in_doubt(String reply) {
        relay.script(".", reply);
        SmtpTransport transport =
                transport(settings(ConnectionSecurity.NONE, Optional.empty()).withTimeouts(SHORT));
        assertThat(send(transport)).isInstanceOf(SendReceipt.InDoubt.class);
        relay.script(".", "250 2.0.0 accepted");
        assertThat(send(transport)).isInstanceOf(SendReceipt.Accepted.class);
    }

    @Test
    void a_connection_is_reused_also_after_a_refusal() {
        SmtpTransport transport = transport();
        send(transport);
        relay.script("RCPT", "550 5.1.1 no such user");
        send(transport);
        relay.script("RCPT", "250 2.1.5 ok");
        send(transport);
        assertThat(relay.connections()).isEqualTo(1);
        assertThat(relay.messages()).hasSize(2);
        assertThat(relay.commands()).contains("RSET");
    }

    @Test
    void an_idle_connection_that_the_relay_has_closed_is_replaced_before_a_permit_is_used() {
        SmtpTransport transport = transport();
        send(transport);
        relay.script("NOOP", ScriptedRelay.CUT);
        clock.advance(Duration.ofMinutes(5));
        assertThat(send(transport)).isInstanceOf(SendReceipt.Accepted.class);
        assertThat(relay.connections()).isEqualTo(2);
    }

    @Test
    @Promise(1)
    void a_permit_is_used_on_the_open_connection_immediately_before_mail_from() {
        SendPermit permit = mails.permit();
        clock.advance(SendPermit.VALID_FOR);
        SmtpTransport transport = transport();
        assertThat(transport.send(permit, PermittedMails.message())).isEqualTo(new SendReceipt.PermitExpired());
        assertThat(relay.commands()).singleElement().asString().startsWith("EHLO ");
        assertThat(send(transport)).isInstanceOf(SendReceipt.Accepted.class);
        assertThat(relay.connections()).isEqualTo(1);
    }

    @Test
    void a_line_of_a_single_dot_does_not_end_the_message() {
        transport()
                .send(
                        mails.permit(),
                        PermittedMails.message(
                                "Hello", Optional.of("one\n.\nRCPT TO:<bob@example.com>\n..two"), Optional.empty()));
        assertThat(relay.messages()).singleElement().asString().contains("one\r\n.\r\nRCPT TO", "\r\n..two\r\n");
        assertThat(relay.commands()).doesNotContain("RCPT TO:<bob@example.com>");
    }

    @Test
    void an_address_beyond_ascii_is_sent_only_to_a_relay_that_accepts_such_addresses() {
        EmailAddress address = new EmailAddress("ж@xn--e1afmkfd.xn--p1ai");
        SendReceipt refused = transport().send(mails.permit(address), PermittedMails.message());
        assertThat(((SendReceipt.Rejected) refused).reply().enhanced()).contains("5.6.7");
        relay.script("EHLO", "250-relay.test\r\n250-8BITMIME\r\n250 SMTPUTF8");
        assertThat(transport().send(mails.permit(address), PermittedMails.message()))
                .isInstanceOf(SendReceipt.Accepted.class);
        assertThat(relay.commands())
                .contains("MAIL FROM:<bounces+tag@mail.example.com> SMTPUTF8", "RCPT TO:<ж@xn--e1afmkfd.xn--p1ai>");
    }

    @Test
    void starttls_and_tls_connections_are_encrypted_before_the_login(@TempDir Path folder) throws Exception {
        TestCertificates certificates = TestCertificates.of("localhost", folder);
        for (ConnectionSecurity security : List.of(ConnectionSecurity.STARTTLS, ConnectionSecurity.TLS)) {
            relay.close();
            relay = new ScriptedRelay(Optional.of(certificates.server()), security == ConnectionSecurity.TLS);
            relay.script("EHLO", "250-relay.test\r\n250-STARTTLS\r\n250 AUTH PLAIN");
            SmtpSettings settings = settings(security, Optional.of(new MailServerCredentials("ann", "sesame")))
                    .withTrust(certificates.trusting());
            assertThat(send(transport(settings))).isInstanceOf(SendReceipt.Accepted.class);
            String login = Base64.getEncoder().encodeToString("ann\0ann\0sesame".getBytes());
            assertThat(relay.commands()).contains("AUTH PLAIN " + login);
            relay.script("AUTH", "535 5.7.8 wrong");
            assertThat(send(transport(settings))).isInstanceOf(SendReceipt.RelayUnreachable.class);
        }
    }

    @Test
    void a_relay_with_an_untrusted_certificate_or_one_for_another_host_gets_no_mail(@TempDir Path folder)
            throws Exception {
        TestCertificates forLocalhost = TestCertificates.of("localhost", folder);
        TestCertificates forOtherHost = TestCertificates.of("other.test", folder);
        for (ConnectionSecurity security : List.of(ConnectionSecurity.STARTTLS, ConnectionSecurity.TLS)) {
            for (TestCertificates certificates : List.of(forLocalhost, forOtherHost)) {
                relay.close();
                relay = new ScriptedRelay(Optional.of(certificates.server()), security == ConnectionSecurity.TLS);
                relay.script("EHLO", "250-relay.test\r\n250 STARTTLS");
                SmtpSettings settings = settings(security, Optional.empty());
                assertThat(send(transport(settings))).isInstanceOf(SendReceipt.RelayUnreachable.class);
                if (certificates.equals(forOtherHost)) {
                    assertThat(send(transport(settings.withTrust(forOtherHost.trusting()))))
                            .isInstanceOf(SendReceipt.RelayUnreachable.class);
                }
                assertThat(relay.commands()).noneMatch(command -> command.startsWith("MAIL"));
                assertThat(send(transport(settings.withoutCertificateChecks())))
                        .isInstanceOf(SendReceipt.Accepted.class);
            }
        }
    }

    @Test
    void a_relay_that_does_not_offer_starttls_gets_no_mail() {
        assertThat(send(transport(settings(ConnectionSecurity.STARTTLS, Optional.empty()))))
                .isInstanceOf(SendReceipt.RelayUnreachable.class);
        assertThat(relay.commands()).noneMatch(command -> command.startsWith("MAIL"));
    }

    @Test
    void a_password_is_not_shown() {
        MailServerCredentials login = new MailServerCredentials("ann", "sesame");
        assertThat(settings(ConnectionSecurity.TLS, Optional.of(login)).toString())
                .doesNotContain("sesame");
    }
}
