package heed.cli.mail;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import heed.cli.TestShell;
import heed.model.testing.Promise;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Opens the unsubscribe link of a mail in a browser, as a reader does. */
@Timeout(120)
@Tag("proof")
class UnsubscribePageTest {
    private static final Pattern LINK = Pattern.compile("List-Unsubscribe:\\s*<(\\S+)>");
    private static final long TIMEOUT_NANOS = Duration.ofSeconds(20).toNanos();

    @Test
    @Promise(1)
    void clicking_the_button_opts_out_and_a_misclick_is_taken_back_on_the_next_page(@TempDir Path folder)
            throws Exception {
        TestShell shell = new TestShell(folder);
        int port = freePort();
        URI link = sendMailAndFindLink(shell, port);
        Thread listening = new Thread(() -> shell.heed("listen", "--port", port));
        listening.start();
        try (ChromiumBrowser browser = ChromiumBrowser.open(Files.createDirectory(folder.resolve("profile")))) {
            waitUntil(() -> isListening(port));
            browser.visit(link);
            assertThat(browser.visibleText())
                    .contains("Do you want to stop all email from Müller & Söhne to a***@e***.com?");
            assertThat(browser.runScript("return getComputedStyle(document.querySelector('button')).backgroundColor")
                            .asString())
                    .as("its own style is allowed by its Content Security Policy")
                    .isEqualTo("rgb(11, 87, 164)");
            assertThat(shell.heed("suppression", "list").out()).doesNotContain("ann@example.com");

            browser.click("button");
            assertThat(browser.visibleText("You are unsubscribed"))
                    .contains("You are unsubscribed")
                    .contains("Müller & Söhne will send no more email to a***@e***.com.");
            assertThat(shell.heed("suppression", "list").out()).containsPattern("ann@example.com +Email Opt Out");

            browser.click("button.quiet");
            assertThat(browser.visibleText("You will receive email again")).contains("is taken back");
            assertThat(shell.heed("suppression", "list").out()).doesNotContain("ann@example.com");
            assertThat(shell.heed("history", "--prospect", "A").out())
                    .containsPattern(
                            "Yes +No +recipient, unsubscribe link +the person took the opt-out back on its page");
        } finally {
            listening.interrupt();
            listening.join();
        }
    }

    private static URI sendMailAndFindLink(TestShell shell, int port) {
        GreenMail relay = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        relay.start();
        try {
            shell.setVariable(
                    "HEED_MAIL",
                    shell.file("mail.json", """
                            { "smtp": { "host": "127.0.0.1", "port": %d, "security": "none" },
                              "from": "Müller & Söhne <news@example.com>", "bounces": "bounces@example.com",
                              "publicUrl": "http://localhost:%d/heed" }
                            """.formatted(relay.getSmtp().getPort(), port))
                            .toString());
            shell.runJson("import", shell.file("people.csv", "Id,Email\nA,ann@example.com\n"));
            shell.runJson("run", shell.file("news.json", """
                            { "id": "news", "name": "News", "who": { "field": "Email", "operator": "is-not-empty" },
                              "actions": [ { "action": "send-email", "subject": "News", "text": "{{unsubscribeUrl}}" } ],
                              "run": { "mode": "once" } }
                            """), "--confirm", 1);
            Matcher found = LINK.matcher(GreenMailUtil.getWholeMessage(relay.getReceivedMessages()[0]));
            assertThat(found.find()).isTrue();
            return URI.create(found.group(1));
        } finally {
            relay.stop();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static boolean isListening(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    private static void waitUntil(Supplier<Boolean> condition) {
        long end = System.nanoTime() + TIMEOUT_NANOS;
        while (!condition.get()) {
            assertThat(System.nanoTime()).as("the condition holds in time").isLessThan(end);
            Thread.onSpinWait();
        }
    }
}
