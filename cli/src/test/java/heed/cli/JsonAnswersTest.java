package heed.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import heed.cli.TestShell.CommandResult;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The JSON answers of the commands, byte for byte: names and order of properties, which are null and which are absent,
 * numbers, times, escapes and indentation. Sentences for people are replaced by "…" and
 * hashes and the classifier's version by "#", because they are no part of the promise.
 */
class JsonAnswersTest {
    private static final Pattern SENTENCE = Pattern.compile(
            "(\"(?:message|repair|advice|waitsBecause|reading|statement|what|why)\" : )\"(?:[^\"\\\\]|\\\\.)*\"");
    private static final Pattern STEPS = Pattern.compile("(\"(?:steps|notes|alerts)\" : \\[ )\"[^\\]]*\"( \\])");
    private static final Pattern HASH_OR_VERSION = Pattern.compile("\"[0-9a-f]{64}\"|(?<=\"classifier\" : )\"[^\"]*\"");
    private static final String PEOPLE = """
            Id,Email,First Name,Country,City,Lead Score,Created,Email Opt Out,Tags,Shoe
            A,ann@example.com,Ann,Canada,"Mont\u202eréal ""/\\ \u0007 \uD83D\uDE00",10.50,2026-01-01,No,a;b,1
            B,bob@example.com,,Germany,,,2026-01-02T03:04:05Z,No,,2
            C,cay@example.com,Cay,Nowhere,Bern,1E+3,2026-01-03,Yes,,3
            D,dan@example.com,Dan,Canada,,1,2026-01-03,No,,4
            E,ann@example.com,Eve,Canada,,1,2026-01-03,No,,4
            F,nobody,Fay,Canada,,1,2026-01-03,No,,4
            """;
    private static final String OPT_OUT = """
            { "id": "opt-out", "name": "Opt out \\"all\\"",
              "who": { "any": [ { "field": "Country", "operator": "equals", "value": ["Germany", "France"] },
                                { "field": "Lead Score", "operator": "greater-than", "value": 100 },
                                { "field": "City", "operator": "is-empty" } ] },
              "actions": [ { "action": "set-field", "field": "Email Opt Out", "value": true },
                           { "action": "set-field", "field": "Lead Score", "value": 7.25 } ],
              "run": { "mode": "once" } }
            """;
    private static final String NEWS = """
            { "id": "news", "name": "News", "who": { "all": [] },
              "actions": [ { "action": "send-email", "subject": "News for {{firstName}}",
                             "html": "<p>News. <a href=\\"{{unsubscribeUrl}}\\">Stop</a></p>",
                             "text": "News. {{unsubscribeUrl}}" } ],
              "run": { "mode": "once" } }
            """;

    @TempDir
    private Path folder;

    private final StringBuilder transcript = new StringBuilder();
    private final Map<String, String> placeholders = new TreeMap<>();
    private TestShell shell;
    private GreenMail relay;

    @BeforeEach
    void startRelay() throws IOException {
        relay = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        relay.start();
        shell = new TestShell(folder);
        for (String part : new String[] {"tmp", "new", "cur"}) {
            Files.createDirectories(folder.resolve("bounces").resolve(part));
        }
        placeholders.put(folder.toString(), "FOLDER");
    }

    @AfterEach
    void stopRelay() {
        relay.stop();
    }

    @Test
    void json_answers_stay_the_same_byte_for_byte() throws Exception {
        answerProspectCommands();
        answerAutomationCommands();
        answerMailCommands();
        answerBounceCommands();
        answerSuppressionCommands();
        answerStoreCommands();

        assertThat(transcript.toString()).isEqualTo(expected());
    }

