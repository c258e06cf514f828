package heed.cli.bounces;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import heed.cli.TestShell;
import heed.cli.TestShell.CommandResult;
import heed.model.testing.Promise;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class BounceCommandsTest {
    private static final String NEWS = """
            { "id": "%1$s", "name": "News", "who": { "all": [] },
              "actions": [ { "action": "send-email", "subject": "News", "text": "News. {{unsubscribeUrl}}" } ],
              "run": { "mode": "once" } }
            """;

    private TestShell shell;
    private GreenMail relay;
    private Path maildir;
    private int reports;

    @BeforeEach
    void open(@TempDir Path folder) throws IOException {
        relay = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        relay.start();
        shell = new TestShell(folder);
        maildir = folder.resolve("bounces");
        for (String part : List.of("tmp", "new", "cur")) {
            Files.createDirectories(maildir.resolve(part));
        }
        writeSettings("{ \"maildir\": \"bounces\" }");
        shell.heed("import", shell.file("nobody.csv", "Id,Email\n"));
    }

    @AfterEach
    void close() {
        relay.stop();
    }

    private void writeSettings(String mailbox) {
        shell.setVariable(
                "HEED_MAIL",
                shell.file("mail.json", """
                        { "smtp": { "host": "127.0.0.1", "port": %d, "security": "none" },
                          "from": "News <news@example.com>", "bounces": "bounces@example.com",
                          "bounceMailbox": %s, "publicUrl": "https://mail.example.com/" }
                        """.formatted(relay.getSmtp().getPort(), mailbox))
                        .toString());
    }

    /** Sends the news to addresses, and returns the Message-ID of each mail by its address. */
    private Map<String, String> send(String... addresses) throws Exception {
        String prospects = IntStream.range(0, addresses.length)
                .mapToObj(i -> "P" + i + "," + addresses[i] + "\n")
                .collect(Collectors.joining("", "Id,Email\n", ""));
        shell.runJson("import", shell.file("people.csv", prospects));
        shell.runJson("run", shell.file("news.json", NEWS.formatted("news")), "--confirm", addresses.length);
        Map<String, String> ids = new TreeMap<>();
        for (MimeMessage mail : relay.getReceivedMessages()) {
            ids.put(mail.getAllRecipients()[0].toString(), mail.getMessageID());
        }
        return ids;
    }

    private void writeBounceReport(String address, String messageId, String status) throws IOException {
        reports++;
        Files.writeString(maildir.resolve("new").resolve("1." + reports + ".host"), """
                From: MAILER-DAEMON@mx.example
                Subject: Undelivered Mail Returned to Sender
                Message-ID: <%1$d@mx.example>
                MIME-Version: 1.0
                Content-Type: multipart/report; report-type=delivery-status; boundary="b"

                --b
                Content-Type: text/plain

                It could not be delivered.

                --b
                Content-Type: message/delivery-status

                Reporting-MTA: dns; mx.example

                Final-Recipient: rfc822; %2$s
                Action: failed
                Status: %3$s

                --b
                Content-Type: text/rfc822-headers

                Message-ID: %4$s

                --b--
                """.formatted(
                        reports, address, status, messageId));
    }

    @Test
    @Promise(11)
    void a_persons_mail_is_listed_and_one_command_opts_the_sender_out_and_files_it() throws Exception {
        shell.runJson("import", shell.file("bob.csv", "Id,Email\nB,bob@example.com\n"));
        Files.writeString(maildir.resolve("new").resolve("7.1.host"), """
                From: Bob <bob@example.com>
                To: bounces@example.com
                Subject: Re: News
                Message-ID: <7@mx.example>

                Please remove me \u001b[31m from your list.

                On Monday, News wrote:
                > News.
                """);
        Files.writeString(maildir.resolve("new").resolve("8.1.host"), """
                From: Eve <eve@other.example>
                Subject: A question
                Message-ID: <8@mx.example>

                Are you open on Sunday?
                """);
        CommandResult fetched = shell.heed("bounces", "fetch");
        assertThat(fetched.out()).isEqualTo("2 messages, 2 set aside for a person.\n");
        assertThat(fetched.err()).contains("1 message asks for no more mail; nothing is done by itself", "--aside");
        assertThat(shell.heed("suppression", "list").out()).doesNotContain("bob@example.com");
        CommandResult listed = shell.heed("bounces", "list", "--aside");
        assertThat(listed.out())
                .containsPattern("bob@example.com +asks for no more mail: Re: News \\| Please remove me")
                .containsPattern("eve@other.example +A question \\| Are you open on Sunday\\?")
                .doesNotContain("\u001b", "wrote:");
        String number = listed.out()
                .lines()
                .filter(line -> line.contains("bob@example.com"))
                .map(line -> line.strip().split(" ")[0])
                .findFirst()
                .orElseThrow();
        assertThat(shell.heed("bounces", "opt-out", number).out())
                .isEqualTo("Opted out bob@example.com. Message " + number + " is filed.\n");
        assertThat(shell.heed("bounces", "opt-out", number).code()).isEqualTo(2);
        shell.heed("set", "--prospect", "B", "Email=", "--reason", "left");
        assertThat(shell.heed("suppression", "list").out())
                .containsPattern("bob@example.com +Email Opt Out +reply by mail, message " + number);
        String other = number.equals("1") ? "2" : "1";
        assertThat(shell.heed("bounces", "file", other).out()).isEqualTo("Message " + other + " is filed.\n");
        assertThat(shell.heed("bounces", "list", "--aside").err()).contains("note: no messages were set aside.");
    }

    private void writeComplaint(String contentType, String address) throws IOException {
        reports++;
        Files.writeString(
                maildir.resolve("new").resolve("1." + reports + ".host"), """
                From: Somebody <somebody@mx.example>
                Subject: complaint about message
                Message-ID: <%1$d@mx.example>
                MIME-Version: 1.0
                Content-Type: %2$s; boundary="b"

                --b
                Content-Type: text/plain

                This is a complaint.

                --b
                Content-Type: message/feedback-report

                Feedback-Type: abuse
                User-Agent: Loop/1.0
                Version: 1
                Original-Rcpt-To: %3$s

                --b
                Content-Type: text/rfc822-headers

                To: %3$s
                Subject: News

                --b--
                """.formatted(reports, contentType, address));
    }

    @Test
    @Promise(11)
    void a_complaint_without_our_mark_opts_out_only_in_the_form_of_a_report() throws Exception {
        send("ann@example.com", "bob@example.com");
        writeComplaint("multipart/mixed", "ann@example.com");
        writeComplaint("multipart/report; report-type=feedback-report", "bob@example.com");
        assertThat(shell.heed("bounces", "fetch").out()).contains("1 opted out", "1 not about mail of ours");
        CommandResult list = shell.heed("bounces", "list", "--kind", "complaint");
        assertThat(list.out()).contains("ann@example.com", "bob@example.com");
        assertThat(list.err()).contains("opts nobody out", "suppression add ann@example.com");
        assertThat(shell.heed("bounces", "show", "1").err()).contains("suppression add ann@example.com");
        assertThat(shell.heed("suppression", "list").out())
                .contains("bob@example.com")
                .doesNotContain("ann@example.com");
    }

    @Test
    void bounces_are_fetched_listed_shown_counted_and_reversed() throws Exception {
        Map<String, String> mails = send("ann@example.com", "bob@example.com", "eve@other.example");
        writeBounceReport("ann@example.com", mails.get("ann@example.com"), "5.1.1");
        writeBounceReport("bob@example.com", mails.get("bob@example.com"), "4.2.2");
        Files.writeString(maildir.resolve("new").resolve("2.1.host"), "Subject: hello\n\nAre you there?\n");

        CommandResult fetched = shell.heed("bounces", "fetch");
        assertThat(fetched.code()).isZero();
        assertThat(fetched.out())
                .isEqualTo("3 messages, 1 marked Bounced, 1 counted as soft, 1 set aside for a person.\n");
        assertThat(shell.heed("bounces", "fetch").out()).isEqualTo("0 messages.\n");
        assertThat(shell.heed("bounces", "list").out())
                .contains("ann@example.com", "failed: hard, user unknown", "bob@example.com", "soft, quota exceeded");
        assertThat(shell.heed("bounces", "list", "--aside").out()).contains("(unknown)", "hello | Are you there?");
        JsonNode bounce = shell.runJson("bounces", "list", "--address", "ann@example.com")
                .get("bounces")
                .get(0);
        assertThat(shell.heed("bounces", "show", bounce.get("bounce").asString())
                        .out())
                .contains("user unknown", "5.1.1", "mx.example", "Nobody has this address.");
        assertThat(shell.heed("bounces", "show", "bob@example.com").out())
                .startsWith(
                        "Not marked by bounces. 1 soft-bounced message since the last delivery; 5 mark an address.");
        assertThat(shell.heed("bounces", "stats").out()).contains("user unknown", "quota exceeded", "mailbox is full");
        assertThat(shell.runJson("bounces", "stats", "--by", "domain")
                        .get("bounces")
                        .get(0)
                        .get("hard")
                        .intValue())
                .isEqualTo(1);

        CommandResult preview = shell.heed("bounces", "reverse", "--domain", "example.com", "--reason", "user unknown");
        assertThat(preview.out()).contains("1 bounce would change.", "Would not be Bounced any more: 1 address");
        assertThat(shell.runJson("suppression", "list").get("count").intValue()).isEqualTo(1);
        JsonNode done =
                shell.runJson("bounces", "reverse", "--domain", "example.com", "--reason", "user unknown", "--apply");
        assertThat(done.get("unmarked").get(0).stringValue()).isEqualTo("ann@example.com");
        assertThat(shell.runJson("suppression", "list").get("count").intValue()).isZero();
        assertThat(shell.runJson("bounces", "reclassify").get("changes").size()).isZero();
    }

    @Test
    void a_pause_is_reported_and_confirmed_or_discarded() throws Exception {
        shell.runJson("bounces", "policy", "--pause-least", "3", "--pause-share", "50");
        String[] addresses =
                IntStream.range(0, 6).mapToObj(i -> "p" + i + "@example.com").toArray(String[]::new);
        Map<String, String> mails = send(addresses);
        for (String address : List.of(addresses).subList(0, 5)) {
            writeBounceReport(address, mails.get(address), "5.1.1");
        }
        CommandResult fetched = shell.heed("bounces", "fetch");
        assertThat(fetched.out()).isEqualTo("5 messages, 3 marked Bounced, 2 held by a pause.\n");
        assertThat(fetched.err())
                .contains("warning: marking is paused for user unknown at example.com", "heed bounces confirm 1");
        assertThat(shell.runJson("bounces", "confirm", "1", "--preview")
                        .get("marked")
                        .size())
                .isEqualTo(2);
        assertThat(shell.heed("bounces", "pauses").out()).contains("not yet");
        assertThat(shell.runJson("bounces", "discard", "1").get("unmarked").size())
                .isEqualTo(3);
        assertThat(shell.heed("bounces", "pauses").out()).contains("discarded by mira");
        assertThat(shell.runJson("suppression", "list").get("count").intValue()).isZero();
        assertThat(shell.heed("bounces", "confirm", "1").code()).isEqualTo(2);
    }

    @Test
    void counts_of_hourly_mail_are_deleted_when_nothing_needs_them() throws Exception {
        send("ann@example.com", "eve@other.example");
        shell.clock().advance(Duration.ofDays(90));
        assertThat(shell.heed("retention", "--facts-before", "2026-03-01").out())
                .isEqualTo("Deleted 0 facts.\n");
        shell.clock().advance(Duration.ofHours(1));
        assertThat(shell.heed("retention", "--facts-before", "2026-03-01").out())
                .isEqualTo("Deleted 0 facts.\nDeleted 3 counts of hourly mail.\n");
    }

    @Test
    void a_run_whose_mail_is_blocked_has_an_alert() throws Exception {
        shell.runJson("bounces", "policy", "--alert-least", "2");
        Map<String, String> mails = send("ann@example.com", "bob@example.com", "eve@example.com");
        writeBounceReport("ann@example.com", mails.get("ann@example.com"), "5.7.26");
        writeBounceReport("bob@example.com", mails.get("bob@example.com"), "5.7.26");
        assertThat(shell.heed("bounces", "fetch").err())
                .contains("warning: run 3: 2 of 3 mails bounced for policy issue.", "SPF, DKIM, DMARC");
        shell.clock().advance(Duration.ofHours(1));
        assertThat(shell.heed("bounces", "fetch").err())
                .as("nothing new bounced")
                .isEmpty();
        writeBounceReport("eve@example.com", mails.get("eve@example.com"), "5.7.26");
        assertThat(shell.heed("bounces", "fetch").err())
                .contains("warning: run 3: 3 of 3 mails bounced for policy issue.");
        assertThat(shell.heed("show", "3").err()).contains("3 of 3 mails bounced for policy issue.");
        assertThat(shell.runJson("suppression", "list").get("count").intValue()).isZero();
    }

    @Test
    void following_reads_what_arrives_until_it_is_stopped() throws Exception {
        Map<String, String> mails = send("ann@example.com");
        writeBounceReport("ann@example.com", mails.get("ann@example.com"), "5.1.1");
        shell.stopAfterChecks(3);
        CommandResult answer = shell.heed("bounces", "fetch", "--follow");
        assertThat(answer.code()).isZero();
        assertThat(answer.out()).isEqualTo("1 message, 1 marked Bounced\n");
    }

    @Test
    void following_reports_a_busy_store_and_reads_the_waiting_messages_later() throws Exception {
        Map<String, String> mails = send("ann@example.com");
        writeBounceReport("ann@example.com", mails.get("ann@example.com"), "5.1.1");
        shell.setLockTimeout(Duration.ofMillis(50));
        try (Connection stranger = DriverManager.getConnection("jdbc:sqlite:" + shell.store());
                Statement statement = stranger.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            shell.stopAfterChecks(3);
            CommandResult busy = shell.heed("bounces", "fetch", "--follow");
            assertThat(busy.code()).isZero();
            assertThat(busy.out()).isEmpty();
            assertThat(busy.err()).startsWith("error: the store is busy: another");
        }
        shell.stopAfterChecks(3);
        assertThat(shell.heed("bounces", "fetch", "--follow").out()).isEqualTo("1 message, 1 marked Bounced\n");
    }

    @Test
    void following_reports_a_pause_of_marking_at_once() throws Exception {
        shell.runJson("bounces", "policy", "--pause-least", "2", "--pause-share", "50");
        Map<String, String> mails = send("ann@example.com", "bob@example.com");
        writeBounceReport("ann@example.com", mails.get("ann@example.com"), "5.1.1");
        writeBounceReport("bob@example.com", mails.get("bob@example.com"), "5.1.1");
        shell.stopAfterChecks(3);
        CommandResult answer = shell.heed("bounces", "fetch", "--follow");
        assertThat(answer.out()).isEqualTo("2 messages, 1 marked Bounced, 1 held by a pause\n");
        assertThat(answer.err())
                .contains("warning: marking is paused for user unknown at example.com", "heed bounces confirm 1");
    }

    @Test
    void invalid_settings_and_options_are_reported() {
        shell.heed("import", shell.file("people.csv", "Id,Email\nA,ann@example.com\n"));
        writeSettings("{ \"maildir\": \"bounces\", \"mbox\": \"mail\" }");
        CommandResult twoMailboxes = shell.heed("bounces", "fetch");
        assertThat(twoMailboxes.code()).isEqualTo(2);
        assertThat(twoMailboxes.err()).contains("exactly one of \"imap\", \"pop3\", \"maildir\" and \"mbox\"");
        writeSettings(
                "{ \"pop3\": { \"host\": \"mail.example.com\", \"user\": \"bounces\" }, \"processed\": \"move\" }");
        assertThat(shell.heed("bounces", "fetch").err()).contains("HEED_BOUNCES_PASSWORD", "POP3 has no folders");
        writeSettings("{ \"maildir\": \"nowhere\" }");
        CommandResult noMaildir = shell.heed("bounces", "fetch");
        assertThat(noMaildir.code()).isEqualTo(1);
        assertThat(noMaildir.err()).contains("is no Maildir");
        assertThat(shell.heed("bounces", "reverse").code()).isEqualTo(2);
        assertThat(shell.heed("bounces", "list", "--reason", "user unknwon").err())
                .contains("Did you mean");
        assertThat(shell.heed("bounces", "list", "--since", "yesterday").err()).contains("is not a time");
        assertThat(shell.heed("bounces", "policy", "--soft-bounces", "0").code())
                .isEqualTo(2);
        assertThat(shell.heed("bounces", "show", "999").code()).isEqualTo(2);
        shell.clock().advance(Duration.ofDays(1));
        assertThat(shell.heed("bounces", "list").err()).contains("note: no bounces found.");
    }
}
