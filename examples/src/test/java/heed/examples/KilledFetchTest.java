package heed.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import heed.model.Promise;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Real processes that fetch bounces, really killed, and two at once: each bounce is kept once, and none is lost. */
class KilledFetchTest {
    private static final int MAILS = 200;
    private static final String CAMPAIGN = """
            { "id": "news", "name": "News", "who": { "all": [] },
              "actions": [ { "action": "send-email", "subject": "News", "text": "News. {{unsubscribeUrl}}" } ],
              "run": { "mode": "once" } }
            """;

    @Promise(8)
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = 3)
    void bounces_are_kept_once_through_kills_and_two_workers(long seed, @TempDir Path folder) throws Exception {
        Path maildir = folder.resolve("bounces");
        for (String part : List.of("tmp", "new", "cur")) {
            Files.createDirectories(maildir.resolve(part));
        }
        GreenMail relay = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        relay.start();
        try {
            Path settings = Files.writeString(
                    folder.resolve("mail.json"), """
                    { "smtp": { "host": "127.0.0.1", "port": %d, "security": "none" },
                      "from": "News <news@example.com>", "bounces": "bounces@example.com",
                      "bounceMailbox": { "maildir": "bounces" }, "publicUrl": "https://mail.example.com/" }
                    """.formatted(relay.getSmtp().getPort()));
            HeedCommand heed = new HeedCommand(folder, Clock.systemUTC(), Map.of("HEED_MAIL", settings.toString()));
            String people = IntStream.range(0, MAILS)
                    .mapToObj(i -> "P" + i + ",p" + i + "@d" + i + ".example\n")
                    .collect(Collectors.joining("", "Id,Email\n", ""));
            heed.text(
                    "import",
                    Files.writeString(folder.resolve("people.csv"), people).toString());
            heed.text("bounces", "policy", "--pause-share", "100");
            Path campaign = Files.writeString(folder.resolve("news.json"), CAMPAIGN);
            heed.text("run", campaign.toString(), "--confirm", Integer.toString(MAILS));
            for (MimeMessage mail : relay.getReceivedMessages()) {
                Files.writeString(maildir.resolve("new").resolve(name(mail)), report(mail));
            }

            Random random = new Random(seed);
            int killed = 0;
            while (moved(maildir) < MAILS / 2) {
                int enough = moved(maildir) + 1 + random.nextInt(30);
                Process fetch = fetch(heed, settings);
                while (fetch.isAlive() && moved(maildir) < enough) {
                    fetch.waitFor(5, TimeUnit.MILLISECONDS);
                }
                killed += fetch.isAlive() ? 1 : 0;
                fetch.destroyForcibly().waitFor();
            }
            Process one = fetch(heed, settings);
            Process other = fetch(heed, settings);
            assertThat(one.waitFor()).isZero();
            assertThat(other.waitFor()).isZero();

            assertThat(killed).isPositive();
            assertThat(moved(maildir)).isEqualTo(MAILS);
            JsonNode bounces = heed.json("bounces", "list", "--limit", "10000").get("bounces");
            List<Long> mails = new ArrayList<>();
            bounces.forEach(bounce -> mails.add(bounce.get("mail").longValue()));
            assertThat(mails).hasSize(MAILS).doesNotHaveDuplicates();
            assertThat(heed.json("suppression", "list").get("count").intValue()).isEqualTo(MAILS);
        } finally {
            relay.stop();
        }
    }

    private static String name(MimeMessage mail) throws Exception {
        return mail.getMessageID().replaceAll("[^a-z0-9]", "");
    }

    private static String report(MimeMessage mail) throws Exception {
        String to = mail.getAllRecipients()[0].toString();
        return """
                From: MAILER-DAEMON@mx.example
                Subject: Undelivered Mail Returned to Sender
                Message-ID: <report-%1$s@mx.example>
                MIME-Version: 1.0
                Content-Type: multipart/report; report-type=delivery-status; boundary="b"

                --b
                Content-Type: text/plain

                Nobody here has this address.

                --b
                Content-Type: message/delivery-status

                Reporting-MTA: dns; mx.example

                Final-Recipient: rfc822; %2$s
                Action: failed
                Status: 5.1.1
                Diagnostic-Code: smtp; 550 5.1.1 user unknown

                --b
                Content-Type: text/rfc822-headers

                Message-ID: %3$s
                To: %2$s
                --b--
                """.formatted(name(mail), to, mail.getMessageID());
    }

    private static Process fetch(HeedCommand heed, Path settings) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Path jar = Path.of("../cli/target/heed.jar").toAbsolutePath().normalize();
        return new ProcessBuilder(
                        java,
                        "-jar",
                        jar.toString(),
                        "bounces",
                        "fetch",
                        "--mail",
                        settings.toString(),
                        "--store",
                        heed.store().toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static int moved(Path maildir) throws IOException {
        Path processed = maildir.resolve(".Heed-Processed").resolve("cur");
        if (!Files.isDirectory(processed)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(processed)) {
            return (int) files.count();
        }
    }
}
