package heed.examples;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A proxy on loopback in front of a PostgreSQL server. It cuts one connection at a given moment. */
final class CuttingProxy implements AutoCloseable {
    /** The message that parses COMMIT. The statement has no name until the driver prepares it on the server. */
    private static final Pattern COMMIT = Pattern.compile("(S_[0-9]+)?\0COMMIT\0");

    private final ServerSocket server;
    private final int serverPort;
    private Optional<ConnectionCut> pendingCut = Optional.empty();
    private int remaining;
    private int cuts;
    private Runnable beforeReconnect = () -> {};

    /** The point at which a connection is cut. */
    enum ConnectionCut {
        /** At any message, which does not reach the server. */
        ANYWHERE,
        /** At COMMIT, which does not reach the server. */
        BEFORE_COMMIT,
        /** After COMMIT: the server commits, and its answer is lost. */
        AFTER_COMMIT
    }

    CuttingProxy(int serverPort) {
        this.serverPort = serverPort;
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /**
     * Cuts one connection.
     *
     * @param nth which of the messages of this kind from now on is cut, counted from 1
     * @param action runs before any new connection is accepted
     */
    synchronized void cut(ConnectionCut point, int nth, Runnable action) {
        pendingCut = Optional.of(point);
        remaining = nth;
        beforeReconnect = action;
    }

    /** Returns how many connections were cut. */
    synchronized int cuts() {
        return cuts;
    }

    /** Counts a message, and returns whether it is the one at which the connection is cut. */
    private synchronized boolean isDue(ConnectionCut point) {
        if (pendingCut.filter(point::equals).isEmpty() || --remaining > 0) {
            return false;
        }
        pendingCut = Optional.empty();
        cuts++;
        return true;
    }

    private synchronized void runAction() {
        beforeReconnect.run();
        beforeReconnect = () -> {};
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "cutting-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                start(() -> connect(client));
            }
        } catch (IOException closed) {
            return;
        }
    }

    private void connect(Socket client) {
        try {
            int unused = cuts(); // waits for the lock that the action holds
            Socket upstream = new Socket(InetAddress.getLoopbackAddress(), serverPort);
            client.setTcpNoDelay(true);
            upstream.setTcpNoDelay(true);
            ProxiedConnection connection = new ProxiedConnection(client, upstream);
            start(connection::toServer);
            start(connection::toClient);
        } catch (IOException serverIsDown) {
            close(client);
        }
    }

    private static void close(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception alreadyClosed) {
            return;
        }
    }

    @Override
    public void close() {
        close(server);
    }

    private final class ProxiedConnection {
        private final Socket client;
        private final Socket server;
        private Optional<String> preparedCommit = Optional.empty();
        private volatile boolean dropReplies;

        ProxiedConnection(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        private boolean isCommit(String message) {
            Matcher commit = COMMIT.matcher(message);
            if (commit.find()) {
                preparedCommit = Optional.ofNullable(commit.group(1));
                return true;
            }
            return preparedCommit
                    .filter(name -> message.contains("\0" + name + "\0"))
                    .isPresent();
        }

        private void toServer() {
            byte[] buffer = new byte[1 << 16];
            try (client;
                    server) {
                InputStream in = client.getInputStream();
                OutputStream out = server.getOutputStream();
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    boolean commits = isCommit(new String(buffer, 0, read, StandardCharsets.ISO_8859_1));
                    if (isDue(ConnectionCut.ANYWHERE) || commits && isDue(ConnectionCut.BEFORE_COMMIT)) {
                        runAction();
                        return;
                    }
                    dropReplies |= commits && isDue(ConnectionCut.AFTER_COMMIT);
                    out.write(buffer, 0, read);
                    out.flush();
                }
            } catch (IOException cutElsewhere) {
                return;
            }
        }

        private void toClient() {
            byte[] buffer = new byte[1 << 16];
            try (client;
                    server) {
                InputStream in = server.getInputStream();
                OutputStream out = client.getOutputStream();
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    if (dropReplies) {
                        runAction();
                        return;
                    }
                    out.write(buffer, 0, read);
                    out.flush();
                }
            } catch (IOException cutElsewhere) {
                return;
            }
        }
    }
}
