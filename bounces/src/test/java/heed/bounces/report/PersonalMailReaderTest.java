package heed.bounces.report;

import static org.assertj.core.api.Assertions.assertThat;

import heed.bounces.PersonalMail;
import heed.bounces.classify.BounceClassifier;
import heed.model.testing.Promise;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PersonalMailReaderTest {
    private static PersonalMail read(String subject, String body) {
        String message = "From: Bob <Bob@Example.com>\nSubject: " + subject
                + "\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n" + body;
        return new MimeBounceReader(BounceClassifier.standard())
                .readPersonalMail(message.getBytes(StandardCharsets.UTF_8))
                .orElseThrow();
    }

    @ParameterizedTest(name = "[{0}] [{1}]: asks {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "unsubscribe             | ''                                   | true",
                "Re: News                | Please REMOVE me, thanks             | true",
                "Re: News                | Bitte abmelden!                      | true",
                "News                    | Bonjour, merci de me désabonner.     | true",
                "News                    | merci de me desabonner               | true",
                "News                    | Quiero darme de baja                 | true",
                "News                    | Cancellatemi per favore              | true",
                "News                    | Quero cancelar a inscrição           | true",
                "News                    | Graag afmelden                       | true",
                "News                    | Proszę mnie wypisać                  | true",
                "News                    | 配信停止をお願いします                  | true",
                "News                    | أريد إلغاء الاشتراك                  | true",
                "Re: Unsubscribe         | ''                                   | true",
                "Re: How to unsubscribe from our news | Thank you            | false",
                "Question                | When do you open on Sunday?          | false",
                "Re: News                | Thanks, the abmeldungen of May?      | false"
            })
    @Promise(11)
    void obvious_requests_are_recognized_in_the_languages_of_the_pages(String subject, String body, boolean asks) {
        assertThat(read(subject, body).asksOptOut()).isEqualTo(asks);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "> To unsubscribe click here",
                "On Mon, 2 Mar 2026 at 10:00, News <news@example.com> wrote:",
                "Am 02.03.2026 um 10:00 schrieb News:",
                "Le lun. 2 mars 2026 à 10:00, News a écrit :",
                "-----Original Message-----",
                "From: News <news@example.com>",
                "-- "
            })
    void what_is_quoted_is_not_the_senders_word(String heading) {
        PersonalMail mail = read(
                "Re: News",
                "Thank you.\n\n" + heading
                        + "\nTo unsubscribe, click here.".replace("\n", heading.startsWith(">") ? "\n> " : "\n"));
        assertThat(mail.excerpt()).isEqualTo("Thank you.");
        assertThat(mail.asksOptOut()).isFalse();
    }

    @Test
    void the_sender_the_subject_and_a_short_excerpt_are_read() {
        PersonalMail mail = read("=?utf-8?q?Gr=C3=BC=C3=9Fe?=", "Hello,\n\n" + "long ".repeat(500));
        assertThat(mail.sender().orElseThrow().value()).isEqualTo("bob@example.com");
        assertThat(mail.subject()).isEqualTo("Grüße");
        assertThat(mail.excerpt()).startsWith("Hello,\nlong long").endsWith("…").hasSize(PersonalMail.MAX_EXCERPT);
        assertThat(mail.toString()).doesNotContain("bob", "Hello");
    }
}
