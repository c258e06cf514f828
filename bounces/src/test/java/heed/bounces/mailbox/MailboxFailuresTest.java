package heed.bounces.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heed.mail.server.ConnectionSecurity;
import heed.mail.server.MailServerCredentials;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Servers that refuse, or offer less than usual. Each failure is one sentence that names the server and what to check. */
@Timeout(60)
class MailboxFailuresTest {
    private static final Map<String, String> USUAL = Map.of(
            "CAPABILITY",
            "* CAPABILITY IMAP4rev1\r\nTAG OK done\r\n",
            "SELECT",
            "* 2 EXISTS\r\n* 0 RECENT\r\n* FLAGS (\\Deleted)\r\n* OK [PERMANENTFLAGS (\\Deleted)] ok\r\n"
                    + "* OK [UIDVALIDITY 1] ok\r\n* OK [UIDNEXT 10] ok\r\nTAG OK [READ-WRITE] done\r\n",
            "FETCH 1:2",
            "* 1 FETCH (UID 5 RFC822.SIZE 10 FLAGS ())\r\n"
                    + "* 2 FETCH (UID 6 RFC822.SIZE 10 FLAGS (\\Deleted))\r\nTAG OK done\r\n",
            "STORE",
            "* 1 FETCH (FLAGS (\\Deleted))\r\nTAG OK done\r\n");

    private static Map<String, String> usualExcept(String command, String answer) {
        Map<String, String> answers = new HashMap<>(USUAL);
        answers.put(command, answer);
        return answers;
    }

    @Test
    void without_UIDPLUS_nothing_is_expunged_and_what_is_flagged_is_not_listed() throws IOException {
        try (ScriptedImapServer server = new ScriptedImapServer(USUAL);
                BounceMailbox mailbox = ImapMailbox.open(server.settings(), CleanupPolicy.DELETE)) {
            List<BounceMailbox.WaitingMessage> waiting = mailbox.listWaiting();
            assertThat(waiting).hasSize(1);
            mailbox.markProcessed(waiting.get(0));
            assertThat(mailbox.listWaiting()).isEmpty();
            mailbox.close();
            assertThat(server.commands())
                    .anyMatch(command -> command.startsWith("STORE 1 +FLAGS (\\Deleted)"))
                    .noneMatch(command -> command.contains("EXPUNGE"))
                    .containsSubsequence(
                            "EXAMINE INBOX", "CLOSE"); // of a folder that may only be read, CLOSE expunges nothing
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "LOGIN|TAG NO [AUTHENTICATIONFAILED] no|it refused the login",
                "SELECT|TAG NO [NONEXISTENT] no such folder|no such folder",
                "SELECT|* BYE going down|the connection was lost",
                "''|* nonsense|it did not answer as a mail server does"
            })
    void each_refusal_is_a_sentence_without_the_servers_text(String command, String answer, String words)
            throws IOException {
        try (ScriptedImapServer server = new ScriptedImapServer(usualExcept(command, answer + "\r\n"))) {
            assertThatThrownBy(() -> ImapMailbox.open(server.settings(), CleanupPolicy.MOVE)
                            .close())
                    .isInstanceOf(MailboxException.class)
                    .hasMessageContaining("imap://bounces@127.0.0.1:")
                    .hasMessageContaining(words)
                    .hasMessageNotContaining("secret");
        }
    }

    @Test
    void a_mailbox_over_its_quota_is_named() throws IOException {
        Map<String, String> answers = new HashMap<>(USUAL);
        answers.put("LIST", "* LIST () \"/\" Heed-Processed\r\nTAG OK done\r\n");
        answers.put("COPY", "TAG NO [OVERQUOTA] Quota exceeded\r\n");
        try (ScriptedImapServer server = new ScriptedImapServer(answers);
                BounceMailbox mailbox = ImapMailbox.open(server.settings(), CleanupPolicy.MOVE)) {
            BounceMailbox.WaitingMessage waiting = mailbox.listWaiting().get(0);
            assertThatThrownBy(() -> mailbox.markProcessed(waiting))
                    .isInstanceOf(MailboxException.class)
                    .hasMessageContaining("it is full");
        }
    }

    @Test
    void a_server_that_cannot_be_reached_is_a_sentence_that_says_what_to_check() throws IOException {
        int port;
        try (ServerSocket closedSoon = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closedSoon.getLocalPort();
        }
        requireFailure("127.0.0.1", port, ConnectionSecurity.NONE, "the connection was refused");
        requireFailure("no-such-host.invalid", 993, ConnectionSecurity.TLS, "no host has that name");
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            requireFailure("127.0.0.1", silent.getLocalPort(), ConnectionSecurity.NONE, "did not reply in time");
        }
        try (ScriptedImapServer plain = new ScriptedImapServer(USUAL)) {
            int plainPort = plain.settings().port();
            requireFailure("127.0.0.1", plainPort, ConnectionSecurity.STARTTLS, "it does not offer STARTTLS");
        }
    }

    private static void requireFailure(String host, int port, ConnectionSecurity security, String words) {
        MailboxSettings settings = MailboxSettings.of(
                        host, port, security, new MailServerCredentials("bounces", "secret"))
                .withTimeout(Duration.ofMillis(500));
        assertThatThrownBy(() -> ImapMailbox.open(settings, CleanupPolicy.MOVE).close())
                .isInstanceOf(MailboxException.class)
                .hasMessageContaining(host + ":" + port)
                .hasMessageContaining(words)
                .hasMessageContaining("check");
        if (security != ConnectionSecurity.STARTTLS) {
            assertThatThrownBy(() -> Pop3Mailbox.open(settings).close())
                    .isInstanceOf(MailboxException.class)
                    .hasMessageContaining(words)
                    .hasMessageContaining("check");
        }
    }
}