    private static String expected() throws IOException {
        try (InputStream stream =
                Objects.requireNonNull(JsonAnswersTest.class.getResourceAsStream("json-answers.txt"))) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void answerProspectCommands() {
        answer("accounts");
        answer("accounts", "add", "acme", "--time-zone", "Europe/Berlin");
        answer("fields", "add", "Tags", "--type", "tags");
        answer("import", shell.file("people.csv", PEOPLE));
        answer("import", shell.file("more.csv", "Id,Email,Email Opt Out,Tags\nC,cay@example.com,No,x\n"));
        answer("accounts", "set", "--mailboxes", "as-delivered");
        answer("accounts");
        answer("fields", "lead", "score");
        answer("fields", "nothing like this");
        answer("fields", "add", "Renewal Date", "--type", "date");
        answer("set", "--prospect", "B", "City=Bern \u001b[31m", "Renewal Date=2026-04-01", "--reason", "by phone");
        answer("set", "--prospect", "B", "City=", "Lead Score=-0.10", "Tags=x;y", "--reason", "again");
        answer("set", "--prospect", "ann@example.com", "City=", "--reason", "no");
        answer("history", "--prospect", "B");
        answer("export");
        answer("export", "--format", "jsonl");
        answer("export", folder.resolve("out.jsonl"));
    }

    private void answerAutomationCommands() {
        Path optOut = shell.file("opt-out.json", OPT_OUT);
        Path wrong =
                shell.file("wrong.json", OPT_OUT.replace("Country", "Contry").replace("greater", "grater"));
        Path plan = folder.resolve("plan");
        answer("validate", optOut, wrong);
        answer("validate", optOut);
        answer("preview", wrong);
        answer("preview", optOut, "--sample", "2", "--plan", plan);
        answer("preview", optOut, "--count");
        answer("preview", optOut, "--explain-plan");
        answer("explain", optOut, "--prospect", "B");
        answer("explain", optOut, "--prospect", "A");
        answer("run", optOut);
        answer("set", "--prospect", "B", "City=Ulm", "--reason", "moved");
        answer("run", optOut, "--plan", plan, "--confirm", 4);
        answer("run", optOut);
        answer("run", optOut, "--nonsense");
        answer("runs");
        answer("show", 3);
        answer("show", 99);
        answer("resume", 3);
        answer("set", "--prospect", "D", "Lead Score=3", "--reason", "since then");
        answer("undo", 3, "--preview");
        answer("undo", 3);
        answer("runs");
    }

    private void answerMailCommands() throws Exception {
        Path news = shell.file("news.json", NEWS);
        shell.setVariable(
                "HEED_MAIL",
                shell.file("mail.json", """
                        { "smtp": { "host": "127.0.0.1", "port": %d, "security": "none" },
                          "from": "News <news@example.com>", "bounces": "bounces@example.com",
                          "bounceMailbox": { "maildir": "bounces" }, "publicUrl": "https://mail.example.com/" }
                        """.formatted(relay.getSmtp().getPort()))
                        .toString());
        answer("deliver");
        answer("preview", news, "--render", "B", "--sample", "1");
        answer("run", news, "--confirm", 4);
        answer("run", news, "--confirm", 5);
        answer("sends");
        answer("sends", "--state", "skipped", "--limit", 2);
        answer("pause", 4);
        answer("runs");
        answer("resume", 4);
        answer("cancel", 4);
        shell.clock().advance(Duration.ofHours(2));
        answer("send-test", news, "--to", "mira@example.com", "--prospect", "B");
        answer("deliver");
        answer("sends", "--prospect", "B");
        answer("show", 4);
        answer("undo", 4);
    }

    private void answerBounceCommands() throws Exception {
        Map<String, String> mails = new TreeMap<>();
        for (MimeMessage mail : relay.getReceivedMessages()) {
            mails.put(mail.getAllRecipients()[0].toString(), mail.getMessageID());
        }
        Path report = writeBounceReport("1", "bob@example.com", mails.get("bob@example.com"), "5.1.1");
        writeBounceReport("2", "dan@example.com", mails.get("dan@example.com"), "4.2.2");
        Path question = shell.file("bounces/new/3.host", "Subject: hello\n\nAre you there?\n");
        answer("bounces", "read", question);
        answer("bounces", "test", folder.resolve("bounces"));
        placeholders.put(mails.get("bob@example.com"), "<MESSAGE-ID>");
        answer("bounces", "read", report);
        answer("bounces", "fetch");
        answer("bounces", "list");
        answer("bounces", "list", "--aside");
        answer("bounces", "show", 1);
        answer("bounces", "show", "dan@example.com");
        answer("bounces", "stats");
        answer("bounces", "stats", "--by", "domain");
        answer("bounces", "stats", "--by", "automation");
        answer("bounces", "pauses");
        answer("bounces", "policy", "--soft-bounces", 3, "--pause-share", 12.5);
        answer("bounces", "reclassify");
        answer("bounces", "reverse", "--address", "bob@example.com");
        answer("bounces", "reverse", "--address", "bob@example.com", "--apply");
    }

    private void answerSuppressionCommands() {
        answer("suppression", "add", "z@example.com", "ann@example.com", "--reason", "wrote to us");
        answer("suppression", "add", "z@example.com", "--reason", "once more");
        answer("suppression", "import", shell.file("list.txt", "y@example.com\nnobody\n"));
        answer("suppression", "list");
        answer("suppression", "export");
        answer("suppression", "export", folder.resolve("list.csv"));
        answer("suppression", "history", "z@example.com");
        answer("suppression", "remove", "cay@example.com", "--reason", "no");
        answer("suppression", "remove", "z@example.com", "y@example.com", "--reason", "asked to");
        answer("suppression", "history", "z@example.com");
        answer("suppression", "history", "cay@example.com");
    }

    private void answerStoreCommands() {
        answer("doctor");
        shell.clock().advance(Duration.ofDays(100));
        answer("retention", "--facts-before", "2026-03-02");
        answer("retention", "--facts-before", "2025-03-02");
        answer("accounts", "remove", "acme");
        answer("accounts", "remove", "acme", "--confirm", "acme");
    }

    private void answer(Object... arguments) {
        Object[] all = Arrays.copyOf(arguments, arguments.length + 1);
        all[arguments.length] = "--json";
        CommandResult result = shell.heed(all);
        StringBuilder text = new StringBuilder("$ heed");
        Arrays.stream(arguments).forEach(argument -> text.append(' ').append(argument));
        text.append("\n").append(normalize(result.out())).append("= ").append(result.code());
        transcript.append(placeholders.entrySet().stream()
                .reduce(
                        text.toString(),
                        (shown, entry) -> shown.replace(entry.getKey(), entry.getValue()),
                        (first, second) -> second));
        transcript.append("\n\n");
    }

    private static String normalize(String json) {
        String masked = SENTENCE.matcher(json).replaceAll("$1\"…\"");
        masked = STEPS.matcher(masked).replaceAll("$1\"…\"$2");
        return HASH_OR_VERSION.matcher(masked).replaceAll("\"#\"");
    }

    private Path writeBounceReport(String name, String address, String messageId, String status) {
        return shell.file("bounces/new/" + name + ".host", """
                From: MAILER-DAEMON@mx.example
                Subject: Undelivered Mail Returned to Sender
                Message-ID: <%1$s@mx.example>
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
                """.formatted(name, address, status, messageId));
    }
}
