package heed.examples;

import static org.assertj.core.api.Assertions.assertThat;

import heed.engine.run.ProgressListener;
import heed.examples.prove.ProofAccount;
import heed.mail.MailId;
import heed.mail.MailMark;
import heed.mail.MailTokens;
import heed.mail.delivery.AccountMail;
import heed.mail.outbox.SendQuery;
import heed.model.testing.Promise;
import heed.store.SqliteStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The unsubscribe links behind a real nginx and a real Caddy, with the configurations of docs/deploying. */
@Tag("proof")
class WebServerTest {
    private static final Path DEPLOYING =
            Path.of("../docs/deploying").toAbsolutePath().normalize();
    private static final String ACCOUNT = "default";
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private final List<Process> processes = new ArrayList<>();
    private int heedPort;
    private int httpsPort;
    private String token = "";

    @BeforeEach
    void listen() throws IOException {
        Path file = folder.resolve("heed.db");
        try (SqliteStore store = SqliteStore.open(file, Clock.systemUTC())) {
            ProofAccount.fill(store, ACCOUNT, 1, 1, Instant.now());
            ProofAccount.run(
                    ProofAccount.engine(store, ACCOUNT).build(), FaultTestAccount.NEWS, 1, ProgressListener.NONE);
            AccountMail mail = store.mail(ACCOUNT).orElseThrow();
            MailMark first = mail.outbox()
                    .listSends(SendQuery.ALL, new MailId(0), 1)
                    .get(0)
                    .mark();
            token = mail.tokens().issue(MailTokens.Purpose.UNSUBSCRIBE, first);
        }
        List<String> command = new ArrayList<>(HeedJar.command());
        command.addAll(List.of("listen", "--store", file.toString(), "--port", "0"));
        Process listener = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        processes.add(listener);
        BufferedReader output = listener.inputReader(StandardCharsets.UTF_8);
        heedPort = URI.create(output.readLine().replaceFirst(".* ", "")).getPort();
        httpsPort = freePort();
    }

    @AfterEach
    void stop() throws InterruptedException {
        for (Process process : processes) {
            process.destroy();
            process.waitFor();
        }
    }

    @Test
    @Promise(1)
    void a_one_click_opt_out_passes_nginx() throws Exception {
        createCertificate();
        String site = Files.readString(DEPLOYING.resolve("nginx.conf"))
                .replace("listen 443 ssl", "listen 127.0.0.1:" + httpsPort + " ssl")
                .replaceAll(
                        "/etc/letsencrypt/live/mail.example.com/fullchain.pem",
                        folder.resolve("certificate.pem").toString())
                .replaceAll(
                        "/etc/letsencrypt/live/mail.example.com/privkey.pem",
                        folder.resolve("key.pem").toString())
                .replace("/var/log/nginx/", folder + "/")
                .replace(":8025", ":" + heedPort);
        Path configuration = Files.writeString(folder.resolve("nginx.conf"), """
                daemon off;
                pid %1$s/nginx.pid;
                error_log %1$s/error.log;
                events {}
                http {
                    client_body_temp_path %1$s/body;
                    proxy_temp_path %1$s/proxy;
                    fastcgi_temp_path %1$s/fastcgi;
                    uwsgi_temp_path %1$s/uwsgi;
                    scgi_temp_path %1$s/scgi;
                    %2$s
                }
                """.formatted(folder, site));
        String nginx = InstalledProgram.find("nginx");
        InstalledProgram.run(List.of(nginx, "-t", "-c", configuration.toString(), "-e", folder + "/error.log"));
        start(nginx, "-c", configuration.toString(), "-e", folder + "/error.log");

        assertOptOutPasses(client(folder.resolve("certificate.pem")));

        assertThat(Files.readString(folder.resolve("heed.log")))
                .as("the log does not contain the link")
                .contains("POST 200")
                .doesNotContain(token);
    }

    @Test
    @Promise(1)
    void a_one_click_opt_out_passes_caddy() throws Exception {
        createCertificate();
        String site = Files.readString(DEPLOYING.resolve("Caddyfile"))
                .replace(
                        "mail.example.com {",
                        "https://127.0.0.1:" + httpsPort + " {\n\ttls " + folder.resolve("certificate.pem") + " "
                                + folder.resolve("key.pem"))
                .replace(":8025", ":" + heedPort);
        Path configuration = Files.writeString(
                folder.resolve("Caddyfile"), "{\n\tadmin off\n\tauto_https disable_redirects\n}\n" + site);
        start(InstalledProgram.find("caddy"), "run", "--adapter", "caddyfile", "--config", configuration.toString());

        assertOptOutPasses(client(folder.resolve("certificate.pem")));
    }

    private void assertOptOutPasses(HttpClient client) throws Exception {
        assertThat(send(client, HttpRequest.newBuilder(link("wrong"))).statusCode())
                .isEqualTo(404);
        assertThat(send(client, HttpRequest.newBuilder(link(token))).statusCode())
                .isEqualTo(200);
        assertThat(isOptedOut()).as("GET changes nothing").isFalse();

        HttpResponse<String> answer = send(
                client,
                HttpRequest.newBuilder(link(token))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString("List-Unsubscribe=One-Click")));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(isOptedOut()).isTrue();
    }

    private URI link(String value) {
        return URI.create("https://127.0.0.1:" + httpsPort + "/heed/unsubscribe/" + value);
    }

    private static HttpResponse<String> send(HttpClient client, HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return client.send(request.timeout(TIMEOUT).build(), HttpResponse.BodyHandlers.ofString());
    }

    private boolean isOptedOut() {
        return new HeedRunner(folder).text("suppression", "list").contains("p0@d0.example");
    }

    /** Starts a server and waits until it accepts connections at the port of HTTPS. */
    private void start(String... command) throws Exception {
        Process server = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("server.log").toFile())
                .start();
        processes.add(server);
        Instant end = Instant.now().plus(TIMEOUT);
        while (!accepts()) {
            assertThat(server.isAlive() && Instant.now().isBefore(end))
                    .as(Files.readString(folder.resolve("server.log")))
                    .isTrue();
            Thread.onSpinWait();
        }
    }

    private boolean accepts() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), httpsPort)) {
            return socket.isConnected();
        } catch (IOException refused) {
            return false;
        }
    }

    private void createCertificate() throws IOException, InterruptedException {
        InstalledProgram.run(List.of(
                InstalledProgram.find("openssl"),
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=127.0.0.1",
                "-addext",
                "subjectAltName=IP:127.0.0.1",
                "-keyout",
                folder.resolve("key.pem").toString(),
                "-out",
                folder.resolve("certificate.pem").toString()));
    }

    /** Returns a client that trusts one certificate and follows no redirect, as a mail program does. */
    private static HttpClient client(Path certificate) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        try (InputStream pem = Files.newInputStream(certificate)) {
            trusted.setCertificateEntry(
                    "server", CertificateFactory.getInstance("X.509").generateCertificate(pem));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, trust.getTrustManagers(), null);
        return HttpClient.newBuilder().sslContext(tls).connectTimeout(TIMEOUT).build();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
