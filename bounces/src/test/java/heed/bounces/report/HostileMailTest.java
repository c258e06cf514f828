package heed.bounces.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import heed.bounces.BounceReader;
import heed.bounces.BounceVerdict;
import heed.bounces.VerdictKind;
import heed.bounces.classify.BounceClassifier;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Mails that are made to exhaust the reader. Each is read within ten seconds. */
class HostileMailTest {
    private static final String HEAD = "From: MAILER-DAEMON@evil.example\nSubject: failure notice\n";
    private final BounceReader reader = new MimeBounceReader(BounceClassifier.standard(), fault -> {
        throw fault;
    });

    private List<BounceVerdict> read(String mail) {
        return assertTimeoutPreemptively(
                Duration.ofSeconds(10), () -> reader.read(mail.getBytes(StandardCharsets.ISO_8859_1)));
    }

    @Test
    void an_empty_mail_is_not_about_mail() {
        assertThat(read("")).extracting(BounceVerdict::kind).containsExactly(VerdictKind.OTHER);
    }

    @Test
    void deeply_nested_parts_are_read_in_time() {
        StringBuilder mail = new StringBuilder(HEAD);
        for (int i = 0; i < 20_000; i++) {
            mail.append("Content-Type: multipart/mixed; boundary=b")
                    .append(i)
                    .append("\n\n--b")
                    .append(i)
                    .append('\n');
        }
        assertThat(read(mail.toString())).isNotEmpty();
    }

    @Test
    void deeply_nested_messages_are_read_in_time() {
        assertThat(read(HEAD + "Content-Type: message/rfc822\n\nContent-Type: message/rfc822\n\n".repeat(20_000)))
                .isNotEmpty();
    }

    @Test
    void a_hundred_thousand_parts_are_read_in_time() {
        assertThat(read(HEAD + "Content-Type: multipart/mixed; boundary=b\n\n" + "--b\n\nx\n".repeat(100_000)))
                .isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "a@",
                "@",
                "<",
                "<a",
                "<a >",
                "<a href=mailto:",
                "<a href=mailto:a@b.example>",
                "&",
                "(",
                "a b@c.example ",
                "5.1.1 ",
                "550 ",
                "=?",
                " ",
                "-",
                "--\n",
                "\n\n",
                "\r",
                "To: ",
                "\"@"
            })
    void a_text_that_repeats_a_few_characters_is_read_in_time(String repeated) {
        String text = repeated.repeat(600_000 / repeated.length());

        assertThat(read(HEAD + "\n" + text)).isNotEmpty();
        assertThat(read(HEAD + "Content-Type: text/html\n\n" + text)).isNotEmpty();
        assertThat(read("Subject: " + text + "\n" + HEAD + "\nhello")).isNotEmpty();
        assertThat(read(HEAD + "X-Failed-Recipients: " + text + "\n\nhello")).isNotEmpty();
        assertThat(read(HEAD + "Content-Type: message/delivery-status\n\nFinal-Recipient: rfc822;" + text))
                .isNotEmpty();
    }

    @Test
    void a_hundred_thousand_header_fields_are_read_in_time() {
        assertThat(read(HEAD + "X-A: b\n".repeat(100_000) + "\nhello")).isNotEmpty();
    }

    @Test
    void a_report_of_fifty_thousand_recipients_is_read_in_time() {
        StringBuilder mail = new StringBuilder(
                HEAD + "Content-Type: message/delivery-status\n\nReporting-MTA: dns; evil.example\n\n");
        for (int i = 0; i < 50_000; i++) {
            mail.append("Final-Recipient: rfc822;a").append(i).append("@b.example\nAction: failed\nStatus: 5.1.1\n\n");
        }
        assertThat(read(mail.toString())).isNotEmpty();
    }

    @Test
    void a_report_of_fifty_thousand_recipients_without_an_action_is_read_in_time() {
        StringBuilder mail = new StringBuilder(HEAD + "Content-Type: multipart/report; boundary=b\n\n--b\n\n"
                + "mail is delayed, 550 user unknown ".repeat(10_000)
                + "\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; evil.example\n\n");
        for (int i = 0; i < 50_000; i++) {
            mail.append("Final-Recipient: rfc822;a").append(i).append("@b.example\nStatus: 4.4.1\n\n");
        }
        assertThat(read(mail.toString())).isNotEmpty();
    }

    @Test
    void a_report_with_a_huge_attachment_is_read() {
        String mail =
                HEAD + "Content-Type: multipart/mixed; boundary=b\n\n--b\n\n<ann@shop.example>:\n550 user unknown\n"
                        + "--b\nContent-Type: application/zip\nContent-Transfer-Encoding: base64\n\n"
                        + "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVo=\n".repeat(300_000);

        assertThat(read(mail))
                .extracting(verdict -> verdict.recipient().orElse(""))
                .containsExactly("ann@shop.example");
    }

    @Test
    void an_address_of_two_lines_in_a_notification_is_not_a_recipient() {
        String mail =
                HEAD + "Content-Type: text/plain\n\n{\"notificationType\":\"Bounce\",\"bounce\":{\"bouncedRecipients\":"
                        + "[{\"emailAddress\":\"evil\nlog: line\"}]}}\n";

        assertThat(read(mail))
                .allSatisfy(
                        verdict -> assertThat(verdict.recipient().orElse("")).doesNotContain("\n"));
    }

    @Test
    void a_text_with_an_unknown_charset_is_read() {
        String mail = HEAD + "Content-Type: text/plain; charset=\"klingon\"\n\n<ann@shop.example>:\n550 user unknown\n";

        assertThat(read(mail))
                .extracting(verdict -> verdict.recipient().orElse(""))
                .containsExactly("ann@shop.example");
    }
}
