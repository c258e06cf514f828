package heed.cli.mail;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import heed.cli.TestShell;
import heed.mail.AttemptId;
import heed.mail.SenderId;
import heed.mail.SmtpReply;
import heed.mail.delivery.AccountMail;
import heed.mail.gate.AttemptJournal;
import heed.mail.gate.AttemptOutcome;
import heed.mail.gate.Attempts;
import heed.mail.gate.Claim;
import heed.mail.gate.ClaimVerdict;
import heed.mail.outbox.QueuedMail;
import heed.model.testing.Promise;
import heed.store.SqliteStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the commands say of mail that a run has left, and how they go on with it. */
class UnsentMailTest {
    private static final int PROSPECTS = 20;
    private static final SenderId SENDER = new SenderId("sender");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    private static final String NEWS = """
            { "id": "news", "name": "News", "who": { "all": [] },
              "actions": [ { "action": "send-email", "subject": "News", "text": "{{unsubscribeUrl}}" } ],
              "run": { "mode": "once" } }
            """;

    private TestShell shell;
    private GreenMail relay;
    private Path news;

    @BeforeEach
    void open(@TempDir Path folder) {
        shell = new TestShell(folder);
        shell.heed(
                "import",
                shell.file(
                        "people.csv",
                        IntStream.range(0, PROSPECTS)
                                .mapToObj(i -> "P" + i + ",p" + i + "@example.com\n")
                                .collect(Collectors.joining("", "Id,Email\n", ""))));
        news = shell.file("news.json", NEWS);
        relay = startRelay(0);
        writeSettings(relay.getSmtp().getPort(), "");
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

    private void writeSettings(int port, String delivery) {
        shell.setVariable(
                "HEED_MAIL",
                shell.file("mail.json", """
                { "smtp": { "host": "127.0.0.1", "port": %d, "security": "none" },
                  "from": "news@example.com", "bounces": "bounces@example.com",
                  "publicUrl": "https://mail.example.com/", "delivery": { "leaseSeconds": 300%s } }
                """.formatted(port, delivery)).toString());
    }

    private TestShell.CommandResult run(Object... more) {
        Object[] all = Arrays.copyOf(new Object[] {"run", news, "--confirm", PROSPECTS}, 4 + more.length);
        System.arraycopy(more, 0, all, 4, more.length);
        return shell.heed(all);
    }

    /** Runs while the relay is down, and starts it again. */
    private void runAndLeaveMail() {
        int port = relay.getSmtp().getPort();
        relay.stop();
        shell.advanceAtEachCheck(Duration.ofSeconds(5));
        assertThat(run().code()).isEqualTo(1);
        shell.advanceAtEachCheck(Duration.ZERO);
        shell.clock().advance(Duration.ofMinutes(1));
        relay = startRelay(port);
    }

    /** Leaves behind what a killed process leaves: a mail that may have arrived, reserved mails, its row and its journal. */
    private void killSenderWithOneMailInFlight() {
        try (SqliteStore store = SqliteStore.open(shell.store(), shell.clock())) {
            AccountMail mail = store.mail("default").orElseThrow();
            Instant now = shell.clock().instant();
            AttemptJournal journal = mail.journals().open();
            mail.deliveryInstances().join(journal.sender().instance(1));
            List<QueuedMail> reserved = mail.outbox().reserve(5, now, journal.sender());
            mail.attempts().claim(List.of(reserved.get(0).toClaim()), shell.clock(), journal.sender()).stream()
                    .map(verdict -> verdict.either(ClaimVerdict.Granted::attempt, reason -> {
                        throw new AssertionError(reason);
                    }))
                    .forEach(journal::noteCompletion);
            journal.abandon();
        }
    }

    @Test
    void a_finished_run_says_what_is_queued_and_in_flight_that_no_process_sends_it_and_which_command_goes_on() {
        runAndLeaveMail();
        killSenderWithOneMailInFlight();
        String queued = "19 mails are queued; no process is sending mail. `heed resume 2 --store " + shell.store()
                + "` goes on.";
        assertThat(shell.heed("show", 2).err())
                .contains("note: " + queued)
                .contains(
                        "note: 1 mail is in flight in a process that has ended. `heed resume 2 --store " + shell.store()
                                + "` sends those whose message was not complete; the others may have arrived and are listed as"
                                + " unknown.");
        TestShell.CommandResult runs = shell.heed("runs");
        assertThat(runs.out()).containsPattern("2 +automation +news +finished, mail not sent");
        assertThat(runs.err()).contains("note: run 2: " + queued);
        assertThat(shell.runJson("runs").at("/runs/1/mailUnsent").asBoolean()).isTrue();
        assertThat(shell.heed("preview", news).err())
                .contains("note: run 2 of this automation: 19 mails are queued; no process is sending mail.");
    }

    @Test
    @Promise(2)
    void the_same_run_command_waits_for_the_mail_of_a_killed_process_and_sends_all_that_may_be_sent() {
        runAndLeaveMail();
        killSenderWithOneMailInFlight();
        shell.advanceAtEachCheck(Duration.ofMillis(500));
        TestShell.CommandResult again = run();
        assertThat(again.code()).as(again.err()).isZero();
        assertThat(again.err())
                .contains("note: run 2 has finished, and 20 mails of it are not sent yet. Going on with the mail;"
                        + " nobody is selected anew.")
                .contains("note: 1 mail is unknown: an attempt ended without an outcome, so the mail may have arrived,"
                        + " and is not sent again.");
        assertThat(again.out())
                .containsPattern("sent +19")
                .containsPattern("unknown +1")
                .doesNotContain("queued");
        assertThat(relay.getReceivedMessages()).hasSize(PROSPECTS - 1);
        TestShell.CommandResult third = run();
        assertThat(third.code()).isEqualTo(3);
        assertThat(third.err()).contains("--again");
    }

    @Test
    void an_edited_automation_does_not_go_on_with_the_mail_but_says_how() {
        runAndLeaveMail();
        shell.file("news.json", NEWS.replace("News\"", "Other news\""));
        TestShell.CommandResult edited = run();
        assertThat(edited.code()).isEqualTo(3);
        assertThat(edited.err())
                .contains("20 of its mails are not sent yet. To continue it: heed resume 2")
                .doesNotContain("--again");
        assertThat(relay.getReceivedMessages()).isEmpty();
        assertThat(shell.heed("resume", 2).code()).isZero();
        assertThat(relay.getReceivedMessages()).hasSize(PROSPECTS);
    }

    @Test
    void a_mailing_at_a_rate_ends_when_all_of_it_has_gone() {
        shell.useSystemClock();
        writeSettings(relay.getSmtp().getPort(), ", \"perSecond\": 10");
        long start = System.nanoTime();
        TestShell.CommandResult paced = run();
        assertThat(paced.code()).as(paced.err()).isZero();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(1_850));
        assertThat(paced.out()).containsPattern("sent +20").doesNotContain("queued");
        assertThat(relay.getReceivedMessages()).hasSize(PROSPECTS);
    }

