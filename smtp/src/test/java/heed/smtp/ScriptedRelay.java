package heed.smtp;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * A relay on loopback with a scripted reply for each command, by its first word; "." stands for the end of a message.
 */
final class ScriptedRelay implements AutoCloseable {
    /** A script instead of a reply: the relay closes the connection. */
    static final String CUT = "CUT";
    /** A script instead of a reply: the relay sends a byte of an endless reply now and then. */
    static final String TRICKLE = "TRICKLE";
    /** A script instead of a reply: the relay never replies. */
    static final String SILENCE = "SILENCE";

    private static final Duration TRICKLE_PAUSE = Duration.ofMillis(30);

    private final ServerSocket server;
    private final Optional<SSLContext> tls;
    private final boolean implicitTls;
    private final Map<String, String> replies = new ConcurrentHashMap<>(Map.of(
            "GREETING", "220 relay.test ready",
            "DATA", "354 go ahead",
            "QUIT", "221 2.0.0 bye",
            "STARTTLS", "220 2.0.0 go ahead",
            "AUTH", "235 2.7.0 welcome",
            ".", "250 2.0.0 accepted",
            "EHLO", "250-relay.test\r\n250 AUTH PLAIN"));
    private final Map<String, Runnable> actions = new ConcurrentHashMap<>();
    private final CountDownLatch dropped = new CountDownLatch(1);
    private final List<String> commands = new ArrayList<>();
    private final List<String> messages = new ArrayList<>();
    private final List<Socket> sockets = new ArrayList<>();

    ScriptedRelay(Optional<SSLContext> tls, boolean implicitTls) {
        this.tls = tls;
        this.implicitTls = implicitTls;
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread thread = new Thread(this::accept, "scripted-relay");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return server.getLocalPort();
    }

    ScriptedRelay script(String command, String reply) {
        replies.put(command, reply);
        return this;
    }

    /** Runs something before the reply to a command. */
    void before(String command, Runnable action) {
        actions.put(command, action);
    }

    /** Waits until a client has dropped its connection within a message. */
    boolean awaitDropped() {
        try {
            return dropped.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    synchronized List<String> commands() {
        return List.copyOf(commands);
    }

    synchronized List<String> messages() {
        return List.copyOf(messages);
    }

    synchronized int connections() {
        return sockets.size();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                synchronized (this) {
                    sockets.add(socket);
                }
                Thread thread = new Thread(() -> serve(socket), "scripted-relay-connection");
                thread.setDaemon(true);
                thread.start();
            }
        } catch (IOException closed) {
            return;
        }
    }

    private void serve(Socket plain) {
        try (plain) {
            Socket socket = implicitTls ? secure(plain) : plain;
            BufferedReader in = reader(socket);
            reply(socket, "GREETING");
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                synchronized (this) {
                    commands.add(line);
                }
                String verb = line.split("[ :]")[0].toUpperCase(Locale.ROOT);
                if (!reply(socket, verb)) {
                    return;
                }
                if (verb.equals("STARTTLS")) {
                    socket = secure(plain);
                    in = reader(socket);
                } else if (verb.equals("DATA") && replies.get("DATA").startsWith("354") && !readMessage(socket, in)) {
                    return;
                }
            }
        } catch (IOException gone) {
            return;
        }
    }

    private boolean readMessage(Socket socket, BufferedReader in) throws IOException {
        StringBuilder message = new StringBuilder();
        String line = in.readLine();
        for (; line != null && !line.equals("."); line = in.readLine()) {
            message.append(line.startsWith(".") ? line.substring(1) : line).append("\r\n");
        }
        if (line == null) {
            dropped.countDown();
            return false;
        }
        synchronized (this) {
            messages.add(message.toString());
        }
        return reply(socket, ".");
    }

    private static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    private SSLSocket secure(Socket plain) throws IOException {
        SSLSocket secure = (SSLSocket)
                tls.orElseThrow().getSocketFactory().createSocket(plain, "localhost", plain.getPort(), false);
        secure.setUseClientMode(false);
        secure.startHandshake();
        return secure;
    }

    /** Sends the scripted reply to a command; returns false if the connection must be closed. */
    private boolean reply(Socket socket, String command) throws IOException {
        actions.getOrDefault(command, () -> {}).run();
        String text = replies.getOrDefault(command, "250 2.0.0 ok");
        if (text.equals(CUT)) {
            return false;
        }
        if (text.equals(TRICKLE)) {
            trickle(socket);
            return false;
        }
        if (!text.equals(SILENCE)) {
            OutputStream out = socket.getOutputStream();
            out.write((text + "\r\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        }
        return true;
    }

    /** Sends bytes until the client closes the connection. */
    private static void trickle(Socket socket) throws IOException {
        OutputStream out = socket.getOutputStream();
        while (true) {
            out.write("2".getBytes(StandardCharsets.US_ASCII));
            out.flush();
            LockSupport.parkNanos(TRICKLE_PAUSE.toNanos());
        }
    }

    @Override
    public void close() {
        try {
            server.close();
            synchronized (this) {
                for (Socket socket : sockets) {
                    socket.close();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
