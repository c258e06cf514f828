package heed.examples;

import static org.assertj.core.api.Assertions.assertThat;

import heed.bounces.mailbox.DovecotServer;
import heed.bounces.mailbox.MailboxSettings;
import heed.model.prospect.EmailAddress;
import heed.model.testing.Promise;
import heed.smtp.PostfixServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Runs a campaign with the commands of {@code heed}: a real Postfix sends the mails, and its bounces arrive in a mailbox of a real
 * Dovecot.
 */
@Tag("proof")
class BouncesEndToEndTest {
    private static final Clock CLOCK = Clock.systemUTC();
    private static final String PEOPLE = """
            Id,Email,First Name
            ann,ann@good.example,Ann
            gone,gail@gone.example,Gail
            twin,GAIL@gone.example,Gail's twin
            quota,quinn@quota.example,Quinn
            slow,sam@slow.example,Sam
            nobody,nora@nobody.example,Nora
            """;
    private static final String CAMPAIGN = """
            { "id": "%1$s", "name": "Campaign %1$s", "who": { "all": [] },
              "actions": [ { "action": "send-email", "subject": "News %1$s", "text": "News. {{unsubscribeUrl}}" } ],
              "run": { "mode": "once" } }
            """;

    @Test
    @Promise({1, 3})
    void a_user_who_is_gone_is_marked_bounced_nobody_else_is_and_the_next_campaign_skips_the_user(@TempDir Path folder)
            throws Exception {
        try (PostfixServer postfix = PostfixServer.open();
                DovecotServer dovecot = DovecotServer.open(postfix.maildir())) {
            HeedRunner heed = new HeedRunner(
                    folder,
                    CLOCK,
                    Map.of(
                            "HEED_MAIL",
                            writeSettings(folder, postfix, dovecot.imap()),
                            "HEED_BOUNCES_PASSWORD",
                            dovecot.imap().credentials().password()));
            heed.text(
                    "import",
                    Files.writeString(folder.resolve("people.csv"), PEOPLE).toString());

            JsonNode first = runCampaign(heed, folder, "one");
            assertThat(sends(heed, first))
                    .isEqualTo(Map.of(
                            "ann", "sent",
                            "gone", "sent",
                            "twin", "skipped",
                            "quota", "sent",
                            "slow", "sent",
                            "nobody", "rejected"));
            assertThat(suppressedAddresses(heed)).containsExactly("nora@nobody.example");

            waitUntil(() -> postfix.bounces().size() >= 3
                    && postfix.delivered(new EmailAddress("ann@good.example")).size() == 1);
            JsonNode fetched = heed.json("bounces", "fetch");
            assertThat(fetched.get("messages").intValue()).isGreaterThanOrEqualTo(3);
            assertThat(fetched.get("aside").intValue()).isZero();
            assertThat(fetched.get("effects").get("marked Bounced").intValue()).isEqualTo(1);
            assertThat(suppressedAddresses(heed)).containsExactly("gail@gone.example", "nora@nobody.example");
            assertThat(flags(heed, "Bounced")).containsExactlyInAnyOrder("gone", "twin", "nobody");
            assertThat(flags(heed, "Email Opt Out")).isEmpty();
            assertThat(reasons(heed))
                    .containsEntry("gail@gone.example", "failed: hard, user unknown")
                    .containsEntry("nora@nobody.example", "failed: hard, user unknown")
                    .containsEntry("quinn@quota.example", "failed: soft, quota exceeded")
                    .containsEntry("sam@slow.example", "delayed: soft, quota exceeded")
                    .hasSize(4);

            assertThat(heed.json("bounces", "fetch").get("known").intValue()).isZero();
            JsonNode second = runCampaign(heed, folder, "two");
            assertThat(sends(heed, second))
                    .isEqualTo(Map.of(
                            "ann", "sent",
                            "gone", "skipped",
                            "twin", "skipped",
                            "quota", "sent",
                            "slow", "sent",
                            "nobody", "skipped"));
            JsonNode stats = heed.json("bounces", "stats", "--by", "automation");
            assertThat(stats.get("bounces").get(0).get("automation").stringValue())
                    .isEqualTo("one");
        }
    }

    private static String writeSettings(Path folder, PostfixServer postfix, MailboxSettings imap) throws Exception {
        return Files.writeString(folder.resolve("mail.json"), """
                        { "smtp": { "host": "127.0.0.1", "port": %d, "security": "none" },
                          "from": "Example News <news@good.example>", "bounces": "%s",
                          "bounceMailbox": { "imap": { "host": "%s", "port": %d, "security": "none", "user": "%s" } },
                          "publicUrl": "https://mail.good.example/" }
                        """.formatted(
                                postfix.port(),
                                PostfixServer.BOUNCES,
                                imap.host(),
                                imap.port(),
                                imap.credentials().user()))
                .toString();
    }

    private static JsonNode runCampaign(HeedRunner heed, Path folder, String id) throws Exception {
        Path file = Files.writeString(folder.resolve(id + ".json"), CAMPAIGN.formatted(id));
        return heed.json("run", file.toString(), "--confirm", "6");
    }

    /** Returns the state of each mail of a run, by prospect. */
    private static Map<String, String> sends(HeedRunner heed, JsonNode run) {
        Map<String, String> sends = new TreeMap<>();
        for (JsonNode send :
                heed.json("sends", "--run", run.get("run").asString()).get("sends")) {
            sends.put(send.get("prospect").stringValue(), send.get("state").stringValue());
        }
        return sends;
    }

    /** Returns the suppressed addresses. */
    private static List<String> suppressedAddresses(HeedRunner heed) {
        List<String> addresses = new ArrayList<>();
        for (JsonNode entry : heed.json("suppression", "list").get("addresses")) {
            addresses.add(entry.get("address").stringValue());
        }
        return addresses;
    }

    /** Returns the ids of the prospects that have a flag. */
    private static List<String> flags(HeedRunner heed, String flag) {
        return heed.text("export", "--format", "jsonl")
                .lines()
                .map(line -> new JsonMapper().readTree(line))
                .filter(prospect -> prospect.path(flag).asBoolean(false))
                .map(prospect -> prospect.get("Id").stringValue())
                .toList();
    }

    /** Returns the kind, hardness and reason of each stored bounce, by address. */
    private static Map<String, String> reasons(HeedRunner heed) {
        Map<String, String> reasons = new TreeMap<>();
        for (JsonNode bounce : heed.json("bounces", "list").get("bounces")) {
            reasons.put(
                    bounce.get("address").stringValue(),
                    bounce.get("kind").stringValue() + ": "
                            + bounce.get("hardness").stringValue() + ", "
                            + bounce.get("reason").stringValue());
        }
        return reasons;
    }

    /** Polls until a condition is met. */
    private static void waitUntil(Callable<Boolean> condition) throws Exception {
        Instant end = CLOCK.instant().plus(Duration.ofMinutes(1));
        while (!condition.call()) {
            assertThat(CLOCK.instant()).as("the condition is met in time").isBefore(end);
            Thread.sleep(20);
        }
    }
}
