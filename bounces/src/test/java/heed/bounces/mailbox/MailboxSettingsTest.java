package heed.bounces.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heed.mail.server.ConnectionSecurity;
import heed.mail.server.MailServerCredentials;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailboxSettingsTest {
    private static final MailServerCredentials LOGIN = new MailServerCredentials("ann", "sesame");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mail.example.com",
                "127.example.com",
                "127.0.0.1.example.com",
                "localhost.example.com",
                "10.0.0.1"
            })
    void a_password_is_never_sent_unencrypted_to_another_machine(String host) {
        assertThatThrownBy(() -> MailboxSettings.of(host, 143, ConnectionSecurity.NONE, LOGIN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a password is sent over an encrypted connection only");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1", "127.0.1.1", "::1", "[::1]"})
    void a_password_may_be_sent_unencrypted_to_a_server_on_this_machine(String host) {
        assertThat(MailboxSettings.of(host, 143, ConnectionSecurity.NONE, LOGIN).credentials())
                .isEqualTo(LOGIN);
    }
}
