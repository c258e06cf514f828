package heed.cli.mail;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import heed.cli.internal.account.AccountSession;
import heed.cli.internal.account.Engines;
import heed.cli.internal.console.HeedCommand;
import heed.cli.internal.settings.MailOptions;
import heed.cli.internal.settings.MailSettings;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.CommandException;
import heed.cli.process.ExitCode;
import heed.mail.NamedAddress;
import heed.mail.unsubscribe.UnsubscribeHandler;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Serves the links by which people unsubscribe, over HTTP. */
@Command(
        name = "listen",
        description = {
            "Serve the unsubscribe links of mail over HTTP, until Ctrl-C.",
            "Put a web server with HTTPS in front of it, at the public URL of the mail settings."
        })
public final class ListenCommand extends HeedCommand {
    private static final int THREADS = 16;
    private static final int MAX_PORT = 65_535;
    private static final int MAX_BODY_BYTES = 20_000;
    private static final long POLL_MILLIS = 200;

    @Mixin
    private final MailOptions mail = new MailOptions();

    @Option(
            names = "--host",
            paramLabel = "NAME",
            defaultValue = "127.0.0.1",
            description = "The network address to listen at (default: ${DEFAULT-VALUE}).")
    private String host = "127.0.0.1";

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "8025",
            description = "The port to listen at; 0 chooses a free port (default: ${DEFAULT-VALUE}).")
    private int port;

    public ListenCommand(CommandEnvironment environment) {
        super(environment);
    }

    @Override
    protected ExitCode run() {
        if (port < 0 || port > MAX_PORT) {
            throw CommandException.invalid("port", "--port must be from 0 to " + MAX_PORT + ", not " + port);
        }
        Optional<NamedAddress> from = mail.find(environment(), console()).flatMap(MailSettings::from);
        try (AccountSession session = AccountSession.open(globalOptions(), environment())) {
            String sender = from.flatMap(NamedAddress::name)
                    .orElseGet(() -> session.account().account().name());
            UnsubscribeHandler handler = new UnsubscribeHandler(
                    Engines.mailTokens(session.mail()),
                    session.mail().optOuts(),
                    sender,
                    environment().clock());
            serve(handler);
        }
        return ExitCode.DONE;
    }

    private void serve(UnsubscribeHandler handler) {
        HttpServer server = createServer();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            server.setExecutor(threads);
            server.createContext("/", exchange -> handle(exchange, handler));
            server.start();
            console()
                    .printLine("Listening at http://" + host + ":"
                            + server.getAddress().getPort() + "/");
            while (!environment().stopRequested().getAsBoolean()) {
                Thread.sleep(POLL_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            server.stop(1);
            threads.shutdown();
        }
    }

    private HttpServer createServer() {
        // Seconds after which a slow client loses its thread. HttpServer reads these properties when its class is
        // loaded.
        System.setProperty("sun.net.httpserver.maxReqTime", "30");
        System.setProperty("sun.net.httpserver.maxRspTime", "30");
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getByName(host), port), 0);
        } catch (UnknownHostException e) {
            throw CommandException.invalid("host", "--host " + host + " is not an address of this machine");
        } catch (IOException | IllegalArgumentException e) {
            throw CommandException.failed("listen", "cannot listen at " + host + ":" + port + ": " + e.getMessage());
        }
    }

    private void handle(HttpExchange exchange, UnsubscribeHandler handler) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY_BYTES);
            UnsubscribeHandler.UnsubscribeResponse response = handler.handle(
                    exchange.getRequestMethod(), exchange.getRequestURI().getPath(), body);
            if (response.status() == HttpURLConnection.HTTP_UNAVAILABLE) {
                console().printNote("An opt-out could not be stored; the reader was asked to try again.");
            }
            response.headers()
                    .forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
            byte[] bytes = response.body().getBytes(StandardCharsets.UTF_8);
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(response.status(), head ? -1 : bytes.length);
            if (!head) {
                exchange.getResponseBody().write(bytes);
            }
        }
    }
}
