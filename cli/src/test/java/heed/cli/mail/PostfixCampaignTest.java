package heed.cli.mail;

import static org.assertj.core.api.Assertions.assertThat;

import heed.cli.TestShell;
import heed.mail.MailCorrelation;
import heed.mail.MailId;
import heed.mail.delivery.AccountMail;
import heed.model.prospect.EmailAddress;
import heed.model.testing.Promise;
import heed.smtp.PostfixServer;
import heed.store.SqliteStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * A campaign from definition and prospects through the real store and a real Postfix, and the reports that come back.
 */
@Tag("proof")
class PostfixCampaignTest {
    private static final Clock CLOCK = Clock.systemUTC();
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final Pattern RETURNED = Pattern.compile("(?m)^Delivered-To: (\\S+)");
    private static final Pattern STATUS = Pattern.compile("(?m)^Status: (\\S+)");
    private static final String PEOPLE = """
            Id,Email,First Name,Email Opt Out
            GOOD,ann@good.example,Ann,No
            SAME,Ann@Good.example,Anna,No
            STOP,stop@good.example,Stella,Yes
            NOBODY,bob@nobody.example,Bob,No
            FULL,carl@full.example,Carl,No
            LATER,dora@later.example,Dora,No
            GONE,emil@gone.example,Emil,No
            QUOTA,fritz@quota.example,Fritz,No
            SLOW,greta@slow.example,Greta,No
            """;
    private static final String NEWS = """
            { "id": "news", "name": "News",
              "who": { "field": "First Name", "operator": "is-not-empty" },
              "actions": [ { "action": "send-email", "subject": "Hello {{firstName fallback=\\"there\\"}}",
                             "text": "Nothing new.\\n{{unsubscribeUrl}}\\n" } ],
              "run": { "mode": "once" } }
            """;

    private TestShell shell;
    private PostfixServer postfix;

    /** The second retry is more than a minute away, so that the run ends before the relay accepts the greylisted mail. */
    @BeforeEach
    void open(@TempDir Path folder) throws IOException {
        postfix = PostfixServer.open();
        postfix.restart(true);
        shell = new TestShell(folder);
        shell.useSystemClock();
        shell.setVariable("HEED_MAIL", """
                { "smtp": { "host": "127.0.0.1", "port": %d, "security": "none" },
                  "from": "Example News <news@good.example>", "bounces": "%s",
                  "publicUrl": "https://mail.good.example/heed",
                  "delivery": { "connections": 3, "retries": { "afterMinutes": [0.01, 1.2, 60], "jitter": 0 } } }
                """.formatted(postfix.port(), PostfixServer.BOUNCES.value()));
        shell.heed("import", shell.file("people.csv", PEOPLE));
    }

    @AfterEach
    void close() throws IOException {
        if (postfix != null) {
            postfix.close();
        }
    }

    @Test
    @Promise({1, 2})
    void each_mail_has_the_state_that_the_servers_reported_and_each_report_finds_its_mail() throws Exception {
        TestShell.CommandResult run = shell.heed("run", shell.file("news.json", NEWS), "--confirm", 9);
        assertThat(run.code()).as(run.err()).isZero();
        waitUntil(() -> sendStates().get("FULL").startsWith("retrying")
                && sendStates().get("LATER").startsWith("retrying"));
        assertThat(sendStates())
                .containsEntry("SAME", "skipped: duplicate of prospect GOOD")
                .containsEntry("STOP", "skipped: Email Opt Out")
                .hasEntrySatisfying("NOBODY", state -> assertThat(state).startsWith("rejected: 550 5.1.1"))
                .hasEntrySatisfying("FULL", state -> assertThat(state).startsWith("retrying: 452 4.2.2"))
                .hasEntrySatisfying("LATER", state -> assertThat(state).startsWith("retrying: 451 4.7.1"));
        for (String accepted : List.of("GOOD", "GONE", "QUOTA", "SLOW")) {
            assertThat(sendStates().get(accepted)).startsWith("sent: 250");
        }
        waitUntil(() -> delivered("ann@good.example").size() == 1);
        assertThat(delivered("stop@good.example")).isEmpty();

        postfix.restart(false);
        waitUntil(() -> sendStates().get("LATER").startsWith("sent"));
        waitUntil(() -> delivered("dora@later.example").size() == 1);
        assertThat(delivered("ann@good.example")).hasSize(1);

        waitUntil(() -> reports().size() == 3);
        assertThat(reports())
                .containsOnly(Map.entry("GONE", "5.1.1"), Map.entry("QUOTA", "5.2.2"), Map.entry("SLOW", "4.2.2"));
        // A sent mail is not sent again, whatever report came back.
        assertThat(sendStates().get("GONE")).startsWith("sent: 250");
        assertThat(shell.heed("deliver").code()).isZero();
        assertThat(attempts("GONE")).isEqualTo(1);
    }

    private JsonNode sends() {
        return shell.runJson("sends").get("sends");
    }

    /** Returns the state and the reason of each mail by prospect, without times. */
    private Map<String, String> sendStates() {
        Map<String, String> states = new TreeMap<>();
        for (JsonNode send : sends()) {
            states.put(
                    send.get("prospect").asString(),
                    send.get("state").asString() + ": "
                            + send.get("why").asString().replaceAll(" since .*", ""));
        }
        return states;
    }

    private int attempts(String prospect) {
        return StreamSupport.stream(sends().spliterator(), false)
                .filter(send -> send.get("prospect").asString().equals(prospect))
                .mapToInt(send -> send.get("attempts").asInt())
                .sum();
    }

    private List<String> delivered(String address) throws IOException {
        return postfix.delivered(new EmailAddress(address));
    }

    /** Returns the status of each report, by the prospect to whom its mail was sent. */
    private Map<String, String> reports() throws IOException {
        Map<MailId, String> prospects = new HashMap<>();
        sends().forEach(send -> prospects.put(
                new MailId(send.get("mail").asLong()), send.get("prospect").asString()));
        Map<String, String> statuses = new TreeMap<>();
        try (SqliteStore store = SqliteStore.openExisting(shell.store(), CLOCK)) {
            AccountMail mail = store.mail("default").orElseThrow();
            MailCorrelation correlation = new MailCorrelation(mail.tokens(), PostfixServer.BOUNCES);
            for (String report : postfix.bounces()) {
                MailId mailId = correlation
                        .findByEnvelopeSender(found(RETURNED, report))
                        .orElseThrow()
                        .mail();
                statuses.put(String.valueOf(prospects.get(mailId)), found(STATUS, report));
            }
        }
        return statuses;
    }

    private static String found(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        assertThat(matcher.find()).as(pattern.pattern()).isTrue();
        return matcher.group(1);
    }

    /** Delivers repeatedly until a condition holds. */
    private void waitUntil(Callable<Boolean> condition) throws Exception {
        Instant end = CLOCK.instant().plus(TIMEOUT);
        while (!condition.call()) {
            assertThat(CLOCK.instant()).as("the condition holds in time").isBefore(end);
            shell.heed("deliver");
        }
    }
}
