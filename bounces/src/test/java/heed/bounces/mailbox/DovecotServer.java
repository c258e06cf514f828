package heed.bounces.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import heed.mail.server.ConnectionSecurity;
import heed.mail.server.MailServerCredentials;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A Dovecot server on loopback that serves one Maildir. The script {@code dovecot.sh} configures and runs it. It stops when this
 * process ends, even if the process is killed.
 */
public final class DovecotServer implements AutoCloseable {
    public static final MailServerCredentials CREDENTIALS = new MailServerCredentials("bounces", "secret");
    private static final String REQUIRED = "HEED_DOVECOT";

    private final Path folder;
    private final int imap;
    private final int imaps;
    private final int pop3;
    private final Process process;

    private DovecotServer(Path maildir) throws IOException {
        folder = Files.createTempDirectory("heed-dovecot");
        Path script = folder.resolve("dovecot.sh");
        try (InputStream in = DovecotServer.class.getResourceAsStream("dovecot.sh")) {
            Files.copy(in, script);
        }
        try (ServerSocket imapSocket = openFreePort();
                ServerSocket imapsSocket = openFreePort();
                ServerSocket pop3Socket = openFreePort()) {
            imap = imapSocket.getLocalPort();
            imaps = imapsSocket.getLocalPort();
            pop3 = pop3Socket.getLocalPort();
        }
        process = new ProcessBuilder(
                        "sh",
                        script.toString(),
                        "run",
                        folder.toString(),
                        maildir.toString(),
                        Integer.toString(imap),
                        Integer.toString(imaps),
                        Integer.toString(pop3))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        assertThat(out.readLine()).as("the output of Dovecot").isEqualTo("ready");
    }

    private static ServerSocket openFreePort() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    /**
     * Starts a server. If Dovecot is not installed or the user is not root, the test is skipped. With HEED_DOVECOT=required it
     * fails instead.
     */
    public static DovecotServer open(Path maildir) throws IOException {
        boolean available = Files.isExecutable(Path.of("/usr/sbin/dovecot"))
                && Files.isExecutable(Path.of("/usr/lib/dovecot/pop3"))
                && System.getProperty("user.name").equals("root");
        if (!available && "required".equals(System.getenv(REQUIRED))) {
            throw new AssertionError(
                    "Dovecot with IMAP and POP3 is required, but it is not installed or the user is not root");
        }
        assumeTrue(available, "Dovecot is not installed or the user is not root; see CONTRIBUTING.md");
        return new DovecotServer(maildir);
    }

    /** Returns the settings for IMAP without encryption. */
    public MailboxSettings imap() {
        return MailboxSettings.of("127.0.0.1", imap, ConnectionSecurity.NONE, CREDENTIALS);
    }

    /** Returns the settings for IMAP over TLS, with the host name of the certificate. */
    MailboxSettings imaps() {
        return MailboxSettings.of("localhost", imaps, ConnectionSecurity.TLS, CREDENTIALS);
    }

    /** Returns the settings for POP3 without encryption. */
    MailboxSettings pop3() {
        return MailboxSettings.of("127.0.0.1", pop3, ConnectionSecurity.NONE, CREDENTIALS);
    }

    /** Returns a context that trusts the certificate of the server. */
    SSLContext trust() throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        try (InputStream in = Files.newInputStream(folder.resolve("cert.pem"))) {
            trusted.setCertificateEntry(
                    "dovecot", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, factory.getTrustManagers(), null);
        return context;
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            assertThat(process.waitFor(1, TimeUnit.MINUTES)).as("Dovecot stops").isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroy();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
