package heed.cli.mail;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import heed.cli.TestShell;
import heed.cli.TestShell.CommandResult;
import heed.model.testing.Promise;
import jakarta.mail.Message;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a suppressed domain does to mail: nobody of it is mailed, by whatever command, and the counts say why. */
class SuppressedDomainMailTest {
    private final GreenMail relay = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    private TestShell shell;
    private Path news;

    @BeforeEach
    void open(@TempDir Path folder) {
        relay.start();
        shell = new TestShell(folder);
        shell.heed("import", shell.file("people.csv", """
                Id,Email
                A,ann@example.com
                B,bob@acme.example
                C,carl@mail.acme.example
                """));
        shell.heed("suppression", "add", "@acme.example", "--reason", "a letter");
        news = shell.file("news.json", """
                { "id": "news", "name": "News", "who": { "all": [] },
                  "actions": [ { "action": "send-email", "subject": "News", "text": "Hello {{unsubscribeUrl}}" } ],
                  "run": { "mode": "once" } }
                """);
        shell.setVariable(
                "HEED_MAIL",
                shell.file("mail.json", """
                { "smtp": { "host": "127.0.0.1", "port": %d, "security": "none" },
                  "from": "Example News <news@example.com>", "bounces": "bounces@example.com",
                  "publicUrl": "https://mail.example.com/heed" }
                """.formatted(relay.getSmtp().getPort()))
                        .toString());
    }

    @AfterEach
    void close() {
        relay.stop();
    }

    @Test
    @Promise(1)
    void a_run_mails_nobody_of_the_domain_and_show_counts_them() throws Exception {
        CommandResult answer = shell.heed("run", news, "--confirm", "3"); // run 2: the import is run 1
        assertThat(answer.code()).as(answer.err()).isZero();
        for (Message mail : relay.getReceivedMessages()) {
            assertThat(mail.getAllRecipients()[0].toString()).isNotEqualTo("bob@acme.example");
        }
        assertThat(relay.getReceivedMessages()).hasSize(2);
        assertThat(answer.out()).containsPattern("skipped +1 +Domain on the suppression list");
        assertThat(shell.heed("show", "2").out()).containsPattern("skipped +1 +Domain on the suppression list");
        assertThat(shell.heed("sends", "--run", "2").out()).contains("Domain on the suppression list since ");
    }

    @Test
    @Promise(1)
    void a_test_mail_to_the_domain_is_refused() {
        CommandResult refused = shell.heed("send-test", news, "--to", "boss@acme.example");
        assertThat(refused.code()).isEqualTo(3);
        assertThat(refused.err()).contains("Domain on the suppression list");
        assertThat(relay.getReceivedMessages()).isEmpty();
    }
}
