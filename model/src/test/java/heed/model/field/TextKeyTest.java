package heed.model.field;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextKeyTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Lead\u200B Source",
                "\uFEFFLead Source",
                "Le\u00ADad Source\u200E",
                "\u202Alead source\u202C",
                "LEAD SOU\u2060RCE\uFE0F",
                "Le\u200Dad So\u200Curce \u200D"
            })
    void texts_that_differ_in_invisible_characters_are_equal(String text) {
        assertThat(TextKey.of(text)).isEqualTo("lead source");
    }

    @Test
    void a_text_keeps_its_joiners_and_its_emoji() {
        assertThat(TextKey.clean("\u200B علی\u200Cرضا \u200F")).isEqualTo("علی\u200Cرضا");
        assertThat(TextKey.clean(" I \u2764\uFE0F ")).isEqualTo("I \u2764\uFE0F");
        assertThat(Value.Text.of("علی\u200Cرضا")).isEqualTo(Value.Text.of("علیرضا"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\u200B", "\uFE0F", " \u200D\uFE0F\u00AD ", "\u3164"})
    void a_text_without_visible_characters_is_empty(String text) {
        assertThat(TextKey.clean(text)).isEmpty();
        assertThat(TextKey.of(text)).isEmpty();
        assertThat(Value.Text.from(text)).isEmpty();
    }

    @Test
    void letters_that_an_invisible_character_kept_apart_are_composed_in_the_key() {
        assertThat(TextKey.of("E\u034F\u0301")).isEqualTo("é");
        assertThat(TextKey.of(TextKey.of("E\u034F\u0301"))).isEqualTo("é");
    }
}
