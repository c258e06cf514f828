package heed.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import heed.model.testing.Promise;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs each example that sends mail, changes prospects while its mail waits, and compares the mails with its outcome file. */
class MailExamplesTest {
    private static final Path EXAMPLES = Path.of("mail").toAbsolutePath();

    @Promise({1, 2})
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"re-permission-campaign", "queued-mailing"})
    void an_example_mails_the_recipients_of_its_outcome_file(String name, @TempDir Path folder) throws Exception {
        Path example = EXAMPLES.resolve(name);
        JsonNode expected = new JsonMapper().readTree(Files.readString(example.resolve("outcome.json")));
        GreenMail relay = relay(0);
        int port = relay.getSmtp().getPort();
        HeedRunner heed = new HeedRunner(folder, Clock.systemUTC(), Map.of("HEED_MAIL", settings(folder, port)));
        heed.text("import", example.resolve("prospects.csv").toString());
        String automation = example.resolve("automation.json").toString();
        boolean waits = expected.has("meanwhile");
        if (waits) {
            relay.stop();
        }

        JsonNode run = heed.json(
                waits ? 1 : 0, // 1: mail waits because the relay is down
                "run",
                automation,
                "--confirm",
                expected.get("affected").asString());
        if (waits) {
            expected.get("meanwhile")
                    .properties()
                    .forEach(change -> heed.text(
                            "set",
                            "--prospect",
                            change.getKey(),
                            change.getValue().stringValue(),
                            "--reason",
                            "asked"));
            relay = relay(port);
            deliverAll(heed);
        }

        try {
            assertThat(run.get("affected")).isEqualTo(expected.get("affected"));
            assertThat(sendStates(heed.json("sends"))).isEqualTo(texts(expected.get("mails")));
            assertThat(subjects(relay)).isEqualTo(texts(expected.get("subjects")));
        } finally {
            relay.stop();
        }
    }

    private static GreenMail relay(int port) {
        GreenMail relay = new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        relay.start();
        return relay;
    }

    private static String settings(Path folder, int port) throws IOException {
        return Files.writeString(folder.resolve("mail.json"), """
                        { "smtp": { "host": "127.0.0.1", "port": %d, "security": "none" },
                          "from": "Example News <news@example.com>", "bounces": "bounces@example.com",
                          "publicUrl": "https://mail.example.com/" }
                        """.formatted(port))
                .toString();
    }

    private static void deliverAll(HeedRunner heed) {
        boolean waits = true;
        for (int i = 0; waits && i < 200; i++) {
            waits = !heed.json("deliver").get("nextDue").isNull();
        }
        assertThat(waits).isFalse();
    }

    /** Returns the state of each mail and its reason, without times, by prospect. */
    private static Map<String, String> sendStates(JsonNode sends) {
        Map<String, String> mails = new TreeMap<>();
        for (JsonNode send : sends.get("sends")) {
            String state = send.get("state").stringValue();
            String why = send.get("why").stringValue().replaceAll(" since .*", "");
            mails.put(send.get("prospect").stringValue(), state.equals("sent") ? state : state + ": " + why);
        }
        return mails;
    }

    private static Map<String, String> texts(JsonNode object) {
        Map<String, String> texts = new TreeMap<>();
        object.properties()
                .forEach(property ->
                        texts.put(property.getKey(), property.getValue().stringValue()));
        return texts;
    }

    /** Returns the subjects of the received mails, by recipient. */
    private static Map<String, String> subjects(GreenMail relay) throws MessagingException {
        Map<String, String> subjects = new TreeMap<>();
        for (MimeMessage mail : relay.getReceivedMessages()) {
            subjects.put(mail.getRecipients(Message.RecipientType.TO)[0].toString(), mail.getSubject());
        }
        return subjects;
    }
}
