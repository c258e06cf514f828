package heed.mail.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocketFactory;

/**
 * Creates the sockets of one client of a server and can close them from another thread, which ends every read and write at once and
 * sends nothing more. A time-out of a read alone does not bound a reply: a server that sends a byte now and then never
 * lets it run out. Thread-safe.
 */
public final class WatchedSockets extends SocketFactory {
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();

    /** Closes the sockets without another word to the server; does nothing if there are none. */
    public void closeNow() {
        for (Socket socket = sockets.poll(); socket != null; socket = sockets.poll()) {
            closeQuietly(socket);
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException broken) {
            return; // nothing is left to close
        }
    }

    private Socket watch(Socket created) {
        sockets.removeIf(Socket::isClosed);
        sockets.add(created);
        return created;
    }

    @Override
    public Socket createSocket() {
        return watch(new Socket());
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return watch(new Socket(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return watch(new Socket(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        return watch(new Socket(host, port, localHost, localPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) throws IOException {
        return watch(new Socket(host, port, localHost, localPort));
    }

    /** Creates encrypted sockets, which the given sockets watch. */
    static final class Encrypted extends SSLSocketFactory {
        private final WatchedSockets watched;
        private final SSLSocketFactory tls;

        Encrypted(WatchedSockets watched, SSLSocketFactory tls) {
            this.watched = watched;
            this.tls = tls;
        }

        @Override
        public Socket createSocket() throws IOException {
            return watched.watch(tls.createSocket());
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            return watched.watch(tls.createSocket(host, port));
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            return watched.watch(tls.createSocket(host, port));
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
            return watched.watch(tls.createSocket(host, port, localHost, localPort));
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort)
                throws IOException {
            return watched.watch(tls.createSocket(host, port, localHost, localPort));
        }

        /** Encrypts a socket, which is watched already. */
        @Override
        public Socket createSocket(Socket open, String host, int port, boolean autoClose) throws IOException {
            return tls.createSocket(open, host, port, autoClose);
        }

        @Override
        public String[] getDefaultCipherSuites() {
            return tls.getDefaultCipherSuites();
        }

        @Override
        public String[] getSupportedCipherSuites() {
            return tls.getSupportedCipherSuites();
        }
    }
}
