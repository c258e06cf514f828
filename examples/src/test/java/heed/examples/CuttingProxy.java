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
    private final int serversPort;
    private Optional<Cut> next = Optional.empty();
    private int left;
    private int cuts;
    private Runnable meanwhile = () -> {};

    /** Where a connection is cut. */
    enum Cut {
        /** What the client says does not reach the server. */
        ANYWHERE,
        /** COMMIT does not reach the server. */
        BEFORE_COMMIT,
        /** The server commits; its answer is lost. */
        AFTER_COMMIT
    }

    CuttingProxy(int serversPort) {
        this.serversPort = serversPort;
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
     * @param then what happens before anybody is let in again
     */
    synchronized void cut(Cut where, int nth, Runnable then) {
        next = Optional.of(where);
        left = nth;
        meanwhile = then;
    }

    synchronized int cuts() {
        return cuts;
    }

    /** Whether this is the moment; nobody is let in until what happens meanwhile is over. */
    private synchronized boolean comes(Cut where) {
        if (next.filter(where::equals).isEmpty() || --left > 0) {
            return false;
        }
        next = Optional.empty();
        cuts++;
        return true;
    }

    private synchronized void happen() {
        meanwhile.run();
        meanwhile = () -> {};
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
            Socket to = new Socket(InetAddress.getLoopbackAddress(), serversPort);
            client.setTcpNoDelay(true);
            to.setTcpNoDelay(true);
            Connection connection = new Connection(client, to);
            start(connection::toServer);
            start(connection::toClient);
        } catch (IOException serverIsDown) {
            close(client);
        }
    }

    private static void close(AutoCloseable one) {
        try {
            one.close();
        } catch (Exception alreadyClosed) {
            return;
        }
    }

    @Override
    public void close() {
        close(server);
    }

    private final class Connection {
        private final Socket client;
        private final Socket to;
        private Optional<String> preparedCommit = Optional.empty();
        private volatile boolean loses;

        Connection(Socket client, Socket to) {
            this.client = client;
            this.to = to;
        }

        private boolean commits(String said) {
            Matcher commit = COMMIT.matcher(said);
            if (commit.find()) {
                preparedCommit = Optional.ofNullable(commit.group(1));
                return true;
            }
            return preparedCommit
                    .filter(name -> said.contains("\0" + name + "\0"))
                    .isPresent();
        }

        private void toServer() {
            byte[] buffer = new byte[1 << 16];
            try (client;
                    to) {
                InputStream in = client.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    boolean commits = commits(new String(buffer, 0, read, StandardCharsets.ISO_8859_1));
                    if (comes(Cut.ANYWHERE) || commits && comes(Cut.BEFORE_COMMIT)) {
                        happen();
                        return;
                    }
                    loses |= commits && comes(Cut.AFTER_COMMIT);
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
                    to) {
                InputStream in = to.getInputStream();
                OutputStream out = client.getOutputStream();
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    if (loses) {
                        happen();
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
