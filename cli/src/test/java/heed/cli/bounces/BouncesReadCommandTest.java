package heed.cli.bounces;

import static org.assertj.core.api.Assertions.assertThat;

import heed.cli.TestShell;
import heed.cli.TestShell.CommandResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class BouncesReadCommandTest {
    private static final String BOUNCE = """
            From: MAILER-DAEMON@qm.example
            To: bounces@sender.example
            Subject: failure notice

            Hi. This is the qmail-send program at qm.example.
            I'm afraid I wasn't able to deliver your message to the following addresses.

            <lea@farm.example>:
            192.0.2.8 does not like recipient.
            Remote host said: 550 5.1.1 no such user
            """;
    private static final String PERSON = """
            From: Zac <zac@friend.example>
            To: bounces@sender.example
            Subject: Re: Spring

            Thank you!
            """;

    @TempDir
    private Path folder;

    private TestShell shell;

    @BeforeEach
    void writeMessages() throws IOException {
        shell = new TestShell(folder);
        Files.createDirectories(folder.resolve("mails/inner"));
        shell.file("mails/a.eml", BOUNCE);
        shell.file("mails/inner/b", PERSON);
        shell.file("mails/inner/empty", "");
    }

    @Test
    void a_folder_is_listed_with_a_row_for_each_recipient() {
        CommandResult answer = shell.runBare("bounces", "test", folder.resolve("mails"), "--tsv");

        assertThat(answer.code()).isZero();
        assertThat(answer.err()).isEmpty();
        assertThat(answer.out()).isEqualTo("""
                file\trecipient\terror\ths\tkind
                a.eml\tlea@farm.example\tuser unknown\thard\tfailed
                inner/b\t-\t-\tnone\tother
                inner/empty\t-\t-\tnone\tother
                """);
    }

    @Test
    void a_folder_is_counted_for_people() {
        CommandResult answer = shell.runBare("bounces", "test", folder.resolve("mails"));

        assertThat(answer.out().lines().toList())
                .containsExactly(
                        "kind            reason        bounce  recipients",
                        "failed          user unknown  hard             1",
                        "not about mail                                 2",
                        "3 messages read.");
    }

    @Test
    void a_folder_is_counted_as_json() {
        JsonNode answer = shell.runBare("bounces", "test", folder.resolve("mails"), "--json")
                .json();

        assertThat(answer.path("messages").intValue()).isEqualTo(3);
        assertThat(answer.path("verdicts").path(0).path("reason").stringValue()).isEqualTo("user unknown");
    }

    @Test
    void a_message_is_shown_with_evidence_and_advice() {
        CommandResult answer = shell.runBare("bounces", "read", folder.resolve("mails/a.eml"));

        assertThat(answer.code()).isZero();
        assertThat(answer.out())
                .contains("lea@farm.example: failed, hard, user unknown", "decided by text: ", "status 5.1.1 reply 550")
                .contains("Look for a typo");
    }

    @Test
    void a_message_is_shown_as_json() {
        JsonNode verdict = shell.runBare("bounces", "read", folder.resolve("mails/a.eml"), "--json")
                .json()
                .path("messages")
                .path(0)
                .path("verdicts")
                .path(0);

        assertThat(verdict.path("recipient").stringValue()).isEqualTo("lea@farm.example");
        assertThat(verdict.path("group").stringValue()).isEqualTo("recipient");
        assertThat(verdict.path("bounce").stringValue()).isEqualTo("hard");
    }

    @Test
    void a_missing_folder_is_reported() {
        CommandResult answer = shell.runBare("bounces", "test", folder.resolve("elsewhere"), "--tsv");

        assertThat(answer.code()).isEqualTo(2);
        assertThat(answer.err()).contains("there is no folder");
        assertThat(shell.runBare("bounces", "read", folder.resolve("mails")).err())
                .contains("is a folder; give a file");
    }
}
