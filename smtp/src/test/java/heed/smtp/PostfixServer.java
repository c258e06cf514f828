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
 * A Postfix on loopback for one test. The domain of a recipient decides how Postfix handles the mail: {@code
 * postfix.sh} in the same package lists the domains. Postfix ends with this process, however the process ends.
 */
public final class PostfixServer implements AutoCloseable {
    /** The address that bounces return to. Addresses with a plus and any text after "bounces" return there too. */
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

    /** Starts a server. Without Postfix or without root, the test is skipped; with HEED_POSTFIX=required, it fails. */
    public static PostfixServer open() throws IOException {
        boolean available = Files.isExecutable(Path.of("/usr/sbin/postfix"))
                && System.getProperty("user.name").equals("root");
        if (!available && "required".equals(System.getenv(REQUIRED))) {
            throw new AssertionError("Postfix is required and not installed, or this is not root");
        }
        assumeTrue(available, "Postfix is not installed, or this is not root; see CONTRIBUTING.md");
        return new PostfixServer();
    }

    public int port() {
        return port;
    }

    /** Returns the complete mails that were delivered to a recipient at good.example or later.example, in any order. */
    public List<String> delivered(EmailAddress recipient) throws IOException {
        String header = "\r\nDelivered-To: " + recipient.value() + "\r\n";
        return mails("good").stream()
                .filter(mail -> headers(mail).contains(header))
                .toList();
    }

    /**
     * Returns the mails that returned to {@link #BOUNCES}, in any order; the header Delivered-To has the full address.
     */
    public List<String> bounces() throws IOException {
        return mails("bounces");
    }

    /** Returns the Maildir of {@link #BOUNCES}, which Postfix creates with the first mail that returns. */
    public Path maildir() {
        return folder.resolve("mail").resolve("bounces");
    }

    /** Stops Postfix, which breaks open connections. */
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
     * Stops Postfix and starts it on the same port, with its queue and mailboxes.
     *
     * @param deferring whether Postfix defers mail to later.example
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
        assertThat(out.readLine()).as("output of postfix.sh").isEqualTo("ready");
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
