package heed.cli.mail;

import heed.mail.unsubscribe.UnsubscribeHandler;
import heed.mail.unsubscribe.UnsubscribeHandler.UnsubscribeResponse;
import heed.mail.unsubscribe.UnsubscribeRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The HTTP server of the unsubscribe links. It passes on links with characters that a link cannot contain, because mail programs
 * and people add some. It answers as soon as it has read the head of a request, and discards the body afterwards without occupying
 * a thread, so that a slow client makes nobody wait. Each connection has one request, and {@link ConnectionLimits}.
 */
final class UnsubscribeServer implements AutoCloseable {
    private static final int THREADS = 64;
    private static final int ACCEPT_QUEUE = 1_024;
    static final int MAX_BODY_BYTES = 10_000_000;

    private final UnsubscribeHandler unsubscribes;
    private final Runnable onUnavailable;
    private final Server server;
    private final ServerConnector connector;
    private final ConnectionLimits limits;

    /** @param onUnavailable is called when a request was answered with 503 */
    UnsubscribeServer(UnsubscribeHandler unsubscribes, String host, int port, Runnable onUnavailable) {
        this(unsubscribes, host, port, onUnavailable, ConnectionLimits.Limits.STANDARD);
    }

    UnsubscribeServer(
            UnsubscribeHandler unsubscribes,
            String host,
            int port,
            Runnable onUnavailable,
            ConnectionLimits.Limits bounds) {
        this.unsubscribes = unsubscribes;
        this.onUnavailable = onUnavailable;
        QueuedThreadPool threads = new QueuedThreadPool(THREADS);
        threads.setName("unsubscribe");
        threads.setDaemon(true);
        this.server = new Server(threads);
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setUriCompliance(UriCompliance.UNSAFE);
        configuration.setSendServerVersion(false);
        this.connector = new ServerConnector(server, new TolerantConnections(configuration));
        connector.setHost(host);
        connector.setPort(port);
        connector.setAcceptQueueSize(ACCEPT_QUEUE);
        this.limits = new ConnectionLimits(connector, bounds);
        connector.addBean(limits);
        server.addConnector(connector);
        server.setHandler(new LinkHandler());
        server.setErrorHandler(this::writeUnreadable);
    }

    /** @throws Exception if the server cannot listen at its address */
    void start() throws Exception {
        server.start();
    }

    int port() {
        return connector.getLocalPort();
    }

    int openConnections() {
        return limits.openConnections();
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the server did not stop", e);
        }
    }

    private final class LinkHandler extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            EndPoint endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
            limits.onHeadRead(endPoint);
            UnsubscribeResponse answer;
            try {
                answer = unsubscribes.handle(new UnsubscribeRequest(
                        request.getMethod(), request.getHttpURI().getPathQuery(), acceptLanguage(request)));
            } finally {
                limits.onAnswered(endPoint);
            }
            if (answer.status() == HttpStatus.SERVICE_UNAVAILABLE_503) {
                onUnavailable.run();
            }
            write(
                    request,
                    response,
                    answer,
                    Callback.from(() -> new BodyDiscard(request, callback).run(), callback::failed));
            return true;
        }
    }

    /** Answers a request that is no HTTP request. */
    private boolean writeUnreadable(Request request, Response response, Callback callback) {
        write(
                request,
                response,
                unsubscribes.respondToUnreadable(acceptLanguage(request), response.getStatus()),
                callback);
        return true;
    }

    private static Optional<String> acceptLanguage(Request request) {
        return Optional.ofNullable(request.getHeaders().get(HttpHeader.ACCEPT_LANGUAGE));
    }

    /** Reads the body of a request to its end, or to the greatest length, whenever some of it has arrived; then ends the request. */
    private static final class BodyDiscard implements Runnable {
        private final Request request;
        private final Callback callback;
        private long bytes;

        BodyDiscard(Request request, Callback callback) {
            this.request = request;
            this.callback = callback;
        }

        @Override
        public void run() {
            while (bytes < MAX_BODY_BYTES) {
                Content.Chunk chunk = request.read();
                if (chunk == null) {
                    request.demand(this);
                    return;
                }
                bytes += chunk.remaining();
                chunk.release();
                if (chunk.isLast() || Content.Chunk.isFailure(chunk)) {
                    break;
                }
            }
            callback.succeeded();
        }
    }

    private static void write(Request request, Response response, UnsubscribeResponse answer, Callback callback) {
        response.setStatus(answer.status());
        answer.headers().forEach((name, value) -> response.getHeaders().put(name, value));
        response.getHeaders().put(HttpHeader.CONNECTION, "close");
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, bytes.length);
        boolean head = "HEAD".equals(request.getMethod());
        response.write(true, head ? ByteBuffer.allocate(0) : ByteBuffer.wrap(bytes), callback);
    }
}
