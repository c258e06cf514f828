package heed.cli.mail;

import static org.assertj.core.api.Assertions.assertThat;

import heed.mail.LinkKey;
import heed.mail.MailId;
import heed.mail.MailMark;
import heed.mail.MailNonce;
import heed.mail.MailTokens;
import heed.mail.unsubscribe.OptOutStore;
import heed.mail.unsubscribe.PageNames;
import heed.mail.unsubscribe.UnsubscribeHandler;
import heed.model.prospect.EmailAddress;
import heed.model.store.StoreException;
import heed.model.testing.Promise;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests to the unsubscribe links as bytes on the wire. */
@Timeout(60)
class UnsubscribeServerTest {
    private static final MailMark MARK = new MailMark(
            new MailId(7), Optional.of(new MailNonce(77)), Optional.of(new EmailAddress("bob@example.com")));

    private final MailTokens tokens = new MailTokens(
            "acme",
            0,
            () -> List.of(LinkKey.of("a secret of at least thirty-two bytes".getBytes(StandardCharsets.UTF_8))));
    private final String path = "/heed/unsubscribe/" + tokens.issue(MailTokens.Purpose.UNSUBSCRIBE, MARK);
    private final AtomicInteger optOuts = new AtomicInteger();
    private final AtomicInteger unavailable = new AtomicInteger();
    private boolean storeFails;
    private UnsubscribeServer server;

    private final class Store implements OptOutStore {
        @Override
        public Optional<MailRecipient> findRecipient(MailMark mark) {
            return Optional.of(new MailRecipient(Optional.of(new EmailAddress("bob@example.com")), false));
        }

        @Override
        public boolean optOut(MailMark mark, Instant now) {
            if (storeFails) {
                throw new StoreException("the store is busy");
            }
            optOuts.incrementAndGet();
            return true;
        }

        @Override
        public TakeBack takeBack(MailMark mark, Instant now) {
            return TakeBack.DONE;
        }
    }

    @BeforeEach
    void start() throws Exception {
        UnsubscribeHandler handler = new UnsubscribeHandler(
                tokens,
                new Store(),
                new PageNames("Acme News", Optional.of("acme")),
                Optional.empty(),
                Clock.systemUTC());
        server = new UnsubscribeServer(handler, "127.0.0.1", 0, unavailable::incrementAndGet);
        server.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** Sends bytes and returns the whole response; the client closes only after it has read it. */
    private String send(String head, String body) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            OutputStream out = socket.getOutputStream();
            out.write((head + "\r\n\r\n" + body).getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private String post(String target, String headers, String body) throws IOException {
        return send(
                "POST " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close" + headers
                        + "\r\nContent-Length: " + body.length(),
                body);
    }

    private void requireOptedOut(String response) {
        assertThat(response).matches("(?s)HTTP/1.[01] 200 .*").contains("You are unsubscribed", "b***@e***.com");
        assertThat(optOuts).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "|",
                "application/x-www-form-urlencoded|List-Unsubscribe=One-Click",
                "application/x-www-form-urlencoded|list-unsubscribe=one-click",
                "application/x-www-form-urlencoded|List-Unsubscribe%3DOne-Click",
                "application/x-www-form-urlencoded; charset=utf-16|something=else&x",
                "multipart/form-data; boundary=b|--b\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--b--\r\n",
                "multipart/form-data|not multipart at all",
                "application/json|{\"unsubscribe\":true}",
                "nonsense|\u00ff\u0000\u00fe"
            })
    @Promise(1)
    void a_post_opts_out_whatever_its_body_is(String request) throws IOException {
        String[] parts = request.split("\\|", 2);
        requireOptedOut(post(path, parts[0].isEmpty() ? "" : "\r\nContent-Type: " + parts[0], parts[1]));
    }

    @ParameterizedTest
    @ValueSource(ints = {20_000, 1_000_000, 12_000_000})
    @Promise(1)
    void a_large_body_is_discarded_and_opts_out(int bytes) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            OutputStream out = socket.getOutputStream();
            out.write(("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: " + bytes
                            + "\r\n\r\n")
                    .getBytes(StandardCharsets.ISO_8859_1));
            byte[] part = new byte[10_000];
            try {
                for (int i = 0; i < bytes / part.length; i++) {
                    out.write(part);
                }
            } catch (IOException serverAnsweredEarly) {
                assertThat(bytes).isGreaterThan(UnsubscribeServer.MAX_BODY_BYTES);
            }
            assertThat(bytes > UnsubscribeServer.MAX_BODY_BYTES
                            || readLine(socket).startsWith("HTTP/1.1 200"))
                    .isTrue();
        }
        assertThat(optOuts).hasValue(1);
    }

    private static String readLine(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8)).readLine();
    }

    @Test
    @Promise(1)
    void a_chunked_body_and_one_without_a_length_opt_out() throws IOException {
        requireOptedOut(send(
                "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nTransfer-Encoding: chunked",
                "5\r\nhello\r\n0\r\n\r\n"));
        optOuts.set(0);
        requireOptedOut(send("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close", ""));
    }

    @Test
    @Promise(1)
    void a_client_that_expects_100_continue_is_answered_without_its_body() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream()
                    .write(("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                                    + "Expect: 100-continue\r\nContent-Length: 3\r\n\r\n")
                            .getBytes(StandardCharsets.ISO_8859_1));
            assertThat(readLine(socket)).startsWith("HTTP/1.1 200");
        }
        assertThat(optOuts).hasValue(1);
    }

    @Test
    @Promise(1)
    void http_1_0_opts_out() throws IOException {
        requireOptedOut(send("POST " + path + " HTTP/1.0", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/", ".", "=", ">", ")", ",", "\"", "%3E", "%20", "=3D", "&gt;", "'", "^", "|", "\u00e9", "%", "%2",
                "%%", "%/", "%zz", "?%"
            })
    @Promise(1)
    void characters_that_a_link_cannot_contain_do_not_spoil_it(String end) throws IOException {
        requireOptedOut(post(path + end, "", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD"})
    @Promise(1)
    void get_and_head_never_opt_out(String method) throws IOException {
        String response = send(
                method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAccept-Language: de", "");
        assertThat(response).startsWith("HTTP/1.1 200").contains("Content-Language: de");
        assertThat(response.contains("<html")).isEqualTo(method.equals("GET"));
        assertThat(optOuts).hasValue(0);
    }

    @Test
    @Promise(8)
    void a_store_that_is_busy_is_answered_with_503_and_when_to_retry() throws IOException {
        storeFails = true;
        assertThat(post(path, "\r\nAccept-Language: fr", ""))
                .startsWith("HTTP/1.1 503")
                .contains("Retry-After: 60", "Veuillez réessayer");
        assertThat(unavailable).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"NONSENSE", "POST /x HTTP/9.9", "GET /\u0000 HTTP/1.1", "POST x HTTP/1.1"})
    void what_is_no_request_gets_an_error_page(String head) throws IOException {
        assertThat(send(head + "\r\nHost: localhost", "")).matches("(?s)HTTP/1.1 (4\\d\\d|505) .*");
        assertThat(optOuts).hasValue(0);
    }
}
