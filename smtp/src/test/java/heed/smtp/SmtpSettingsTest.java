package heed.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heed.mail.server.ConnectionSecurity;
import heed.mail.server.MailServerCredentials;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SmtpSettingsTest {
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
        assertThatThrownBy(() -> SmtpSettings.of(host, 25, ConnectionSecurity.NONE, Optional.of(LOGIN)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a password is sent over an encrypted connection only");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1", "127.0.1.1", "::1", "[::1]"})
    void a_password_may_be_sent_unencrypted_to_this_machine(String host) {
        assertThat(SmtpSettings.of(host, 25, ConnectionSecurity.NONE, Optional.of(LOGIN))
                        .credentials())
                .contains(LOGIN);
    }
}
