package heed.examples.prove;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * An SMTP server on loopback that accepts every message, except those to refused recipients. Of a message it stores
 * only the sender, the recipient and the time of MAIL FROM. A message counts as accepted just before the server confirms its
 * data. Thread-safe.
 */
public final class SmtpSink implements AutoCloseable {
    private static final String DATA_END = ".";
    /** The key that counts the messages of all domains. */
    private static final String ALL_DOMAINS = "";

    private final Clock clock;
    private final Duration maxDelay;
    private final Predicate<String> refused;
    private final ServerSocket server;
    private final Map<String, List<Instant>> received = new ConcurrentHashMap<>();
    private final Map<String, Integer> receiving = new ConcurrentHashMap<>();
    private final Map<String, Integer> maxConcurrent = new ConcurrentHashMap<>();
    private final Map<String, Integer> countsBySender = new ConcurrentHashMap<>();
    private final Object lock = new Object();
    private long count;
    private String latestRecipient = "";

    /** Starts a server that accepts every message at once. */
    public SmtpSink(Clock clock) {
        this(clock, Duration.ZERO);
    }

    /**
     * Starts a server that accepts every message after a random delay, as on a network.
     *
     * @param maxDelay the longest delay
     */
    public SmtpSink(Clock clock, Duration maxDelay) {
        this(clock, maxDelay, recipient -> false);
    }

    /**
     * Starts a server that refuses some recipients as unknown users.
     *
     * @param refused tests the address of a recipient
     */
    public SmtpSink(Clock clock, Predicate<String> refused) {
        this(clock, Duration.ZERO, refused);
    }

    private SmtpSink(Clock clock, Duration maxDelay, Predicate<String> refused) {
        this.clock = clock;
        this.maxDelay = maxDelay;
        this.refused = refused;
        try {
            server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        startDaemon(this::accept);
    }

    /** Returns the port that the server listens on. */
    public int port() {
        return server.getLocalPort();
    }

    /** Returns the times of MAIL FROM of the accepted messages, by recipient. */
    public Map<String, List<Instant>> received() {
        return Map.copyOf(received);
    }

    /** Returns the largest number of messages that were received at the same time, by domain; the empty domain counts all. */
    public Map<String, Integer> maxConcurrent() {
        return Map.copyOf(maxConcurrent);
    }

    /** Returns the number of accepted messages by sender, without the part of its address after a plus sign. */
    public Map<String, Integer> countsBySender() {
        return Map.copyOf(countsBySender);
    }

    /** Returns the number of accepted messages. */
    public long count() {
        synchronized (lock) {
            return count;
        }
    }

    /** Returns the recipient of the latest message; empty before the first. */
    public String latestRecipient() {
        synchronized (lock) {
            return latestRecipient;
        }
    }

    /** Waits until a number of messages was accepted, for at most the time-out. Returns whether it was. */
    public boolean waitForMessages(long messages, Duration timeout) throws InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        synchronized (lock) {
            long remaining = end - System.nanoTime();
            while (count < messages && remaining > 0) {
                TimeUnit.NANOSECONDS.timedWait(lock, remaining);
                remaining = end - System.nanoTime();
            }
            return count >= messages;
        }
    }

    /** Forgets all messages. */
    public void reset() {
        synchronized (lock) {
            received.clear();
            maxConcurrent.clear();
            countsBySender.clear();
            count = 0;
            latestRecipient = "";
        }
    }

    private void begin(String domain) {
        synchronized (lock) {
            maxConcurrent.merge(domain, receiving.merge(domain, 1, Integer::sum), Math::max);
        }
    }

    private void end(String domain) {
        synchronized (lock) {
            receiving.merge(domain, -1, Integer::sum);
        }
    }

    private void record(String sender, String recipient, Instant mailFrom) {
        synchronized (lock) {
            countsBySender.merge(sender, 1, Integer::sum);
            received.computeIfAbsent(recipient, address -> new CopyOnWriteArrayList<>())
                    .add(mailFrom);
            count++;
            latestRecipient = recipient;
            lock.notifyAll();
        }
    }

    private static void startDaemon(Runnable task) {
        Thread thread = new Thread(task, "smtp-sink");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                startDaemon(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket;
                InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
                OutputStream out = socket.getOutputStream()) {
            new SmtpDialogue(in, out).run();
        } catch (IOException disconnected) {
            // a killed client does not say QUIT
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private final class SmtpDialogue {
        private final InputStream in;
        private final OutputStream out;
        private final ByteArrayOutputStream line = new ByteArrayOutputStream(256);
        private Instant mailFrom = Instant.MIN;
        private String sender = "";
        private String recipient = "";

        SmtpDialogue(InputStream in, OutputStream out) {
            this.in = in;
            this.out = out;
        }

        void run() throws IOException {
            reply("220 sink.test ready");
            String command = readLine();
            while (!command.startsWith("QUIT")) {
                reply(respond(command));
                command = readLine();
            }
            reply("221 2.0.0 bye");
        }

        private String respond(String command) throws IOException {
            String upper = command.toUpperCase(Locale.ROOT);
            if (upper.startsWith("EHLO")) {
                return "250-sink.test\r\n250-8BITMIME\r\n250 SMTPUTF8";
            } else if (upper.startsWith("MAIL FROM")) {
                mailFrom = clock.instant();
                sender = address(command).replaceFirst("\\+.*@", "@");
            } else if (upper.startsWith("RCPT TO")) {
                recipient = address(command);
                if (refused.test(recipient)) {
                    return "550 5.1.1 user unknown";
                }
            } else if (upper.startsWith("DATA")) {
                receiveData();
                return "250 2.0.0 accepted";
            }
            return "250 2.0.0 ok";
        }

        private static String address(String command) {
            return command.substring(command.indexOf('<') + 1, command.indexOf('>'));
        }

        private void receiveData() throws IOException {
            String domain = recipient.substring(recipient.indexOf('@') + 1);
            begin(ALL_DOMAINS);
            begin(domain);
            try {
                reply("354 go ahead");
                readMessage();
                LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(maxDelay.toNanos() + 1));
                record(sender, recipient, mailFrom);
            } finally {
                end(domain);
                end(ALL_DOMAINS);
            }
        }

        private void readMessage() throws IOException {
            while (!readLine().equals(DATA_END)) {}
        }

        private String readLine() throws IOException {
            line.reset();
            int next = in.read();
            while (next != '\n') {
                if (next < 0) {
                    throw new IOException("the client disconnected");
                }
                if (next != '\r') {
                    line.write(next);
                }
                next = in.read();
            }
            return line.toString(StandardCharsets.UTF_8);
        }

        private void reply(String reply) throws IOException {
            out.write((reply + "\r\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        }
    }
}
