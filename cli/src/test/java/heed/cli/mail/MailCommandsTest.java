package heed.cli.mail;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.user.MessageDeliveryHandler;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import heed.cli.TestShell;
import heed.model.testing.Promise;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class MailCommandsTest {
    private static final String PEOPLE = """
            Id,Email,First Name,Country,Email Opt Out,Bounced
            A,ann@example.com,Ann,Canada,No,No
            A2,ann@example.com,Annie,Canada,No,No
            B,bob@example.com,,Canada,No,No
            C,carl@example.com,Carl,Canada,Yes,No
            D,dora@example.com,Dora,Canada,No,Yes
            E,,Emil,Canada,No,No
            F,fritz@example.com,Fritz,Germany,No,No
            """;
    private static final String NEWS = """
            { "id": "news", "name": "News for Canada",
              "who": { "field": "Country", "operator": "equals", "value": "Canada" },
              "actions": [ { "action": "send-email", "subject": "Hello {{firstName fallback=\\"there\\"}}",
                             "text": "Dear {{firstName}},\\nnothing new.\\n{{unsubscribeUrl}}\\n",
                             "html": "<p>Dear {{firstName}}</p>" } ],
              "run": { "mode": "once" } }
            """;

    private TestShell shell;
    private GreenMail relay;
    private Path news;

    @BeforeEach
    void open(@TempDir Path folder) {
        relay = startRelay(0);
        shell = new TestShell(folder);
        shell.heed("import", shell.file("people.csv", PEOPLE));
        news = shell.file("news.json", NEWS);
        writeSettings("");
    }

    @AfterEach
    void close() {
        relay.stop();
    }

    private static GreenMail startRelay(int port) {
        GreenMail greenMail = new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        greenMail.start();
        return greenMail;
    }

    private void writeSettings(String more) {
        shell.setVariable(
                "HEED_MAIL",
                shell.file("mail.json", """
                { "smtp": { "host": "127.0.0.1", "port": %d, "security": "none" },
                  "from": "Example News <news@example.com>", "bounces": "bounces@example.com",
                  "publicUrl": "https://mail.example.com/heed"%s }
                """.formatted(relay.getSmtp().getPort(), more))
                        .toString());
    }

    private TestShell.CommandResult run(Object... more) {
        return shell.heed(join("run", news, "--confirm", "6", more));
    }

    /** Runs while the relay is down, until the command gives up. The last pause between attempts is over then. */
    private TestShell.CommandResult runUntilOutageEnds(Object... more) {
        shell.advanceAtEachCheck(Duration.ofSeconds(5));
        TestShell.CommandResult result = run(more);
        shell.advanceAtEachCheck(Duration.ZERO);
        shell.clock().advance(Duration.ofMinutes(1));
        return result;
    }

    private static Object[] join(Object first, Object second, Object third, Object fourth, Object... more) {
        Object[] all = Arrays.copyOf(new Object[] {first, second, third, fourth}, 4 + more.length);
        System.arraycopy(more, 0, all, 4, more.length);
        return all;
    }

    private List<String> receivedMails() {
        return Arrays.stream(relay.getReceivedMessages())
                .map(GreenMailUtil::getWholeMessage)
                .toList();
    }

    private List<String> recipients() {
        return receivedMails().stream()
                .map(mail -> mail.lines()
                        .filter(line -> line.startsWith("To: "))
                        .findFirst()
                        .orElseThrow()
                        .substring(4))
                .sorted()
                .toList();
    }

    @Test
    @Promise({1, 2})
    void a_run_mails_each_address_once_and_nobody_who_is_suppressed() {
        TestShell.CommandResult answer = run();
        assertThat(answer.code()).as(answer.err()).isZero();
        assertThat(recipients()).containsExactly("ann@example.com", "bob@example.com");
        assertThat(answer.out())
                .containsPattern("sent +2")
                .containsPattern("skipped +1 +Email Opt Out")
                .containsPattern("skipped +1 +Bounced")
                .containsPattern("skipped +1 +duplicate")
                .containsPattern("skipped +1 +no valid email address");
    }

    @Test
    void a_mail_has_its_sender_and_unsubscribe_links() {
        run();
        String mail = receivedMails().stream()
                .filter(received -> received.contains("To: ann@example.com"))
                .findFirst()
                .orElseThrow();
        assertThat(mail)
                .contains("From: Example News <news@example.com>")
                .contains("Subject: Hello Ann")
                .contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click")
                .containsPattern("List-Unsubscribe: <https://mail.example.com/heed/unsubscribe/[a-z2-7]{96}>")
                .containsPattern("(?s)Dear Ann,\\R+nothing new\\.\\R+https://mail.example.com/heed/unsubscribe/")
                .contains("<p>Dear Ann</p>");
    }

    @Test
    @Promise(2)
    void running_again_sends_nobody_a_second_mail_unless_it_is_resent() {
        run();
        assertThat(run("--again").out())
                .containsPattern(
                        "Skipped +6 +already had the value, have a mail of this message already, or get no message of their own");
        assertThat(recipients()).hasSize(2);
        assertThat(run("--resend").code()).isZero();
        assertThat(recipients())
                .containsExactly("ann@example.com", "ann@example.com", "bob@example.com", "bob@example.com");
    }

    @Test
    @Promise(5)
    void a_preview_counts_what_the_run_will_send_and_shows_a_mail() {
        TestShell.CommandResult preview = shell.heed("preview", news, "--render", "B", "--render", "C");
        assertThat(preview.out())
                .contains("send-email would be sent to 2 addresses; each gets it once.")
                .contains("1 skipped: Email Opt Out")
                .contains("1 skipped: Bounced")
                .contains("1 skipped: duplicate")
                .contains("1 skipped: no valid email address")
                .contains("1 recipient has no First Name: the message shows nothing there")
                .contains("--- send-email for prospect B: send to bob@example.com")
                .contains("Subject: Hello there")
                .contains("--- send-email for prospect C: skip carl@example.com: Email Opt Out since 2026-03-01");
        assertThat(recipients()).isEmpty();
        JsonNode counted = shell.runJson("preview", news).at("/actions/0/mail");
        assertThat(counted.get("send").asInt()).isEqualTo(2);
        run();
        assertThat(recipients()).hasSize(2);
    }

    @Test
    void every_mail_is_listed_with_its_state_and_the_exact_reason() {
        run();
        assertThat(shell.heed("sends", "--run", 2).out())
                .contains("news, send-email")
                .containsPattern("A +ann@example.com +2026-03-01 13:00:00 +sent 2026-03-01 13:00:00: 250")
                .containsPattern("A2 +ann@example.com +skipped 2026-03-01 13:00:00: duplicate of prospect A")
                .containsPattern(
                        "C +carl@example.com +skipped 2026-03-01 13:00:00: Email Opt Out since 2026-03-01 13:00:00")
                .containsPattern("D +dora@example.com +skipped 2026-03-01 13:00:00: Bounced since 2026-03-01 13:00:00")
                .containsPattern("E +skipped 2026-03-01 13:00:00: no valid email address");
        JsonNode duplicate = shell.runJson("sends", "--prospect", "A2").get("sends");
        assertThat(duplicate.size()).isEqualTo(1);
        assertThat(duplicate.at("/0/refusal/reason").asString()).isEqualTo("duplicate");
        assertThat(duplicate.at("/0/refusal/other").asString()).isEqualTo("A");
        JsonNode optedOut = shell.runJson("sends", "--prospect", "C").at("/sends/0/refusal");
        assertThat(optedOut.get("suppression").asString()).isEqualTo("Email Opt Out");
        assertThat(optedOut.get("at").asString()).isEqualTo("2026-03-01T12:00:00Z");
        assertThat(shell.runJson("sends", "--state", "sent").get("sends").size())
                .isEqualTo(2);
        assertThat(shell.heed("sends", "--run", 2, "--limit", 2).err())
                .contains("note: there may be more. To list them: heed sends --run 2 --limit 2 --after 2");
        assertThat(shell.heed("sends", "--state", "lost").code()).isEqualTo(2);
        assertThat(shell.heed("sends", "--run", 9).code()).isEqualTo(2);
        TestShell.CommandResult noSettings = shell.heed("sends", "--mail", "nope.json");
        assertThat(noSettings.code()).isEqualTo(2);
        assertThat(noSettings.err()).contains("there is no file nope.json, which --mail names");
    }

    @Test
    @Promise(1)
    void a_prospect_who_opts_out_while_the_mailing_waits_is_not_mailed() {
        int port = relay.getSmtp().getPort();
        relay.stop();
        TestShell.CommandResult run = runUntilOutageEnds();
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err())
                .contains("mail is waiting: the relay 127.0.0.1:" + port
                        + " cannot be used: the connection was refused. `heed deliver --store " + shell.store()
                        + "` continues with it");
        assertThat(run.out()).containsPattern("queued +[23]");
        shell.heed("set", "--prospect", "B", "Email Opt Out=Yes", "--reason", "asked by phone");
        shell.heed("set", "--prospect", "A", "Email=ann@example.org", "--reason", "moved");
        relay = startRelay(port);
        deliverAll();
        assertThat(recipients()).isEmpty();
        assertThat(shell.heed("sends").out())
                .containsPattern("B +bob@example.com +2026-03-01 13:00:\\d\\d +skipped .*: Email Opt Out since")
                .containsPattern(
                        "A +ann@example.com +2026-03-01 13:00:\\d\\d +skipped .*: the prospect's address has changed")
                .containsPattern("A2 +ann@example.com +skipped .*: duplicate of prospect A");
        assertThat(run("--resend").code()).isZero();
        assertThat(recipients()).containsExactly("ann@example.com", "ann@example.org");
    }

    @Test
    void a_paused_run_waits_until_it_is_resumed_and_a_cancelled_one_is_withdrawn() {
        int port = relay.getSmtp().getPort();
        relay.stop();
        runUntilOutageEnds();
        assertThat(shell.heed("pause", 2).out())
                .contains("Run 2 is paused; it sends nothing until `heed resume 2 --store " + shell.store() + "`.");
        assertThat(shell.heed("runs").out()).containsPattern("2 +automation +news +finished, mail paused");
        relay = startRelay(port);
        assertThat(shell.heed("deliver").code()).isZero();
        assertThat(recipients()).isEmpty();
        assertThat(shell.heed("resume", 2).code()).isZero();
        assertThat(shell.heed("runs").out()).doesNotContain("paused");
        deliverAll();
        assertThat(recipients()).containsExactly("ann@example.com", "bob@example.com");

        relay.stop();
        TestShell.CommandResult unreachable = runUntilOutageEnds("--resend", "--json");
        assertThat(unreachable.code()).isEqualTo(1);
        assertThat(unreachable.json().get("waitsBecause").asString()).contains("the connection was refused");
        assertThat(shell.heed("cancel", 3).out())
                .containsPattern("[2-4] mails of run 3 withdrawn") // the suppressed ones may not have been claimed yet
                .containsPattern("(?m)^cancelled +[2-4]$");
        relay = startRelay(port);
        deliverAll();
        assertThat(recipients()).isEmpty();
        assertThat(shell.heed("pause", 7).code()).isEqualTo(2);
    }

    @Test
    void a_long_mailing_ends_with_the_reason_when_the_relay_stays_unreachable() {
        importMore(3_000);
        int port = relay.getSmtp().getPort();
        relay.stop();
        shell.advanceAtEachCheck(Duration.ofSeconds(5));
        TestShell.CommandResult run = shell.heed("run", news, "--confirm", 3_006);
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err())
                .containsPattern("Sending \\d of 3,004 mails") // some mails are refused before the relay is needed
                .contains("; waiting: the relay 127.0.0.1:" + port + " cannot be used")
                .contains("error: mail is waiting: the relay 127.0.0.1:" + port
                        + " cannot be used: the connection was refused. `heed deliver --store " + shell.store()
                        + "` continues with it");
        assertThat(run.out()).containsPattern("queued +[23],\\d").doesNotContain("sent");
    }

    @Test
    void a_run_that_is_paused_while_it_sends_reports_its_number_and_how_to_resume_it() {
        int prospects = 300;
        importMore(prospects);
        writeSettings(", \"delivery\": { \"connections\": 1 }");
        AtomicBoolean paused = new AtomicBoolean();
        MessageDeliveryHandler usual = relay.getUserManager().getMessageDeliveryHandler();
        relay.getUserManager().setMessageDeliveryHandler((mail, address) -> {
            if (!paused.getAndSet(true)) {
                assertThat(shell.heed("pause", 3).code()).isZero();
            }
            return usual.handle(mail, address);
        });
        TestShell.CommandResult run = shell.heed("run", news, "--confirm", prospects + 6);
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).containsPattern("sent +\\d").containsPattern("queued +\\d");
        assertThat(run.err())
                .contains("error: mail is waiting: run 3 is paused. `heed resume 3 --store " + shell.store()
                        + "` continues with it");
        assertThat(shell.heed("deliver").err())
                .contains("note: run 3 is paused; `heed resume 3 --store " + shell.store() + "` sends its mail.");
        shell.clock().advance(Duration.ofMinutes(5)); // until the lease of the interrupted attempts has expired
        assertThat(shell.heed("resume", 3).code()).isZero();
        assertThat(recipients()).hasSize(prospects + 2).doesNotHaveDuplicates();
    }

    private void importMore(int prospects) {
        shell.heed(
                "import",
                shell.file(
                        "more.csv",
                        IntStream.range(0, prospects)
                                .mapToObj(i -> "P" + i + ",p" + i + "@example.com,Canada\n")
                                .collect(Collectors.joining("", "Id,Email,Country\n", ""))));
    }

    /**
     * Delivers until no mail waits. Mail that waited for the relay becomes due when the last pause between attempts is
     * over.
     */
    private void deliverAll() {
        boolean waiting = true;
        for (int i = 0; waiting && i < 200; i++) {
            waiting = !shell.runJson("deliver").get("nextDue").isNull();
        }
        assertThat(waiting).isFalse();
    }

    @Test
    void whose_mail_was_skipped_is_told_so_and_not_that_the_prospect_has_the_message() {
        run();
        assertThat(shell.heed("preview", news).out())
                .contains("1 skipped: Bounced")
                .contains("1 skipped: Email Opt Out")
                .contains("2 skipped: has this message already")
                .contains("1 skipped: this message was skipped before: no valid email address");
        assertThat(shell.heed("explain", news, "--prospect", "C").out())
                .contains("skip carl@example.com: Email Opt Out since 2026-03-01");
        shell.heed("set", "--prospect", "C", "Email Opt Out=No", "--reason", "a mistake");
        assertThat(shell.heed("explain", news, "--prospect", "C").out())
                .contains("skip carl@example.com: this message was skipped before: Email Opt Out");
        assertThat(run("--again").code()).isZero();
        assertThat(recipients()).containsExactly("ann@example.com", "bob@example.com");
    }

    @Test
    @Promise(1)
    void a_test_is_marked_and_is_not_sent_to_an_opted_out_address() {
        TestShell.CommandResult sent = shell.heed("send-test", news, "--to", "boss@example.com", "--prospect", "B");
        assertThat(sent.code()).as(sent.err()).isZero();
        assertThat(receivedMails())
                .singleElement()
                .satisfies(mail ->
                        assertThat(mail).contains("To: boss@example.com").contains("Subject: [Test] Hello there"));
        TestShell.CommandResult refused = shell.heed("send-test", news, "--to", "Carl@Example.com");
        assertThat(refused.code()).isEqualTo(3);
        assertThat(refused.err()).contains("Email Opt Out since");
        assertThat(receivedMails()).hasSize(1);
        assertThat(shell.heed("send-test", news, "--to", "nobody").code()).isEqualTo(2);
    }

    @Test
    @Promise(7)
    void without_a_sender_a_public_url_or_settings_nothing_is_queued() {
        shell.setVariable("HEED_MAIL", shell.file("no-url.json", """
                { "smtp": { "host": "localhost" }, "from": "news@example.com", "bounces": "bounces@example.com" }
                """).toString());
        TestShell.CommandResult noUrl = run();
        assertThat(noUrl.code()).isEqualTo(3);
        assertThat(noUrl.err())
                .contains(
                        "no public URL is set up at which people can unsubscribe. Add \"publicUrl\" to the mail settings");
        assertThat(shell.heed("deliver").code()).isEqualTo(3);
        shell.setVariable("HEED_MAIL", shell.file("no-from.json", """
                { "smtp": { "host": "localhost" }, "bounces": "b@example.com", "publicUrl": "https://mail.example.com" }
                """).toString());
        assertThat(run().err()).contains("does not say who it is \"from\"", "Add \"from\" to the mail settings");
        shell.setVariable("HEED_MAIL", shell.file("nowhere.json").toString());
        assertThat(run().code()).isEqualTo(2);
        assertThat(run().err())
                .endsWith("there is no file " + shell.file("nowhere.json")
                        + ", which the environment variable HEED_MAIL names\n");
        shell.setVariable("HEED_MAIL", "");
        String notSetUp = shell.heed("deliver").err().substring("error: ".length());
        assertThat(notSetUp).startsWith("there are no mail settings. Create ./heed-mail.json");
        assertThat(run().err()).endsWith("error: news sends email, but " + notSetUp);
        assertThat(shell.runJson("sends").get("sends").size()).isZero();
    }

    @Test
    @Promise(7)
    void invalid_settings_are_reported_with_their_places_and_without_the_password() {
        shell.setVariable("HEED_SMTP_PASSWORD", "hunter2");
        shell.setVariable("HEED_MAIL", shell.file("wrong.json", """
                { "smtp": { "host": "smtp.example.com", "port": 99999, "security": "ssl", "user": "heed" },
                  "from": "nobody", "bounces": "bounces", "publicUrl": "ftp://example.com", "delvery": {},
                  "dkim": { "domain": "example.com", "selector": "heed", "keyFile": "missing.pem" } }
                """).toString());
        TestShell.CommandResult answer = run();
        assertThat(answer.code()).isEqualTo(2);
        assertThat(answer.err())
                .contains("/smtp/port")
                .contains("/smtp/security")
                .contains("/from")
                .contains("/bounces")
                .contains("/publicUrl")
                .contains("/delvery")
                .contains("/dkim/keyFile")
                .doesNotContain("hunter2");
    }

    @Test
    void undoing_a_run_withdraws_its_waiting_mail() {
        int port = relay.getSmtp().getPort();
        relay.stop();
        runUntilOutageEnds();
        assertThat(shell.heed("undo", 2).out()).containsPattern("[23] mails were withdrawn before they were sent.");
        relay = startRelay(port);
        assertThat(shell.runJson("deliver").get("nextDue").isNull()).isTrue();
        assertThat(recipients()).isEmpty();
    }

    @Test
    void stopping_a_followed_delivery_is_not_a_failure() {
        shell.useSystemClock();
        shell.stopAfterChecks(3);
        assertThat(shell.heed("deliver", "--follow").code()).isZero();
        shell.clearStop();
    }
}
