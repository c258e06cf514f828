package heed.cli.mail;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the connections of a server in number and in time. A connection has one request: a few seconds to send its head, and a few
 * seconds from the answer to the end of its body. In between, while the opt-out is being stored, it has no limit. A connection over
 * a bound is never refused; it closes the oldest one that still sends its head or its body, because an honest client does so in
 * milliseconds. Thread-safe.
 */
final class ConnectionLimits implements Connection.Listener {
    private final ServerConnector connector;
    private final Limits limits;
    private final Map<EndPoint, Client> clients = new LinkedHashMap<>();

    /**
     * The bounds.
     *
     * @param connections the greatest number of connections
     * @param connectionsOfAddress the greatest number of connections of one address; loopback addresses have no bound of their own,
     *     because the web server in front connects from there
     * @param head the time from the opening of a connection to the end of its request's head
     * @param body the time from the answer to the end of the request's body
     */
    record Limits(int connections, int connectionsOfAddress, Duration head, Duration body) {
        static final Limits STANDARD = new Limits(800, 200, Duration.ofSeconds(5), Duration.ofSeconds(3));
    }

    /** An open connection. The deadline is empty while the opt-out is being stored. */
    private record Client(Optional<InetAddress> address, Optional<Scheduler.Task> deadline) {}

    ConnectionLimits(ServerConnector connector, Limits limits) {
        this.connector = connector;
        this.limits = limits;
    }

    @Override
    public synchronized void onOpened(Connection connection) {
        EndPoint endPoint = connection.getEndPoint();
        Optional<InetAddress> address = findAddress(endPoint);
        clients.put(endPoint, new Client(address, Optional.of(closeAfter(endPoint, limits.head))));
        if (address.isPresent() && !address.get().isLoopbackAddress()) {
            closeOldestIf(
                    clients.values().stream()
                                    .filter(client -> client.address.equals(address))
                                    .count()
                            > limits.connectionsOfAddress,
                    address);
        }
        closeOldestIf(clients.size() > limits.connections, Optional.empty());
    }

    @Override
    public synchronized void onClosed(Connection connection) {
        cancelDeadline(clients.remove(connection.getEndPoint()));
    }

    /** Notes that the head of a request was read, so that its connection stays open until {@link #onAnswered}. */
    synchronized void onHeadRead(EndPoint endPoint) {
        Client client = clients.get(endPoint);
        if (client != null) {
            cancelDeadline(client);
            clients.put(endPoint, new Client(client.address, Optional.empty()));
        }
    }

    /** Notes that the answer of a request is known, so that its connection is closed soon. */
    synchronized void onAnswered(EndPoint endPoint) {
        Client client = clients.get(endPoint);
        if (client != null) {
            clients.put(endPoint, new Client(client.address, Optional.of(closeAfter(endPoint, limits.body))));
        }
    }

    synchronized int openConnections() {
        return clients.size();
    }

    /** @param address the address whose connection is closed; empty for any */
    private void closeOldestIf(boolean tooMany, Optional<InetAddress> address) {
        if (tooMany) {
            clients.entrySet().stream()
                    .filter(entry -> entry.getValue().deadline.isPresent())
                    .filter(entry ->
                            address.isEmpty() || entry.getValue().address.equals(address))
                    .findFirst()
                    .map(Map.Entry::getKey)
                    .ifPresent(oldest -> {
                        cancelDeadline(clients.remove(oldest));
                        connector.getExecutor().execute(oldest::close);
                    });
        }
    }

    private Scheduler.Task closeAfter(EndPoint endPoint, Duration time) {
        return connector.getScheduler().schedule(endPoint::close, time.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void cancelDeadline(@Nullable Client client) {
        if (client != null) {
            client.deadline.ifPresent(Scheduler.Task::cancel);
        }
    }

    private static Optional<InetAddress> findAddress(EndPoint endPoint) {
        return endPoint.getRemoteSocketAddress() instanceof InetSocketAddress socket
                ? Optional.ofNullable(socket.getAddress())
                : Optional.empty();
    }
}
