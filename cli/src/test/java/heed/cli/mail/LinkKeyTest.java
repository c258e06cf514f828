package heed.cli.mail;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import heed.cli.TestShell;
import heed.mail.LinkKey;
import heed.mail.MailMark;
import heed.mail.MailTokens;
import heed.mail.delivery.AccountMail;
import heed.model.prospect.EmailAddress;
import heed.model.testing.Promise;
import heed.store.SqliteStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The keys of links, in the store and outside it, and what a store does not know after a backup was restored. */
class LinkKeyTest {
    private static final String KEY = "ab".repeat(32);
    private static final Pattern LINK = Pattern.compile("List-Unsubscribe: <.*/unsubscribe/([a-z2-7]+)>");
    private static final String NEWS = """
            { "id": "news", "name": "News",
              "who": { "field": "Country", "operator": "equals", "value": "Canada" },
              "actions": [ { "action": "send-email", "subject": "Hello", "text": "Hello {{unsubscribeUrl}}" } ],
              "run": { "mode": "once" } }
            """;

    private TestShell shell;
    private GreenMail relay;
    private Path news;

    @BeforeEach
    void open(@TempDir Path folder) {
        relay = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        relay.start();
        shell = new TestShell(folder);
        shell.heed("import", shell.file("people.csv", "Id,Email,Country\nA,ann@example.com,Canada\n"));
        news = shell.file("news.json", NEWS);
        writeSettings("");
    }

    @AfterEach
    void close() {
        relay.stop();
    }

    private void writeSettings(String more) {
        shell.setVariable(
                "HEED_MAIL",
                shell.file("mail.json", """
                { "smtp": { "host": "127.0.0.1", "port": %d, "security": "none" },
                  "from": "News <news@example.com>", "bounces": "bounces@example.com",
                  "publicUrl": "https://mail.example.com"%s }
                """.formatted(relay.getSmtp().getPort(), more))
                        .toString());
    }

    /** Sends the mail to Ann and returns the token of its link. */
    private String send() {
        TestShell.CommandResult result = shell.heed("run", news, "--confirm", "1");
        assertThat(result.code()).as(result.err()).isZero();
        Matcher link = LINK.matcher(Arrays.stream(relay.getReceivedMessages())
                .map(GreenMailUtil::getWholeMessage)
                .findFirst()
                .orElseThrow());
        assertThat(link.find()).isTrue();
        return link.group(1);
    }

    private Optional<EmailAddress> read(String token, Supplier<List<LinkKey>> outside) {
        try (SqliteStore store = SqliteStore.openExisting(shell.store(), shell.clock())) {
            AccountMail mail = store.mail("default").orElseThrow();
            return mail.tokens(outside)
                    .read(MailTokens.Purpose.UNSUBSCRIBE, token)
                    .flatMap(MailMark::address);
        }
    }

