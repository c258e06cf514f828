package heed.cli.mail;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import heed.cli.TestShell;
import heed.store.TestPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** {@code heed show} tells the result of the mail of a run, in words, as JSON and by prospect, in both stores. */
class MailResultTest {
    private static final String NEWS = """
            { "id": "%s", "name": "News", "who": { "field": "Email", "operator": "is-not-empty" },
              "actions": [ { "action": "set-field", "field": "City", "value": "Bern" },
                           { "action": "send-email", "subject": "News",
                             "html": "<p>News. <a href=\\"{{unsubscribeUrl}}\\">Stop</a></p>",
                             "text": "News. {{unsubscribeUrl}}" } ],
              "run": { "mode": "once" } }
            """;

    @TempDir
    private Path folder;

    private GreenMail relay;
    private TestShell shell;

    @BeforeEach
    void start() {
        relay = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        relay.start();
        shell = new TestShell(folder);
    }

    @AfterEach
    void stop() {
        relay.stop();
    }

    private void sendNews(boolean server) {
        if (server) {
            assertThat(TestPostgres.emptyStore()).isNotNull();
            shell.useServer(TestPostgres.storeAddress());
            shell.setVariable("HEED_STORE_PASSWORD", TestPostgres.PASSWORD);
        }
        shell.setVariable(
                "HEED_MAIL",
                shell.file("mail.json", """
                        { "smtp": { "host": "127.0.0.1", "port": %d, "security": "none" },
                          "from": "News <news@example.com>", "bounces": "bounces@example.com",
                          "bounceMailbox": { "maildir": "bounces" }, "publicUrl": "https://mail.example.com/" }
                        """.formatted(relay.getSmtp().getPort()))
                        .toString());
        shell.runJson("import", shell.file("people.csv", """
                Id,Email,Email Opt Out
                A,ann@example.com,No
                B,bob@example.com,No
                C,cay@example.com,No
                D,dan@example.com,Yes
                E,eve@example.com,No
                """));
        shell.runJson("run", shell.file("news.json", NEWS.formatted("news")), "--confirm", 5);
    }

    private void bounce(String address) throws Exception {
        String id = List.of(relay.getReceivedMessages()).stream()
                .filter(mail -> mailTo(mail).equals(address))
                .findFirst()
                .orElseThrow()
                .getMessageID();
        Path maildir = Files.createDirectories(folder.resolve("bounces"));
        for (String part : List.of("new", "cur", "tmp")) {
            Files.createDirectories(maildir.resolve(part));
        }
        Files.writeString(maildir.resolve("new").resolve("1.host"), """
                From: MAILER-DAEMON@mx.example
                Subject: Undelivered Mail Returned to Sender
                MIME-Version: 1.0
                Content-Type: multipart/report; report-type=delivery-status; boundary="b"

                --b
                Content-Type: text/plain

                It could not be delivered.

                --b
                Content-Type: message/delivery-status

                Reporting-MTA: dns; mx.example

                Final-Recipient: rfc822; %s
                Action: failed
                Status: 5.1.1

                --b
                Content-Type: text/rfc822-headers

                Message-ID: %s

                --b--
                """.formatted(address, id));
        shell.runJson("bounces", "fetch");
    }

    private static String mailTo(jakarta.mail.internet.MimeMessage mail) {
        try {
            return mail.getAllRecipients()[0].toString();
        } catch (jakarta.mail.MessagingException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest(name = "on a server: {0}")
    @ValueSource(booleans = {false, true})
    void show_tells_what_became_of_the_mail_of_a_run(boolean server) throws Exception {
        sendNews(server);
        assertThat(shell.heed("show", 2).out())
                .contains("Run 2, finished, of news")
                .contains("prepared the last of its mail 2026-03-01 13:00:00")
                .containsPattern("sent +4")
                .contains("Since it was sent: no bounce, no complaint and no opt-out.\n");
        shell.clock().advance(Duration.ofHours(1));
        bounce("bob@example.com");
        shell.runJson("set", "--prospect", "C", "Email Opt Out=Yes", "--reason", "by phone");
        shell.runJson("suppression", "add", "eve@example.com", "--reason", "by letter");
        assertThat(shell.heed("show", 2).out())
                .contains("Since it was sent")
                .containsPattern("bounced hard +1  returned, or refused by the server, for good")
                .containsPattern("opted out later +1  in another way")
                .containsPattern("listed later +1  put on the suppression list")
                .containsPattern("skipped +1  Email Opt Out");
        JsonNode result = shell.runJson("show", 2).get("mailResult");
        assertThat(result.toString())
                .isEqualTo("{\"sent\":4,\"bouncedHard\":1,\"bouncedSoft\":0,\"complained\":0,\"unsubscribed\":0,"
                        + "\"optedOutLater\":1,\"bouncedLater\":0,\"listedLater\":1,\"waiting\":0,\"unknown\":0}");
        assertThat(shell.heed("show", 2, "--csv", "-").out()).isEqualTo("""
                        Id,Email,Action,Outcome,Why,Mail,Result of the mail
                        A,ann@example.com,1,applied,,,
                        A,ann@example.com,send-email,applied,,sent,
                        B,bob@example.com,1,applied,,,
                        B,bob@example.com,send-email,applied,,sent,bounced hard
                        C,cay@example.com,1,applied,,,
                        C,cay@example.com,send-email,applied,,sent,opted out later
                        D,dan@example.com,1,applied,,,
                        D,dan@example.com,send-email,applied,,skipped,
                        E,eve@example.com,1,applied,,,
                        E,eve@example.com,send-email,applied,,sent,listed later
                        """);
        assertThat(shell.runJson("show", 1).has("mailResult"))
                .as("an import has no mail")
                .isFalse();
    }
}
