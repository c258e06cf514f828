package heed.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import heed.model.prospect.EmailAddress;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A Postfix of our own on loopback. What becomes of a mail is said by its recipient's domain: {@code postfix.sh} beside
 * this lists them. It ends with this process, however that ends.
 */
public final class PostfixServer implements AutoCloseable {
    /** Where its mails return to: this address, and those with a plus and anything after "bounces". */
    public static final EmailAddress BOUNCES = new EmailAddress("bounces@bounces.example");

    private static final String REQUIRED = "HEED_POSTFIX";

    private final Path folder;
    private final Path script;
    private final int port;
    private Process running;

    private PostfixServer() throws IOException {
        folder = Files.createTempDirectory("heed-postfix");
        script = folder.resolve("postfix.sh");
        try (InputStream in = PostfixServer.class.getResourceAsStream("postfix.sh")) {
            Files.copy(in, script);
        }
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        running = run(false);
    }

    /** Starts one. Without Postfix, or not as root, the test is skipped; with HEED_POSTFIX=required it fails. */
    public static PostfixServer open() throws IOException {
        boolean can = Files.isExecutable(Path.of("/usr/sbin/postfix"))
                && System.getProperty("user.name").equals("root");
        if (!can && "required".equals(System.getenv(REQUIRED))) {
            throw new AssertionError("Postfix is required and not installed, or this is not root");
        }
        assumeTrue(can, "Postfix is not installed, or this is not root; see CONTRIBUTING.md");
        return new PostfixServer();
    }

    public int port() {
        return port;
    }

    /** The mails that were delivered to a recipient at good.example or later.example, as they came, in no order. */
    public List<String> delivered(EmailAddress recipient) throws IOException {
        String header = "\r\nDelivered-To: " + recipient.value() + "\r\n";
        return mails("good").stream()
                .filter(mail -> headers(mail).contains(header))
                .toList();
    }

    /** What came back to {@link #BOUNCES}, in no order; Delivered-To has the address. */
    public List<String> bounces() throws IOException {
        return mails("bounces");
    }

    /** The Maildir of {@link #BOUNCES}, which is there once something has come back. */
    public Path maildir() {
        return folder.resolve("mail").resolve("bounces");
    }

    /** Takes connections no more, and breaks those that are. */
    public void stop() throws IOException {
        running.getOutputStream().close();
        try {
            assertThat(running.waitFor(1, TimeUnit.MINUTES)).as("Postfix stops").isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            running.destroy();
        }
    }

    /**
     * Starts again on the same port, with the mail that it has.
     *
     * @param deferring whether later.example refuses for now
     */
    public void restart(boolean deferring) throws IOException {
        stop();
        running = run(deferring);
    }

    @Override
    public void close() throws IOException {
        stop();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private Process run(boolean deferring) throws IOException {
        Process process = new ProcessBuilder(
                        "sh",
                        script.toString(),
                        "run",
                        folder.toString(),
                        Integer.toString(port),
                        deferring ? "deferred" : "")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        assertThat(out.readLine()).as("Postfix says").isEqualTo("ready");
        return process;
    }

    private List<String> mails(String mailbox) throws IOException {
        Path arrived = folder.resolve("mail").resolve(mailbox).resolve("new");
        try (Stream<Path> files = Files.list(arrived)) {
            return files.map(PostfixServer::read).toList();
        } catch (NoSuchFileException nothingYet) {
            return List.of();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1).replace("\n", "\r\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String headers(String mail) {
        return mail.substring(0, mail.indexOf("\r\n\r\n") + 2);
    }
}
