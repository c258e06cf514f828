package heed.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import heed.engine.run.RunReport;
import heed.examples.embedding.EmbeddingExample;
import heed.examples.embedding.ReceiptMailer;
import heed.mail.server.ConnectionSecurity;
import heed.model.prospect.EmailAddress;
import heed.model.testing.Promise;
import heed.smtp.SmtpSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the examples of a platform that embeds Heed. */
class EmbeddingTest {

    @Test
    void a_platform_runs_an_automation_with_an_action_type_of_its_own(@TempDir Path folder) throws IOException {
        HeedRunner heed = new HeedRunner(folder);
        Path csv = Files.writeString(folder.resolve("people.csv"), """
                Id,Email,Lead Score
                1,a@example.com,990
                2,b@example.com,
                3,c@example.com,10
                """);
        heed.text("import", csv.toString());
        Path automation = Files.writeString(folder.resolve("automation.json"), """
                { "id": "warm-up", "name": "Twenty points for the known",
                  "who": { "field": "Lead Score", "operator": "is-not-empty" },
                  "actions": [ { "action": "add-score", "points": 20 } ],
                  "run": { "mode": "once" } }
                """);

        // more prospects, so that the automation affects less than half of them and needs no confirmation
        Files.writeString(csv, "Id,Email\n4,d@example.com\n5,e@example.com\n");
        heed.text("import", csv.toString());
        RunReport report = EmbeddingExample.run(heed.store(), automation);

        assertThat(report.run().tally().applied()).isEqualTo(2);
        assertThat(heed.text("export")).contains("1,a@example.com").containsPattern("(?m)^1,.*,1000,");
    }

    @Test
    void the_readme_shows_the_code_that_runs_here() throws IOException {
        String code = Files.readString(Path.of("src/main/java/heed/examples/embedding/EmbeddingExample.java"))
                .split("// README\n", -1)[1];
        String shown = Files.readString(Path.of("../README.md"));

        assertThat(shown.replaceAll("(?m)^\\s+", ""))
                .contains(code.replaceAll("(?m)^\\s+", "").strip());
    }

    @Test
    @Promise({1, 2})
    void a_one_off_mail_of_a_platform_passes_the_gate_and_is_sent_once(@TempDir Path folder) throws Exception {
        HeedRunner heed = new HeedRunner(folder);
        Path csv = Files.writeString(folder.resolve("people.csv"), """
                Id,Email,Email Opt Out
                1,ann@example.com,No
                2,bob@example.com,Yes
                """);
        heed.text("import", csv.toString());
        GreenMail relay = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        relay.start();
        try {
            SmtpSettings settings =
                    SmtpSettings.of("127.0.0.1", relay.getSmtp().getPort(), ConnectionSecurity.NONE, Optional.empty());
            assertThat(ReceiptMailer.send(heed.store(), settings, "4711", new EmailAddress("ann@example.com")))
                    .startsWith("250");
            assertThat(ReceiptMailer.send(heed.store(), settings, "4711", new EmailAddress("ann@example.com")))
                    .startsWith("not sent: already sent");
            assertThat(ReceiptMailer.send(heed.store(), settings, "4712", new EmailAddress("bob@example.com")))
                    .startsWith("not sent: Email Opt Out since");
            assertThat(relay.getReceivedMessages()).hasSize(1);
            assertThat(relay.getReceivedMessages()[0].getSubject()).isEqualTo("Your order 4711");
        } finally {
            relay.stop();
        }
    }
}
