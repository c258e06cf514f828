package heed.cli.mail;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import heed.cli.accounts.OpenAccount;
import heed.cli.console.Exit;
import heed.cli.console.Failure;
import heed.cli.console.HeedCommand;
import heed.cli.console.World;
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

/** Serves the links by which people unsubscribe. */
@Command(
        name = "listen",
        description = "Serve the unsubscribe links of mail, until Ctrl-C. A proxy with HTTPS at the public URL passes"
                + " requests on to it.")
public final class ListenCommand extends HeedCommand {
    private static final int THREADS = 16;
    private static final int LONGEST_BODY = 20_000;
    private static final long LOOK_AGAIN = 200; // ms

    @Mixin
    private final MailOptions mail = new MailOptions();

    @Option(
            names = "--host",
            paramLabel = "NAME",
            defaultValue = "127.0.0.1",
            description = "The address to listen at (default: ${DEFAULT-VALUE}).")
    private String host = "127.0.0.1";

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "8025",
            description = "The port to listen at; 0 takes a free one (default: ${DEFAULT-VALUE}).")
    private int port;

    public ListenCommand(World world) {
        super(world);
    }

    @Override
    protected Exit run() {
        Optional<NamedAddress> from = mail.find(world(), console()).flatMap(MailSettings::from);
        try (OpenAccount open = OpenAccount.existing(common(), world())) {
            String sender = from.flatMap(NamedAddress::name)
                    .orElseGet(() -> open.account().account().name());
            UnsubscribeHandler handler = new UnsubscribeHandler(
                    Working.tokens(open.mail()), open.mail().optOuts(), sender, world().clock());
            serve(handler);
        }
        return Exit.DONE;
    }

    private void serve(UnsubscribeHandler handler) {
        HttpServer server = server();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            server.setExecutor(threads);
            server.createContext("/", exchange -> answer(exchange, handler));
            server.start();
            console()
                    .line("Listening at http://" + host + ":"
                            + server.getAddress().getPort() + "/");
            while (!world().stopping().getAsBoolean()) {
                Thread.sleep(LOOK_AGAIN);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            server.stop(1);
            threads.shutdown();
        }
    }

    private HttpServer server() {
        // A slow client does not keep a thread to itself. (The server reads these before it is made.)
        System.setProperty("sun.net.httpserver.maxReqTime", "30");
        System.setProperty("sun.net.httpserver.maxRspTime", "30");
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getByName(host), port), 0);
        } catch (UnknownHostException e) {
            throw Failure.invalid("host", "--host " + host + " is no address of this machine");
        } catch (IOException | IllegalArgumentException e) {
            throw Failure.failed("listen", "nothing can listen at " + host + ":" + port + ": " + e.getMessage());
        }
    }

    private void answer(HttpExchange exchange, UnsubscribeHandler handler) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readNBytes(LONGEST_BODY);
            UnsubscribeHandler.UnsubscribeResponse answer = handler.handle(
                    exchange.getRequestMethod(), exchange.getRequestURI().getPath(), body);
            if (answer.status() == HttpURLConnection.HTTP_UNAVAILABLE) {
                console().note("An opt-out could not be kept; whoever asked was told to try again.");
            }
            answer.headers()
                    .forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
            byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
            boolean head = exchange.getRequestMethod().equals("HEAD");
            exchange.sendResponseHeaders(answer.status(), head ? -1 : bytes.length);
            if (!head) {
                exchange.getResponseBody().write(bytes);
            }
        }
    }
}
