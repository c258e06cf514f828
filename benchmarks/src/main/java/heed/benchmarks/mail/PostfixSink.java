package heed.benchmarks.mail;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The program smtp-sink of Postfix: an SMTP server that counts and discards mails faster than they can be sent. */
final class PostfixSink implements MailSink {
    private static final Pattern COUNT = Pattern.compile("mesg=(\\d+)");
    private static final Duration START_TIMEOUT = Duration.ofSeconds(10);
    private static final String BACKLOG = "100";

    private final Process process;
    private final Path counts;
    private final int port;

    private PostfixSink(Process process, Path counts, int port) {
        this.process = process;
        this.counts = counts;
        this.port = port;
    }

    /** Returns the program, if it is installed. */
    static Optional<Path> findProgram() {
        return Stream.of("/usr/sbin", "/usr/local/sbin", "/usr/bin", "/usr/libexec/postfix")
                .map(folder -> Path.of(folder, "smtp-sink"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * Starts the program and waits until it listens.
     *
     * @param counts the file that the program writes its counts to
     */
    static PostfixSink start(Path program, Path counts) throws IOException, InterruptedException {
        int port = freePort();
        List<String> command = new ArrayList<>(List.of(program.toString(), "-c"));
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("-u", "nobody"));
        }
        command.addAll(List.of("127.0.0.1:" + port, BACKLOG));
        Process process = new ProcessBuilder(command)
                .redirectOutput(counts.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        PostfixSink sink = new PostfixSink(process, counts, port);
        long end = System.nanoTime() + START_TIMEOUT.toNanos();
        while (!sink.isListening()) {
            if (!process.isAlive() || System.nanoTime() > end) {
                process.destroy();
                throw new IllegalStateException(program + " does not listen");
            }
            process.waitFor(10, TimeUnit.MILLISECONDS);
        }
        return sink;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private boolean isListening() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public long count() throws IOException {
        return COUNT.matcher(Files.readString(counts, StandardCharsets.US_ASCII))
                .results()
                .map(MatchResult::group)
                .reduce((first, second) -> second)
                .map(last -> Long.parseLong(last.substring(last.indexOf('=') + 1)))
                .orElse(0L);
    }

    @Override
    public Duration cpuTime() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    @Override
    public void close() {
        process.destroy();
    }
}