    @Test
    void a_later_retry_is_announced_with_its_time_and_its_command_and_is_no_failure() {
        runAndLeaveMail();
        Instant due = shell.clock().instant().plus(Duration.ofMinutes(5));
        try (SqliteStore store = SqliteStore.open(shell.store(), shell.clock())) {
            AccountMail mail = store.mail("default").orElseThrow();
            Instant now = shell.clock().instant();
            Claim first = mail.outbox().reserve(1, now, SENDER).get(0).toClaim();
            AttemptId attempt = mail.attempts()
                    .claim(List.of(first), shell.clock(), SENDER)
                    .get(0)
                    .either(ClaimVerdict.Granted::attempt, reason -> {
                        throw new AssertionError(reason);
                    });
            SmtpReply later = SmtpReply.of(SmtpReply.Stage.RCPT_TO, 450, "4.2.2 mailbox full");
            mail.attempts().record(List.of(new Attempts.AttemptResult(attempt, AttemptOutcome.retry(due, later))), now);
        }
        TestShell.CommandResult resumed = shell.heed("resume", 2);
        assertThat(resumed.code()).as(resumed.err()).isZero();
        assertThat(resumed.out()).containsPattern("retrying +1").containsPattern("sent +19");
        assertThat(resumed.err())
                .contains("note: 1 mail is retried, next at " + TIME.format(due.atZone(ZoneId.of("Europe/Berlin")))
                        + "; `heed deliver --store " + shell.store() + "` sends what is due then.");
        assertThat(shell.heed("deliver").code()).isZero();
        shell.clock().set(due);
        assertThat(shell.heed("deliver").out()).containsPattern("sent +20");
    }
}
