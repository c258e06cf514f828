package heed.bounces.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import heed.mail.server.ConnectionSecurity;
import heed.mail.server.MailServerCredentials;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server whose answer never ends, although each of its bytes comes in time. */
class SlowMailServerTest {
    private static final Duration TIMEOUT = Duration.ofMillis(100);
    private static final Duration BYTE_PAUSE = Duration.ofMillis(20);

    private static void trickle(ServerSocket server, String beginning) {
        try (Socket socket = server.accept();
                OutputStream out = socket.getOutputStream()) {
            out.write(beginning.getBytes(StandardCharsets.US_ASCII));
            while (true) {
                out.write('x');
                out.flush();
                LockSupport.parkNanos(BYTE_PAUSE.toNanos());
            }
        } catch (IOException closed) {
            return; // by the client
        }
    }

    private static void assertGivesUp(String beginning, Function<MailboxSettings, BounceMailbox> opener)
            throws IOException {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread thread = new Thread(() -> trickle(server, beginning), "trickling-server");
            thread.setDaemon(true);
            thread.start();
            MailboxSettings settings = new MailboxSettings(
                    "127.0.0.1",
                    server.getLocalPort(),
                    ConnectionSecurity.NONE,
                    new MailServerCredentials("bounces", "secret"),
                    "INBOX",
                    true,
                    Optional.empty(),
                    TIMEOUT);
            long start = System.nanoTime();
            assertThatThrownBy(() -> opener.apply(settings)).isInstanceOf(MailboxException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(TIMEOUT.multipliedBy(9), Duration.ofSeconds(20));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "* OK ready\r\n"})
    void an_imap_server_that_trickles_is_given_up(String beginning) throws IOException {
        assertGivesUp(beginning, settings -> ImapMailbox.open(settings, CleanupPolicy.MOVE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "+OK ready\r\n"})
    void a_pop3_server_that_trickles_is_given_up(String beginning) throws IOException {
        assertGivesUp(beginning, Pop3Mailbox::open);
    }
}
