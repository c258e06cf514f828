package heed.cli.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import heed.cli.TestShell;
import heed.cli.TestShell.CommandResult;
import heed.model.testing.Promise;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A backup becomes a store in which nothing that may have been sent is sent again by itself. */
class BackupCommandsTest {
    private static final String NEWS = """
            { "id": "news", "name": "News",
              "who": { "field": "Email", "operator": "is-not-empty" },
              "actions": [ { "action": "send-email", "subject": "News", "text": "Hello" } ],
              "run": { "mode": "once" } }
            """;

    private GreenMail relay = relay(0);
    private TestShell shell;
    private Path news;

    @BeforeEach
    void open(@TempDir Path folder) {
        shell = new TestShell(folder);
        relay.start();
        shell.runJson("import", shell.file("people.csv", "Id,Email\nA,ann@example.com\nB,bob@example.com\n"));
        news = shell.file("news.json", NEWS);
        shell.setVariable(
                "HEED_MAIL",
                shell.file("mail.json", """
                { "smtp": { "host": "127.0.0.1", "port": %d, "security": "none" },
                  "from": "Example News <news@example.com>", "bounces": "bounces@example.com",
                  "publicUrl": "https://mail.example.com/heed" }
                """.formatted(relay.getSmtp().getPort()))
                        .toString());
    }

    private static GreenMail relay(int port) {
        return new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    }

    @AfterEach
    void close() {
        relay.stop();
    }

    private CommandResult onRestored(Object... arguments) {
        Object[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--store";
        all[arguments.length + 1] = shell.file("restored.db");
        return shell.runBare(all);
    }

    @Test
    @Promise({1, 2})
    void what_waited_at_the_backup_is_held_until_a_person_resumes_or_cancels_it() {
        int port = relay.getSmtp().getPort();
        relay.stop();
        shell.advanceAtEachCheck(Duration.ofSeconds(5));
        CommandResult run = shell.heed("run", news, "--confirm", 2);
        shell.advanceAtEachCheck(Duration.ZERO);
        assertThat(run.code()).isEqualTo(1);
        JsonNode backup = shell.runJson("backup", shell.file("heed.backup"));
        assertThat(backup.get("rows").get("mail").asInt()).isEqualTo(2);
        assertThat(backup.get("bytes").asLong()).isPositive();
        shell.clock().advance(Duration.ofHours(1));
        relay = relay(port);
        relay.start();

        CommandResult restored = onRestored("restore", shell.file("heed.backup"));
        assertThat(restored.code()).as(restored.err()).isZero();
        assertThat(restored.out()).contains("2 prospects", "2 mails");
        assertThat(restored.err()).contains("1 run is paused, with 2 mails that may have been sent after the backup");
        CommandResult deliver = onRestored("deliver");
        assertThat(deliver.code()).as(deliver.err()).isZero();
        assertThat(deliver.err())
                .contains("note: run 2 is paused; the store was restored from the backup of")
                .contains("`heed resume 2 --store " + shell.file("restored.db") + "` sends its mail")
                .contains("`heed cancel 2 --store " + shell.file("restored.db") + "` withdraws it");
        assertThat(relay.getReceivedMessages()).isEmpty();
        assertThat(onRestored("runs").out()).contains("finished, mail paused");
        assertThat(onRestored("runs").err()).contains("the mail may have been sent after it");
        assertThat(onRestored("show", 2).err()).contains("the mail may have been sent after it");

        assertThat(onRestored("resume", 2).code()).isZero();
        assertThat(relay.getReceivedMessages()).hasSize(2);
        assertThat(onRestored("doctor").code()).isZero();
    }

    @Test
    void a_backup_says_what_it_holds_and_replaces_nothing() throws IOException {
        CommandResult backup = shell.heed("backup", shell.file("heed.backup"));
        assertThat(backup.code()).as(backup.err()).isZero();
        assertThat(backup.out()).contains("1 account, 2 prospects, 1 run, 0 mails, 0 bounces", "read back");
        CommandResult again = shell.heed("backup", shell.file("heed.backup"));
        assertThat(again.code()).isEqualTo(2);
        assertThat(again.err()).contains("exists already");
        assertThat(shell.heed("backup", shell.store()).code()).isEqualTo(2);

        CommandResult over = shell.heed("restore", shell.file("heed.backup"));
        assertThat(over.code()).isEqualTo(1);
        assertThat(over.err()).contains("a backup is restored into a new store");
        CommandResult opened = shell.runBare("runs", "--store", shell.file("heed.backup"));
        assertThat(opened.code()).isEqualTo(1);
        assertThat(opened.err()).contains("is a backup", "restore");

        byte[] bytes = Files.readAllBytes(shell.file("heed.backup"));
        bytes[bytes.length / 2] ^= 1;
        Path damaged = shell.file("damaged.backup", bytes);
        CommandResult refused = onRestored("restore", damaged);
        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err()).contains("damaged");
        assertThat(Files.exists(shell.file("restored.db"))).isFalse();
        CommandResult missing = onRestored("restore", shell.file("missing"));
        assertThat(missing.code()).isEqualTo(2);
    }
}
