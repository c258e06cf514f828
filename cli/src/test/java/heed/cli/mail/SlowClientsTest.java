package heed.cli.mail;

import static org.assertj.core.api.Assertions.assertThat;

import heed.mail.LinkKey;
import heed.mail.MailId;
import heed.mail.MailMark;
import heed.mail.MailTokens;
import heed.mail.unsubscribe.OptOutStore;
import heed.mail.unsubscribe.PageNames;
import heed.mail.unsubscribe.UnsubscribeHandler;
import heed.model.prospect.EmailAddress;
import heed.model.testing.Promise;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that keep their connections open for as long as they can. */
@Timeout(120)
class SlowClientsTest {
    private static final int SLOW_CLIENTS = 300;
    private static final int UNSUBSCRIBES = 50;
    private static final int SECOND = 1_000;

    private final MailTokens tokens = new MailTokens(
            "acme",
            0,
            () -> List.of(LinkKey.of("a secret of at least thirty-two bytes".getBytes(StandardCharsets.UTF_8))));
    private final String path = "/heed/unsubscribe/"
            + tokens.issue(
                    MailTokens.Purpose.UNSUBSCRIBE, new MailMark(new MailId(7), Optional.empty(), Optional.empty()));
    private final AtomicInteger optOuts = new AtomicInteger();
    private final List<Socket> slow = new ArrayList<>();
    private UnsubscribeServer server;

    private final class Store implements OptOutStore {
        @Override
        public Optional<MailRecipient> findRecipient(MailMark mark) {
            return Optional.of(new MailRecipient(Optional.of(new EmailAddress("bob@example.com")), false));
        }

        @Override
        public boolean optOut(MailMark mark, Instant now) {
            optOuts.incrementAndGet();
            return true;
        }

        @Override
        public TakeBack takeBack(MailMark mark, Instant now) {
            return TakeBack.DONE;
        }
    }

    private void start(ConnectionLimits.Limits limits) throws Exception {
        UnsubscribeHandler handler = new UnsubscribeHandler(
                tokens,
                new Store(),
                new PageNames("Acme News", Optional.of("acme")),
                Optional.empty(),
                Clock.systemUTC());
        server = new UnsubscribeServer(handler, "127.0.0.1", 0, () -> {}, limits);
        server.start();
    }

    @AfterEach
    void stop() throws IOException {
        for (Socket socket : slow) {
            socket.close();
        }
        server.close();
    }

    private Socket connect(int timeoutMillis) throws IOException {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()), timeoutMillis);
        socket.setSoTimeout(timeoutMillis);
        return socket;
    }

    private static void write(Socket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    private static String readStatus(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1))
                .readLine();
    }

    private String head(int bodyLength) {
        return "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + bodyLength + "\r\n";
    }

    /** Opens a connection of one of four kinds: idle, with part of a head, with part of a body, and with a body but no reader. */
    private void openSlow(int number) throws IOException {
        Socket socket = connect(20 * SECOND);
        slow.add(socket);
        switch (number % 4) {
            case 0 -> {}
            case 1 -> write(socket, head(0));
            case 2 -> write(socket, head(1_000_000) + "\r\na");
            default -> write(socket, head(1_000) + "\r\n" + "a".repeat(999));
        }
    }

    /** Sends another byte on each connection that is still open; returns their number. */
    private int trickle() {
        int open = 0;
        for (int i = 0; i < slow.size(); i++) {
            try {
                if (i % 4 == 1 || i % 4 == 2) {
                    write(slow.get(i), "a");
                }
                open++;
            } catch (IOException closed) {
                continue;
            }
        }
        return open;
    }

    private void requireAnsweredInASecond() throws IOException {
        long start = System.nanoTime();
        try (Socket socket = connect(SECOND)) {
            write(socket, head(26) + "\r\nList-Unsubscribe=One-Click");
            assertThat(readStatus(socket)).startsWith("HTTP/1.1 200");
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
    }

    private void requireClosed(Socket socket) {
        try {
            socket.setSoTimeout(20 * SECOND);
            socket.getInputStream().readAllBytes();
        } catch (SocketTimeoutException open) {
            throw new AssertionError("the connection is still open", open);
        } catch (IOException reset) {
            return;
        }
    }

    @Test
    @Promise(1)
    void three_hundred_slow_clients_make_no_unsubscribe_wait() throws Exception {
        start(ConnectionLimits.Limits.STANDARD);
        requireAnsweredInASecond();
        for (int i = 0; i < SLOW_CLIENTS; i++) {
            openSlow(i);
        }
        int before = optOuts.get();
        for (int i = 0; i < UNSUBSCRIBES; i++) {
            if (i % 10 == 0) {
                trickle();
            }
            requireAnsweredInASecond();
        }
        assertThat(optOuts.get()).isGreaterThanOrEqualTo(before + UNSUBSCRIBES);
    }

    @Test
    @Promise(1)
    void a_client_that_trickles_loses_its_connection() throws Exception {
        start(new ConnectionLimits.Limits(800, 200, Duration.ofMillis(300), Duration.ofMillis(300)));
        for (int i = 0; i < 8; i++) {
            openSlow(i);
        }
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (server.openConnections() > 0) {
            assertThat(System.nanoTime()).as("connections are closed").isLessThan(end);
            trickle();
        }
        for (Socket socket : slow) {
            requireClosed(socket);
        }
        assertThat(optOuts).as("a body that never ends opts out too").hasValue(4);
    }

    @Test
    @Promise(1)
    void a_connection_over_the_bound_is_served_and_closes_the_oldest() throws Exception {
        start(new ConnectionLimits.Limits(20, 20, Duration.ofMinutes(5), Duration.ofMinutes(5)));
        for (int i = 0; i < 60; i++) {
            openSlow(4 * i);
            if (i % 10 == 9) {
                requireAnsweredInASecond();
            }
        }
        requireClosed(slow.get(0));
        requireClosed(slow.get(39));
        assertThat(server.openConnections()).isLessThanOrEqualTo(20);
    }
}
