package heed.smtp;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import heed.mail.gate.MailTransport;
import heed.mail.gate.MailTransportContract;
import heed.mail.server.ConnectionSecurity;
import heed.model.prospect.EmailAddress;
import heed.model.testing.SettableClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The contract of transports, with GreenMail as the relay. */
class SmtpTransportTest extends MailTransportContract {

    static SmtpTransport transport(int port, SettableClock clock) {
        return new SmtpTransport(
                SmtpSettings.of("localhost", port, ConnectionSecurity.NONE, Optional.empty()), Optional.empty(), clock);
    }

    static GreenMail greenMail() {
        GreenMail greenMail = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        greenMail.start();
        return greenMail;
    }

    @Override
    protected Relay open(SettableClock clock) {
        GreenMail greenMail = greenMail();
        SmtpTransport transport = transport(greenMail.getSmtp().getPort(), clock);
        SmtpTransport unreachable = transport(unusedPort(), clock);
        return new Relay() {
            @Override
            public MailTransport transport() {
                return transport;
            }

            @Override
            public MailTransport unreachable() {
                return unreachable;
            }

            @Override
            public List<String> received(EmailAddress recipient) {
                return Arrays.stream(greenMail.getReceivedMessagesForDomain(recipient.value()))
                        .map(GreenMailUtil::getWholeMessage)
                        .toList();
            }

            @Override
            public void close() {
                transport.close();
                greenMail.stop();
            }
        };
    }

    private static int unusedPort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
