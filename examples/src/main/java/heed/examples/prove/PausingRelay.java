package heed.examples.prove;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * An SMTP server on loopback that holds back one reply on each of its first connections, each time that to another line of the
 * dialogue, until it is released. It keeps which messages were completed, and when. Thread-safe.
 */
final class PausingRelay implements AutoCloseable {
    /** The lines of the dialogue whose replies are held back: the last one is the end of the message. */
    private enum Line {
        CONNECTION,
        EHLO,
        MAIL,
        RCPT,
        DATA,
        END
    }

    private final ServerSocket server;
    private final int firstLine;
    private final int holds;
    private final AtomicInteger connections = new AtomicInteger();
    private final CountDownLatch held;
    private final CountDownLatch released = new CountDownLatch(1);
    private final List<Completion> completions = new ArrayList<>();

    /**
     * A message that was received to its end.
     *
     * @param atNanos when its last line was read, in {@link System#nanoTime}
     */
    record Completion(String recipient, long atNanos) {}

    /**
     * @param firstLine the line that the first connection is held at; each further one is held at the next line
     * @param holds the number of connections that are held once
     */
    PausingRelay(int firstLine, int holds) throws IOException {
        this.server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        this.firstLine = firstLine;
        this.holds = holds;
        this.held = new CountDownLatch(holds);
        startDaemon(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** Waits until all connections are held, for at most the time. Returns whether they are. */
    boolean awaitHeld(long millis) throws InterruptedException {
        return held.await(millis, TimeUnit.MILLISECONDS);
    }

    /** Lets all replies go, now and from now on. */
    void release() {
        released.countDown();
    }

    List<Completion> completions() {
        synchronized (completions) {
            return List.copyOf(completions);
        }
    }

    private static void startDaemon(Runnable task) {
        Thread thread = new Thread(task, "pausing-relay");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                int number = connections.getAndIncrement();
                startDaemon(() -> serve(socket, number));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket, int number) {
        try (socket;
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
                OutputStream out = socket.getOutputStream()) {
            Line[] lines = Line.values();
            new Dialogue(in, out, number < holds ? lines[(firstLine + number) % lines.length] : null).run();
        } catch (IOException disconnected) {
            return; // the sender drops a connection whose message it may not complete
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        release();
        server.close();
    }

    private final class Dialogue {
        private final BufferedReader in;
        private final OutputStream out;
        private @Nullable Line holdAt; // null once it was held
        private String recipient = "";

        Dialogue(BufferedReader in, OutputStream out, @Nullable Line holdAt) {
            this.in = in;
            this.out = out;
            this.holdAt = holdAt;
        }

        void run() throws IOException, InterruptedException {
            reply(Line.CONNECTION, "220 pausing.test ready");
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String upper = line.toUpperCase(Locale.ROOT);
                if (upper.startsWith("EHLO")) {
                    reply(Line.EHLO, "250-pausing.test\r\n250 8BITMIME");
                } else if (upper.startsWith("MAIL")) {
                    reply(Line.MAIL, "250 2.1.0 ok");
                } else if (upper.startsWith("RCPT")) {
                    recipient = line.substring(line.indexOf('<') + 1, line.indexOf('>'));
                    reply(Line.RCPT, "250 2.1.5 ok");
                } else if (upper.startsWith("DATA")) {
                    reply(Line.DATA, "354 go ahead");
                    if (!readMessage()) {
                        return;
                    }
                    synchronized (completions) {
                        completions.add(new Completion(recipient, System.nanoTime()));
                    }
                    reply(Line.END, "250 2.0.0 accepted");
                } else {
                    send("250 2.0.0 ok");
                }
            }
        }

        /** Returns whether the message came to its end. */
        private boolean readMessage() throws IOException {
            String line = in.readLine();
            while (line != null && !line.equals(".")) {
                line = in.readLine();
            }
            return line != null;
        }

        private void reply(Line line, String text) throws IOException, InterruptedException {
            if (line == holdAt) {
                holdAt = null;
                held.countDown();
                released.await();
            }
            send(text);
        }

        private void send(String text) throws IOException {
            out.write((text + "\r\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        }
    }
}
