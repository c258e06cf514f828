package heed.bounces.report;

import static org.assertj.core.api.Assertions.assertThat;

import heed.bounces.BounceReader;
import heed.bounces.BounceVerdict;
import heed.bounces.Diagnosis;
import heed.bounces.EnhancedStatusCode;
import heed.bounces.VerdictKind;
import heed.bounces.classify.BounceClassifier;
import heed.bounces.classify.BounceDiagnoser;
import heed.model.prospect.EmailAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MimeBounceReaderTest {
    private final BounceReader reader = new MimeBounceReader(BounceClassifier.standard(), fault -> {
        throw fault;
    });

    static Stream<SampleMail> mails() {
        return SampleMail.all().stream();
    }

    /** Reads a message and writes its verdicts in the form of {@code mails.txt}. */
    private List<String> verdicts(byte[] message) {
        return reader.read(message).stream()
                .map(verdict -> (verdict.kind() == VerdictKind.OTHER
                                ? "other"
                                : verdict.kind().label())
                        + " "
                        + verdict.recipient().orElse("-")
                        + " | "
                        + verdict.diagnosis()
                                .map(cause -> cause.reason().label())
                                .orElse("-")
                        + " | "
                        + verdict.diagnosis()
                                .filter(cause -> verdict.kind() == VerdictKind.FAILED)
                                .map(cause -> cause.kind().label())
                                .orElse("-"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("mails")
    void each_sample_mail_gets_its_verdicts(SampleMail mail) {
        assertThat(verdicts(mail.bytes())).isEqualTo(mail.expectations());
    }

    @ParameterizedTest
    @MethodSource("mails")
    void line_ends_do_not_change_the_verdicts(SampleMail mail) {
        assertThat(verdicts(mail.message().replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(mail.expectations());
        assertThat(verdicts(mail.message().replace("\n", "\r").getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(mail.expectations());
    }

    @ParameterizedTest
    @MethodSource("mails")
    void the_from_line_of_a_mailbox_file_does_not_change_the_verdicts(SampleMail mail) {
        assertThat(verdicts(("\nFrom MAILER-DAEMON Mon Feb  2 10:00:00 2026\n" + mail.message())
                        .getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(mail.expectations());
    }

    @ParameterizedTest
    @MethodSource("mails")
    void the_stored_details_of_a_report_give_the_same_diagnosis(SampleMail mail) {
        for (BounceVerdict verdict : reader.read(mail.bytes())) {
            verdict.diagnosis().ifPresent(first -> {
                Diagnosis again = BounceDiagnoser.standard().diagnose(verdict.report());

                assertThat(again.reason()).isEqualTo(first.reason());
                assertThat(again.kind()).isEqualTo(first.kind());
            });
        }
    }

    @Test
    void each_kind_of_verdict_has_a_sample_mail() {
        assertThat(mails().flatMap(mail -> reader.read(mail.bytes()).stream()).map(BounceVerdict::kind))
                .contains(VerdictKind.values());
    }

    @Test
    void a_verdict_contains_the_details_of_the_report_and_the_identifiers_of_the_mail() {
        BounceVerdict verdict =
                reader.read(named("postfix user unknown").bytes()).get(0);

        assertThat(verdict.report().status()).isEqualTo(EnhancedStatusCode.parse("5.1.1"));
        assertThat(verdict.report().replyCode()).contains(550);
        assertThat(verdict.report().reportingMta()).contains("relay.example");
        assertThat(verdict.report().remoteMta()).contains("mx.shop.example");
        assertThat(verdict.report().text()).contains("User unknown in virtual mailbox table");
        assertThat(verdict.trace().messageId()).contains("<m1@sender.example>");
        assertThat(verdict.trace().returnPaths()).contains("bounces@sender.example");
        assertThat(verdict.classifier()).isEqualTo(BounceClassifier.standard().version());
        assertThat(verdict).hasToString("failed, user unknown");
    }

    @Test
    void a_verdict_contains_the_address_before_forwarding() {
        String mail = named("postfix user unknown")
                .message()
                .replace("Original-Recipient: rfc822;ann@", "Original-Recipient: rfc822;alias@");

        assertThat(reader.read(mail.getBytes(StandardCharsets.UTF_8)).get(0).originalRecipient())
                .contains("alias@shop.example");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rfc822; ann@shop.example",
                "rfc822;ann@shop.example",
                "RFC822; Ann@SHOP.example",
                "rfc822; <ann@shop.example>",
                "rfc822; \"ann\"@shop.example",
                "rfc822; Ann Lee <ann@shop.example>",
                "smtp; ann@shop.example",
                "utf-8; ann@shop.example",
                "utf-8; \\x{61}nn@shop.example",
                "ann@shop.example (Ann)",
            })
    void each_spelling_of_an_address_is_recognized(String written) {
        assertThat(recipients(written)).containsExactly(EmailAddress.parse("ann@shop.example"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rfc822; jan@xn--bcher-kva.example",
                "rfc822; Jan@XN--Bcher-KVA.example",
                "utf-8; jan@b\u00fccher.example",
                "utf-8; jan@bu\u0308cher.example",
                "utf-8; JAN@B\u00dcCHER.EXAMPLE",
                "utf-8; jan@b\\x{FC}cher.example",
                "utf-8; <jan@b\\x{fc}cher.example>",
                "utf-8; \"jan\"@b\\x{FC}cher.example",
            })
    void each_spelling_of_an_international_domain_is_recognized(String written) {
        assertThat(recipients(written)).containsExactly(EmailAddress.parse("jan@xn--bcher-kva.example"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "utf-8; j\u00f6rg@shop.example",
                "utf-8; j\\x{F6}rg@shop.example",
                "utf-8; jo\u0308rg@shop.example"
            })
    void each_spelling_of_an_international_local_part_is_recognized(String written) {
        assertThat(recipients(written)).containsExactly(EmailAddress.parse("j\u00f6rg@shop.example"));
    }

    /** Reads a report whose Final-Recipient field has the given value. */
    private List<Optional<EmailAddress>> recipients(String written) {
        String mail = named("postfix user unknown")
                .message()
                .replace("message/delivery-status", "message/global-delivery-status")
                .replace("Final-Recipient: rfc822; ann@shop.example", "Final-Recipient: " + written)
                .replace("Original-Recipient: rfc822;ann@shop.example\n", "");
        return reader.read(mail.getBytes(StandardCharsets.UTF_8)).stream()
                .map(verdict -> EmailAddress.parse(verdict.recipient().orElseThrow()))
                .toList();
    }

    @Test
    void the_headers_of_a_returned_international_message_identify_the_mail() {
        for (String type : List.of("message/global-headers", "message/global")) {
            String mail = named("postfix user unknown").message().replace("message/rfc822", type);

            assertThat(reader.read(mail.getBytes(StandardCharsets.UTF_8))
                            .get(0)
                            .trace()
                            .messageId())
                    .contains("<m1@sender.example>");
        }
    }

    private static SampleMail named(String name) {
        return mails().filter(mail -> mail.name().equals(name)).findFirst().orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "From: Ann <ann@person.example>\nSubject: Undelivered mail",
                "From: IT Support <support@person.example>\nSubject: Ticket 12: Delivery failure",
                "From: ann@person.example\nReturn-Path: <ann@person.example>\nSubject: Delivery failure",
                "From: ann@person.example\nUser-Agent: Mozilla Thunderbird\nSubject: Delivery failure"
            })
    void a_persons_mail_that_quotes_a_failure_is_no_bounce(String headers) {
        String mail = headers + "\n\nCan you help?\n\n<bob@shop.example>:\n550 5.1.1 User unknown\n\nRegards\n";

        assertThat(reader.read(mail.getBytes(StandardCharsets.UTF_8)))
                .extracting(BounceVerdict::kind)
                .containsExactly(VerdictKind.OTHER);
    }

    @Test
    void a_report_whose_form_is_certain_is_a_failure_in_any_language() {
        String mail = "From: MAILER-DAEMON@mx.example\nReturn-Path: <>\nAuto-Submitted: auto-replied\nSubject: Zpr\n\n"
                + "Vec pro ann@shop.example se vraci.\n";

        assertThat(verdicts(mail.getBytes(StandardCharsets.UTF_8)))
                .containsExactly("failed ann@shop.example | unclassified | soft");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Ihre Nachricht an ann@shop.example wurde erfolgreich zugestellt.",
                "Votre message à ann@shop.example a bien été remis au destinataire.",
                "Su mensaje para ann@shop.example fue entregado correctamente.",
                "Your message to ann@shop.example was read on Tuesday."
            })
    void a_confirmation_is_no_failure_in_any_language(String text) {
        String mail = "From: MAILER-DAEMON@mx.example\nReturn-Path: <>\nAuto-Submitted: auto-generated\nSubject: Info\n"
                + "Content-Type: text/plain; charset=utf-8\n\n" + text + "\n";

        assertThat(verdicts(mail.getBytes(StandardCharsets.UTF_8)))
                .containsExactly("delivered ann@shop.example | - | -");
    }
}
