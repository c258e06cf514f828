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

/** A proxy on loopback before a PostgreSQL server, which cuts a connection at one moment of its own choice. */
final class CuttingProxy implements AutoCloseable {
    /** What makes a statement of COMMIT; its name is empty until the driver prepares it on the server. */
    private static final Pattern COMMIT = Pattern.compile("(S_[0-9]+)?\0COMMIT\0");

    private final ServerSocket server;
    private final int serverPort;
    private Optional<ConnectionCut> pendingCut = Optional.empty();
    private int remaining;
    private int cuts;
    private Runnable beforeReconnect = () -> {};

    /** Where a connection is cut. */
    enum ConnectionCut {
        /** What the client says does not reach the server. */
        ANYWHERE,
        /** COMMIT does not reach the server. */
        BEFORE_COMMIT,
        /** The server commits; its answer is lost. */
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
     * Cuts once, at the so-manieth such moment from now.
     *
     * @param action what happens before anybody is let in again
     */
    synchronized void cut(ConnectionCut point, int nth, Runnable action) {
        pendingCut = Optional.of(point);
        remaining = nth;
        beforeReconnect = action;
    }

    synchronized int cuts() {
        return cuts;
    }

    /** Whether this is the moment; nobody is let in until what happens meanwhile is over. */
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

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "cutting-proxy");
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
            int unused = cuts(); // waits for what happens meanwhile
            Socket to = new Socket(InetAddress.getLoopbackAddress(), serverPort);
            client.setTcpNoDelay(true);
            to.setTcpNoDelay(true);
            ProxiedConnection connection = new ProxiedConnection(client, to);
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
