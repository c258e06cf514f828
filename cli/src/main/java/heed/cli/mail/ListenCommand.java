package heed.cli.mail;

import heed.cli.internal.account.AccountSession;
import heed.cli.internal.account.Engines;
import heed.cli.internal.console.HeedCommand;
import heed.cli.internal.settings.MailOptions;
import heed.cli.internal.settings.MailSettings;
import heed.cli.internal.settings.OutsideLinkKeys;
import heed.cli.process.CommandEnvironment;
import heed.cli.process.CommandException;
import heed.cli.process.ExitCode;
import heed.mail.NamedAddress;
import heed.mail.unsubscribe.PageNames;
import heed.mail.unsubscribe.UnsubscribeHandler;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
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
    private static final int MAX_PORT = 65_535;
    private static final long POLL_MILLIS = 200;

    @Mixin
    private final MailOptions mail = new MailOptions();

    @Option(
            names = "--host",
            paramLabel = "NAME",
            defaultValue = "127.0.0.1",
            description = {
                "The network address to listen at (default: ${DEFAULT-VALUE}).",
                "An address that other machines reach needs a web server with HTTPS in front of it."
            })
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
        Optional<MailSettings> settings = mail.find(environment(), console());
        Optional<NamedAddress> from = settings.flatMap(MailSettings::from);
        Optional<OutsideLinkKeys> linkKeys = settings.isPresent()
                ? settings.flatMap(MailSettings::linkKeys)
                : OutsideLinkKeys.inEnvironment(environment().variables());
        try (AccountSession session = AccountSession.open(globalOptions(), environment())) {
            UnsubscribeHandler handler = new UnsubscribeHandler(
                    Engines.mailTokens(session.mail(), linkKeys),
                    session.mail().optOuts(),
                    PageNames.of(session.account().account().name(), from),
                    session.mail().unsubscribeStyle(),
                    environment().clock());
            serve(handler);
        }
        return ExitCode.DONE;
    }

    private void serve(UnsubscribeHandler handler) {
        InetAddress address = requireHost();
        try (UnsubscribeServer server = new UnsubscribeServer(
                handler,
                host,
                port,
                () -> console().printWarning("an opt-out could not be stored; the reader was asked to try again."))) {
            start(server);
            if (!address.isLoopbackAddress()) {
                console()
                        .printNote(
                                "Warning: --host " + host
                                        + " lets other machines connect without HTTPS. Listen at 127.0.0.1, and put"
                                        + " nginx or Caddy in front of it (docs/deploying.md), or let a firewall admit only your web server.");
            }
            console().printLine("Listening at http://" + host + ":" + server.port() + "/");
            while (!environment().stopRequested().getAsBoolean()) {
                Thread.sleep(POLL_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private InetAddress requireHost() {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw CommandException.invalid("host", "--host " + host + " is not an address of this machine");
        }
    }

    private void start(UnsubscribeServer server) {
        try {
            server.start();
        } catch (Exception e) {
            throw CommandException.failed("listen", "cannot listen at " + host + ":" + port + ": " + e.getMessage());
        }
    }
}
