package heed.bounces.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PhraseBookTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "mailbox * full;Your MAILBOX is/  quite full",
                "(mailbox|inbox) [is ]full;inbox full",
                "(mailbox|inbox) [is ]full;The inbox is full.",
                "user [is |was ](not |never )(known|here);a user never known",
                "user [is |was ](not |never )(known|here);the user was not here",
                "grosse;Größe",
                "kullanici;kullanıcı",
                "(a * b|c);c",
                "boite pleine;Boîte   pleine",
                "user's mailbox;the user\u2019s mailbox",
                "不存在;收件人不存在",
                "ube;that is UBE, sir",
                "desconocid+;usuario desconocido",
                "unknown user;unknown user's mailbox",
                "존재하지;존재하지않는",
                "ends here;550-5.1.1 it ends/550-5.1.1 here"
            })
    void a_phrase_is_found_whatever_its_case_accents_and_spacing_are(String phrase, String text) {
        assertThat(PhraseBook.of(List.of(phrase)).match(text.replace('/', '\n')).contains(0))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "rule;ferrule",
                "closed mail;a closed mailing list",
                "desconocid;usuario desconocido",
                "unknown user;unknown usergroup",
                "mailbox * full;full mailbox",
                "mailbox full;mailbox is full",
                "user [is ](unknown|gone);user, unknown",
                "user [is ](unknown|gone);user is not unknown",
                "a b;ann@a b.example"
            })
    void a_phrase_is_not_found_in_a_similar_text(String phrase, String text) {
        assertThat(PhraseBook.of(List.of(phrase)).match(text).contains(0)).isFalse();
    }

    @Test
    void pieces_that_are_too_far_apart_are_not_a_phrase() {
        assertThat(PhraseBook.of(List.of("mailbox * full"))
                        .match("mailbox " + "x ".repeat(60) + "full")
                        .contains(0))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a * ", "(a", "a)", "a [b", "* a"})
    void a_malformed_phrase_is_refused(String phrase) {
        assertThatThrownBy(() -> PhraseBook.of(List.of(phrase))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_hostile_text_does_not_make_the_search_slow() {
        PhraseBook book = PhraseBook.of(List.of("a * b * c * d * e", "(aa|ab|ba) * (aa|bb) * zz"));
        String hostile = "a b c d ".repeat(50_000) + "aa ab ".repeat(50_000);

        assertTimeoutPreemptively(
                Duration.ofSeconds(5),
                () -> assertThat(book.match(hostile).contains(1)).isFalse());
    }
}