    private List<String> storedKeys() throws SQLException {
        List<String> keys = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + shell.store());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT secret FROM link_key")) {
            while (rows.next()) {
                keys.add(rows.getString(1));
            }
        }
        return keys;
    }

    @Test
    void a_key_from_a_file_signs_and_is_never_stored() throws SQLException, IOException {
        shell.file("link.key", "\n" + KEY.toUpperCase(java.util.Locale.ROOT) + "\n" + "cd".repeat(32) + "\n");
        writeSettings(", \"linkKeyFile\": \"link.key\"");
        String token = send();
        assertThat(storedKeys()).isEmpty();
        LinkKey key = LinkKey.parse(KEY).orElseThrow();
        assertThat(read(token, () -> List.of(LinkKey.random(), key))).contains(new EmailAddress("ann@example.com"));
        assertThat(read(token, () -> List.of(LinkKey.random()))).isEmpty();
        assertThat(Files.readString(shell.store(), java.nio.charset.StandardCharsets.ISO_8859_1))
                .doesNotContain(KEY);
    }

    @Test
    void a_key_from_the_environment_signs_and_a_wrong_one_is_not_shown() throws SQLException {
        shell.setVariable("HEED_LINK_KEY", "hunter2-hunter2");
        TestShell.CommandResult refused = shell.heed("run", news, "--confirm", "1");
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err())
                .contains("HEED_LINK_KEY", "openssl rand -hex 32")
                .doesNotContain("hunter2");
        shell.setVariable("HEED_LINK_KEY", KEY);
        String token = send();
        assertThat(storedKeys()).isEmpty();
        assertThat(read(token, () -> List.of(LinkKey.parse(KEY).orElseThrow())))
                .contains(new EmailAddress("ann@example.com"));
    }

    @Test
    void a_file_without_keys_is_refused_and_not_shown() {
        shell.file("link.key", "hunter2\n");
        writeSettings(", \"linkKeyFile\": \"link.key\"");
        TestShell.CommandResult refused = shell.heed("run", news, "--confirm", "1");
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err())
                .contains("linkKeyFile", "64 hexadecimal digits")
                .doesNotContain("hunter2");
    }

    @Test
    void an_old_key_is_honoured_for_a_time_and_then_deleted() throws SQLException {
        String token = send();
        TestShell.CommandResult rotated = shell.heed("accounts", "rotate-key");
        assertThat(rotated.code()).as(rotated.err()).isZero();
        assertThat(rotated.out()).contains("The old key is honoured until 2027-04-05");
        assertThat(rotated.err()).contains("Make a backup");
        assertThat(storedKeys()).hasSize(2);
        shell.clock().advance(Duration.ofDays(399));
        assertThat(read(token, List::of)).contains(new EmailAddress("ann@example.com"));
        assertThat(shell.heed("retention", "--facts-before", "2026-01-01").out())
                .doesNotContain("key");
        shell.clock().advance(Duration.ofDays(1));
        assertThat(read(token, List::of)).isEmpty();
        assertThat(shell.heed("retention", "--facts-before", "2026-01-01").out())
                .contains("Deleted 1 key of links that was honoured no more.");
        assertThat(storedKeys()).hasSize(1);
        assertThat(shell.heed("accounts", "rotate-key", "--honour-days", "-1").code())
                .isEqualTo(2);
    }

    @Test
    void a_stored_key_is_retired_when_the_key_comes_from_outside() throws SQLException {
        String token = send();
        shell.setVariable("HEED_LINK_KEY", KEY);
        TestShell.CommandResult rotated = shell.heed("accounts", "rotate-key", "--honour-days", "0");
        assertThat(rotated.out()).contains("the environment variable HEED_LINK_KEY");
        assertThat(storedKeys()).isEmpty();
        assertThat(read(token, () -> List.of(LinkKey.parse(KEY).orElseThrow()))).isEmpty();
    }

    @Test
    @Promise(5)
    void a_plan_that_was_made_after_the_backup_is_refused_by_the_restored_store(@TempDir Path backup)
            throws IOException, SQLException {
        Path copy = backup.resolve("heed.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + shell.store());
                Statement statement = connection.createStatement()) {
            statement.execute("VACUUM INTO '" + copy + "'");
        }
        Path plan = shell.file("news.plan");
        assertThat(shell.heed("preview", news, "--plan", plan).code()).isZero();
        for (String log : List.of("-wal", "-shm")) {
            Files.deleteIfExists(Path.of(shell.store() + log));
        }
        Files.copy(copy, shell.store(), StandardCopyOption.REPLACE_EXISTING);

        TestShell.CommandResult refused = shell.heed("run", news, "--plan", plan, "--confirm", "1");

        assertThat(refused.code()).isEqualTo(3);
        assertThat(refused.err()).contains("the store does not know this plan", "preview again");
        assertThat(relay.getReceivedMessages()).isEmpty();
        assertThat(shell.heed("preview", news, "--plan", plan).code()).isZero();
        assertThat(shell.heed("run", news, "--plan", plan, "--confirm", "1").code())
                .isZero();
    }
}
