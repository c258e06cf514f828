package heed.cli.mail;

import heed.mail.unsubscribe.UnsubscribeHandler;
import heed.mail.unsubscribe.UnsubscribeHandler.UnsubscribeResponse;
import heed.mail.unsubscribe.UnsubscribeRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.Content;
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
 * and people add some. It reads and discards the body of a request, so that the client reads the response.
 */
final class UnsubscribeServer implements AutoCloseable {
    private static final int THREADS = 64;
    static final int MAX_BODY_BYTES = 10_000_000;
    private static final int BUFFER_BYTES = 8_192;
    private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(30);
    /** The longest time for a body, whose bytes may each come in time. */
    private static final Duration MAX_BODY_TIME = Duration.ofSeconds(30);

    private final UnsubscribeHandler unsubscribes;
    private final Runnable onUnavailable;
    private final Server server;
    private final ServerConnector connector;

    /** @param onUnavailable is called when a request was answered with 503 */
    UnsubscribeServer(UnsubscribeHandler unsubscribes, String host, int port, Runnable onUnavailable) {
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
        connector.setIdleTimeout(IDLE_TIMEOUT.toMillis());
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
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            UnsubscribeResponse answer = unsubscribes.handle(new UnsubscribeRequest(
                    request.getMethod(), request.getHttpURI().getPathQuery(), acceptLanguage(request)));
            if (answer.status() == HttpStatus.SERVICE_UNAVAILABLE_503) {
                onUnavailable.run();
            }
            if (!discardBody(request)) {
                response.getHeaders().put(HttpHeader.CONNECTION, "close");
            }
            write(request, response, answer, callback);
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

    /** Reads the body to its end; returns false if it is too long, takes too long, or if the client stopped sending it. */
    private static boolean discardBody(Request request) {
        long end = System.nanoTime() + MAX_BODY_TIME.toNanos();
        byte[] discarded = new byte[BUFFER_BYTES];
        long length = 0;
        try (InputStream body = Content.Source.asInputStream(request)) {
            int read = body.read(discarded);
            while (read >= 0 && length < MAX_BODY_BYTES && System.nanoTime() - end < 0) {
                length += read;
                read = body.read(discarded);
            }
            return read < 0;
        } catch (IOException clientStopped) {
            return false;
        }
    }

    private static void write(Request request, Response response, UnsubscribeResponse answer, Callback callback) {
        response.setStatus(answer.status());
        answer.headers().forEach((name, value) -> response.getHeaders().put(name, value));
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, bytes.length);
        boolean head = "HEAD".equals(request.getMethod());
        response.write(true, head ? ByteBuffer.allocate(0) : ByteBuffer.wrap(bytes), callback);
    }
}
