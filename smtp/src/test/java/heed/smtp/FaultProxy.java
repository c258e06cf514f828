package heed.smtp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A proxy on loopback in front of a relay that cuts connections at one point of a mail transaction. */
final class FaultProxy implements AutoCloseable {
    private final ServerSocket server;
    private final int relayPort;
    private final Cut cut;

    /** The points at which connections are cut. */
    enum Cut {
        /** DATA does not reach the relay. */
        BEFORE_DATA,
        /** Only a part of the message reaches the relay. */
        IN_DATA,
        /** The relay accepts the message; its reply is lost. */
        AFTER_DATA
    }

    FaultProxy(int relayPort, Cut cut) {
        this.relayPort = relayPort;
        this.cut = cut;
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

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "fault-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                Socket relay = new Socket(InetAddress.getLoopbackAddress(), relayPort);
                Connection connection = new Connection(client, relay);
                start(connection::toRelay);
                start(connection::toClient);
            }
        } catch (IOException closed) {
            return;
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final class Connection {
        private final Socket client;
        private final Socket relay;
        private volatile boolean complete;

        Connection(Socket client, Socket relay) {
            this.client = client;
            this.relay = relay;
        }

        private void toRelay() {
            try (client;
                    relay) {
                InputStream in = client.getInputStream();
                ByteArrayOutputStream line = new ByteArrayOutputStream();
                int linesOfMessage = -1; // no DATA yet
                for (int c = in.read(); c >= 0; c = in.read()) {
                    line.write(c);
                    if (c != '\n') {
                        continue;
                    }
                    String text = line.toString(StandardCharsets.US_ASCII);
                    if (text.equals("DATA\r\n")) {
                        linesOfMessage = 0;
                    } else if (linesOfMessage >= 0) {
                        linesOfMessage++;
                    }
                    if ((cut == Cut.BEFORE_DATA && linesOfMessage == 0)
                            || (cut == Cut.IN_DATA && linesOfMessage == 5)) {
                        return;
                    }
                    complete = linesOfMessage > 0 && text.equals(".\r\n");
                    relay.getOutputStream().write(line.toByteArray());
                    relay.getOutputStream().flush();
                    line.reset();
                }
            } catch (IOException cutElsewhere) {
                return;
            }
        }

        private void toClient() {
            try (client;
                    relay) {
                byte[] buffer = new byte[4096];
                InputStream in = relay.getInputStream();
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    String reply = new String(buffer, 0, read, StandardCharsets.US_ASCII);
                    if (cut == Cut.AFTER_DATA && complete && reply.startsWith("250")) {
                        return;
                    }
                    client.getOutputStream().write(buffer, 0, read);
                    client.getOutputStream().flush();
                }
            } catch (IOException cutElsewhere) {
                return;
            }
        }
    }
}
