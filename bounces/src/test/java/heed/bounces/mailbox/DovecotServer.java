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
 * A Dovecot of our own on loopback, which serves one Maildir: {@code dovecot.sh} beside this. It ends with this process, however
 * that ends.
 */
public final class DovecotServer implements AutoCloseable {
    public static final MailServerCredentials CREDENTIALS = new MailServerCredentials("bounces", "secret");
    private static final String REQUIRED = "HEED_DOVECOT";

    private final Path folder;
    private final int imap;
    private final int imaps;
    private final int pop3;
    private final Process running;

    private DovecotServer(Path maildir) throws IOException {
        folder = Files.createTempDirectory("heed-dovecot");
        Path script = folder.resolve("dovecot.sh");
        try (InputStream in = DovecotServer.class.getResourceAsStream("dovecot.sh")) {
            Files.copy(in, script);
        }
        try (ServerSocket one = free();
                ServerSocket two = free();
                ServerSocket three = free()) {
            imap = one.getLocalPort();
            imaps = two.getLocalPort();
            pop3 = three.getLocalPort();
        }
        running = new ProcessBuilder(
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
        BufferedReader out = running.inputReader(StandardCharsets.UTF_8);
        assertThat(out.readLine()).as("Dovecot says").isEqualTo("ready");
    }

    private static ServerSocket free() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    /** Starts one. Without Dovecot, or not as root, the test is skipped; with HEED_DOVECOT=required it fails. */
    public static DovecotServer open(Path maildir) throws IOException {
        boolean can = Files.isExecutable(Path.of("/usr/sbin/dovecot"))
                && Files.isExecutable(Path.of("/usr/lib/dovecot/pop3"))
                && System.getProperty("user.name").equals("root");
        if (!can && "required".equals(System.getenv(REQUIRED))) {
            throw new AssertionError("Dovecot with IMAP and POP3 is required and not installed, or this is not root");
        }
        assumeTrue(can, "Dovecot is not installed, or this is not root; see CONTRIBUTING.md");
        return new DovecotServer(maildir);
    }

    public MailboxSettings imap() {
        return MailboxSettings.of("127.0.0.1", imap, ConnectionSecurity.NONE, CREDENTIALS);
    }

    /** At the name that its certificate has. */
    MailboxSettings imaps() {
        return MailboxSettings.of("localhost", imaps, ConnectionSecurity.TLS, CREDENTIALS);
    }

    MailboxSettings pop3() {
        return MailboxSettings.of("127.0.0.1", pop3, ConnectionSecurity.NONE, CREDENTIALS);
    }

    /** Who trusts its certificate. */
    SSLContext trusting() throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        try (InputStream in = Files.newInputStream(folder.resolve("cert.pem"))) {
            trusted.setCertificateEntry(
                    "dovecot", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    @Override
    public void close() throws IOException {
        running.getOutputStream().close();
        try {
            assertThat(running.waitFor(1, TimeUnit.MINUTES)).as("Dovecot stops").isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            running.destroy();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
