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
                file\trecipient\terror\ths\tkind\toriginal
                a.eml\tlea@farm.example\tuser unknown\thard\tfailed\t-
                inner/b\t-\t-\tnone\tother\t-
                inner/empty\t-\t-\tnone\tother\t-
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
    void a_reply_is_read_without_a_message() {
        CommandResult answer = shell.runBare("bounces", "read", "--text", "550 5.1.1 User unknown");

        assertThat(answer.code()).isZero();
        assertThat(answer.out())
                .contains(
                        "no recipient named: failed, hard, user unknown",
                        "decided by text: ",
                        "status 5.1.1 reply 550");
    }

    @Test
    void the_lines_of_a_log_are_read_from_standard_input() {
        shell.setInput("""
                postfix/smtp[1]: 7A1: to=<ann@shop.example>, orig_to=<info@old.example>, relay=mx.shop.example[192.0.2.9]:25, \
                dsn=5.1.1, status=bounced (host mx.shop.example[192.0.2.9] said: 550 5.1.1 User unknown (in reply to RCPT TO command))

                postfix/smtp[1]: 7A2: to=<bob@slow.example>, relay=none, dsn=4.4.1, status=deferred (connect to slow.example: Connection timed out)
                452 4.2.2 Mailbox full
                postfix/smtp[1]: 7A3: to=<eve@shop.example>, relay=mx.shop.example[192.0.2.9]:25, dsn=2.0.0, status=sent (250 OK)
                """);
        CommandResult answer = shell.runBare("bounces", "read", "--text", "-", "--tsv");

        assertThat(answer.code()).isZero();
        assertThat(answer.out()).isEqualTo("""
                file\trecipient\terror\ths\tkind\toriginal
                line 1\tann@shop.example\tuser unknown\thard\tfailed\tinfo@old.example
                line 3\tbob@slow.example\tno mail host\tnone\tdelayed\t-
                line 4\t-\tquota exceeded\tsoft\tfailed\t-
                line 5\teve@shop.example\t-\tnone\tdelivered\t-
                """);
    }

    @Test
    void a_forwarded_recipient_is_named_with_the_one_before() {
        shell.file("mails/a.eml", """
                From: MAILER-DAEMON@mx.example
                Content-Type: message/delivery-status

                Reporting-MTA: dns; mx.example

                Original-Recipient: rfc822; info@old.example
                Final-Recipient: rfc822; ann@shop.example
                Action: failed
                Status: 5.1.1
                """);

        assertThat(shell.runBare("bounces", "read", folder.resolve("mails/a.eml"), "--tsv")
                        .out())
                .endsWith("\tann@shop.example\tuser unknown\thard\tfailed\tinfo@old.example\n");
    }

    @Test
    void a_text_is_needed_and_excludes_files() {
        CommandResult empty = shell.runBare("bounces", "read", "--text", " ");

        assertThat(empty.code()).isEqualTo(2);
        assertThat(empty.err()).contains("the text is empty");
        assertThat(shell.runBare("bounces", "read").err()).contains("give files of messages, or --text");
        assertThat(shell.runBare("bounces", "read", folder.resolve("mails/a.eml"), "--text", "550 no")
                        .code())
                .isEqualTo(2);
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
